import { stripVTControlCharacters, styleText } from 'node:util';
import { OWNER_WORDS } from '../diagnosis/index.js';
import type { CauseFinding, Diagnosis } from '../diagnosis/types.js';
import type { Interview } from '../flow/index.js';

export type ReportFormat = 'text' | 'markdown' | 'json';

interface Style {
  heading(text: string): string;
  strong(text: string): string;
  code(text: string): string;
}

const MARKDOWN: Style = {
  heading: (text) => `## ${text}`,
  strong: (text) => `**${text}**`,
  code: (text) => `\`\`\`\n${text}\n\`\`\``,
};

function terminal(color: boolean): Style {
  return {
    heading: (text) => (color ? styleText('bold', text) : text),
    strong: (text) => (color ? styleText('cyan', text) : text),
    code: (text) => text.replace(/^/gm, '    '),
  };
}

/** The result of `diagnose`, ready to print. What came from outside cannot move the cursor or set colours. */
export function renderReport(
  interview: Interview,
  format: ReportFormat,
  { color }: { color: boolean },
): string {
  if (format === 'json') return `${JSON.stringify(toJson(interview), null, 2)}\n`;
  const style = format === 'markdown' ? MARKDOWN : terminal(color);
  return `${[...summary(interview.diagnosis, style), ...causes(interview.diagnosis, style), ...questions(interview, style)].join('\n')}\n`;
}

/** The outward shape: only what people rely on. */
function toJson({ diagnosis, open }: Interview): unknown {
  return {
    request: diagnosis.request,
    decision: diagnosis.decision,
    causes: diagnosis.causes.map(({ id, status, evidence, fix }) => ({ id, status, evidence, fix })),
    questions: open.map(({ step, text, options }) => ({ step, text, options })),
  };
}

function summary({ request, decision }: Diagnosis, style: Style): readonly string[] {
  const where = `${request.bucket ?? 'an unknown bucket'}${request.key === undefined ? '' : `/${request.key}`}`;
  const line = `${request.operation ?? 'A request'} on ${where} as ${request.principal ?? 'an unknown caller'}: ${decision}`;
  return [style.heading(clean(line)), ''];
}

function causes({ causes: all, decision }: Diagnosis, style: Style): readonly string[] {
  const confirmed = all.filter(({ status }) => status === 'confirmed');
  const possible = all.filter(({ status }) => status === 'possible');
  if (confirmed.length + possible.length > 0)
    return [
      ...confirmed.flatMap((cause) => one(cause, style)),
      ...possible.flatMap((cause) => one(cause, style)),
    ];
  return decision === 'allowed'
    ? [
        'Nothing stands in the way now. Check the credentials in use, how old the policies are, and what lies between you and S3.',
        '',
      ]
    : ['No cause found yet.', ''];
}

function one(cause: CauseFinding, style: Style): readonly string[] {
  const { fix } = cause;
  const proof = {
    true: 'proved by simulation',
    false: 'does not suffice on its own',
    null: 'not provable with what is known',
  };
  return [
    `${style.strong(clean(`${cause.status === 'confirmed' ? 'Cause' : 'Possible'}: ${cause.title}`))} (${cause.id})`,
    clean(cause.explanation.trim()),
    ...cause.evidence.map(({ source, says }) => clean(`- ${source}: ${says}`)),
    clean(`Fix, by ${OWNER_WORDS[fix.owner]} (${proof[`${fix.verified}`]}): ${fix.summary.trim()}`),
    ...(cause.status === 'confirmed'
      ? fix.snippets.filter(({ format }) => format === 'cli').map(({ text }) => style.code(clean(text)))
      : []),
    '',
  ];
}

function questions({ open }: Interview, style: Style): readonly string[] {
  if (open.length === 0) return [];
  return [
    style.heading('Still to ask'),
    ...open.map(({ step, text, options }) =>
      clean(`- ${text.trim()} [--answer ${step}=${options.map(({ id }) => id).join('|')}]`),
    ),
  ];
}

function clean(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}/gu, (control) =>
    control === '\n' || control === '\t' ? control : '',
  );
}
