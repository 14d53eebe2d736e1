import { isLeftToLookAt, OWNER_WORDS } from '../diagnosis/index.js';
import type { CauseFinding, Diagnosis, SnippetFormat } from '../diagnosis/types.js';
import { assertNever } from '../errors.js';
import type { Interview } from '../flow/index.js';
import { grantReport } from './report-grant.js';
import { reportJson } from './report-json.js';
import { markdownStyle } from './report-markdown.js';
import { snippetLines } from './report-snippets.js';
import type { ReportStyle } from './report-style.js';
import { terminalStyle } from './report-terminal.js';

export type ReportFormat = 'text' | 'markdown' | 'json';

export interface ReportOptions {
  readonly format: ReportFormat;
  readonly color: boolean;
  /** In columns; for text only. */
  readonly width: number;
  readonly fixFormats: readonly SnippetFormat[];
  /** Whether to list what was ruled out, and what nobody knows. */
  readonly all: boolean;
}

/** The result of `diagnose`, ready to print. What came from outside cannot move the cursor, set colours or begin a heading. */
export function renderReport(interview: Interview, options: ReportOptions): string {
  const style = styleOf(options);
  if (style === undefined) return `${JSON.stringify(reportJson(interview), null, 2)}\n`;
  const { diagnosis, grant } = interview;
  const lines = [
    ...(grant === undefined
      ? diagnosisLines(diagnosis, style, options.fixFormats)
      : grantReport(grant, diagnosis, style, options.fixFormats)),
    ...others(diagnosis, style, options.all),
    ...questions(interview, style),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function diagnosisLines(
  diagnosis: Diagnosis,
  style: ReportStyle,
  formats: readonly SnippetFormat[],
): readonly string[] {
  return [
    ...summary(diagnosis, style),
    ...confirmed(diagnosis, style, formats),
    ...possible(diagnosis, style),
    ...nothingFound(diagnosis, style),
  ];
}

function styleOf({ format, color, width }: ReportOptions): ReportStyle | undefined {
  switch (format) {
    case 'json':
      return undefined;
    case 'markdown':
      return markdownStyle;
    case 'text':
      return terminalStyle({ color, width });
    default:
      return assertNever(format, 'format');
  }
}

function withStatus({ causes }: Diagnosis, status: CauseFinding['status']): readonly CauseFinding[] {
  return causes.filter((cause) => cause.status === status);
}

function summary(diagnosis: Diagnosis, style: ReportStyle): readonly string[] {
  const { request, decision } = diagnosis;
  const where = `${request.bucket ?? 'an unknown bucket'}${request.key === undefined ? '' : `/${request.key}`}`;
  const found = withStatus(diagnosis, 'confirmed').length;
  const causes = found === 1 ? '1 cause found' : `${found} causes found`;
  const accounts =
    request.crossAccount === undefined ? '' : request.crossAccount ? ' (another account)' : ' (same account)';
  return [
    ...style.title(`${request.operation ?? 'A request'} on ${where}`),
    ...style.field('as', `${request.principal ?? 'an unknown caller'}${accounts}`),
    ...(request.actions.length === 0 ? [] : style.field('needs', request.actions.join(', '))),
    ...style.outcome(decision, found === 0 ? decision : `${decision}: ${causes}`),
  ];
}

function confirmed(
  diagnosis: Diagnosis,
  style: ReportStyle,
  formats: readonly SnippetFormat[],
): readonly string[] {
  return withStatus(diagnosis, 'confirmed').flatMap((cause, index) => {
    const { fix } = cause;
    return [
      ...style.heading(`${index + 1}. ${cause.title}`, cause.id),
      ...style.paragraph(cause.explanation),
      ...style.list(
        'What this rests on',
        cause.evidence.map(({ source, says }) => `${source}: ${says}`),
      ),
      ...style.field('Who fixes it', OWNER_WORDS[fix.owner]),
      ...style.field('Fix', fix.summary),
      ...style.proof(fix.verified, proofOf(cause)),
      ...fix.diffs.flatMap(({ target, name, level, text }) =>
        style.code(`Change to ${targetInWords(target, name, level)}`, text, 'diff'),
      ),
      ...snippetLines(fix.snippets, formats, style),
    ];
  });
}

function proofOf({ fix }: CauseFinding): string {
  switch (fix.verified) {
    case true:
      return 'proved: simulated with every fix of this report applied, the request is allowed';
    case false:
      return 'not enough by itself: simulated with every fix of this report applied, something still denies the request';
    case null:
      return fix.patches.length === 0
        ? 'not simulated: what is to be changed is no policy or setting whose new value can be worked out from what is known'
        : 'not simulated: it hangs on policies or settings that are not known';
  }
}

function targetInWords(target: string, name: string | undefined, level: number | undefined): string {
  const of = name === undefined ? '' : ` "${name}"`;
  return `${target}${of}${level === undefined ? '' : `, level ${level + 1} from the root`}`;
}

function possible(diagnosis: Diagnosis, style: ReportStyle): readonly string[] {
  // What is left to look at is told in the words of `nothingFound`.
  const found = withStatus(diagnosis, 'possible').filter((cause) => !isLeftToLookAt(cause));
  if (found.length === 0) return [];
  const title = withStatus(diagnosis, 'confirmed').length === 0 ? 'Possible causes' : 'It could also be';
  return [
    ...style.heading(title),
    ...style.items(
      found.map(({ id, title: cause, evidence }) => ({
        text: cause,
        id,
        more: evidence.map(({ source, says }) => `${source}: ${says}`),
      })),
    ),
  ];
}

const ELSEWHERE = [
  'Whose credentials the client really uses: `aws sts get-caller-identity`, in the same shell, container or function.',
  'Whether a policy was changed minutes ago: a change takes a while to be in force everywhere, and a session keeps the session policy that it was made with.',
  'What stands between the client and S3: a proxy, a VPC endpoint and its policy, a private DNS name.',
  'Whether it was this bucket and key: another Region or partition, an alias of an access point, a key that was encoded twice.',
  'The newest error text, all of it: `--error` reads which policy AWS names in it.',
] as const;

function nothingFound(diagnosis: Diagnosis, style: ReportStyle): readonly string[] {
  if (withStatus(diagnosis, 'confirmed').length > 0) return [];
  if (diagnosis.decision === 'allowed')
    return [
      ...style.paragraph('Nothing that is known stands in the way of this request now.'),
      ...style.list('What else to look at', ELSEWHERE),
    ];
  if (withStatus(diagnosis, 'possible').length > 0) return [];
  return [
    ...style.paragraph('None of the known causes explains it so far.'),
    ...style.list('What else to look at', ELSEWHERE),
  ];
}

function others(diagnosis: Diagnosis, style: ReportStyle, all: boolean): readonly string[] {
  const ruledOut = withStatus(diagnosis, 'ruled_out');
  const unknown = withStatus(diagnosis, 'unknown');
  if (!all)
    return style.note(
      `Ruled out: ${ruledOut.length} ${ruledOut.length === 1 ? 'cause' : 'causes'}; undecided: ${unknown.length} (--all lists them)`,
    );
  const listed = (title: string, causes: readonly CauseFinding[]) =>
    causes.length === 0
      ? []
      : [
          ...style.heading(title),
          ...style.items(
            causes.map(({ id, title: cause, evidence }) => ({
              text: cause,
              id,
              more: evidence.map(({ source, says }) => `${source}: ${says}`),
            })),
          ),
        ];
  return [
    ...listed(`Ruled out (${ruledOut.length})`, ruledOut),
    ...listed(`Undecided (${unknown.length})`, unknown),
  ];
}

function questions({ open, further }: Interview, style: ReportStyle): readonly string[] {
  if (open.length === 0)
    return further.length === 0
      ? []
      : style.note(
          `Still to ask about further causes: ${further.length} ${further.length === 1 ? 'question' : 'questions'} (--keep-looking lists them)`,
        );
  return [
    ...style.heading('Still to ask, the most telling first'),
    ...style.items(
      open.map(({ step, text, options }) => ({
        text,
        more: [`--answer ${step}=${options.map(({ id }) => id).join('|')}`],
      })),
    ),
  ];
}
