import { OWNER_WORDS, type GrantPlan, type GrantResult } from '../diagnosis/index.js';
import type { Diagnosis, SnippetFormat } from '../diagnosis/types.js';
import { snippetLines } from './report-snippets.js';
import type { ReportStyle } from './report-style.js';

/** A plan to let somebody in, or what is missing for one. */
export function grantReport(
  grant: GrantResult,
  { request, causes }: Diagnosis,
  style: ReportStyle,
  formats: readonly SnippetFormat[],
): readonly string[] {
  const title = style.title(`Access to ${request.bucket ?? 'an unknown bucket'}`);
  if (grant.outcome === 'not_planned') return [...title, ...style.paragraph(grant.why)];
  return [
    ...title,
    ...style.paragraph(grant.summary),
    ...style.field('needs', grant.actions.join(', ')),
    ...style.proof(grant.verified, proofOf(grant)),
    ...(grant.warnings.length === 0 ? [] : style.list('Before you apply it', grant.warnings)),
    ...grant.parts.flatMap((part, index) => partLines(part, index, style, formats)),
    ...style.code(
      'To try it afterwards, with the credentials of whoever was given access',
      grant.testCommand,
      'sh',
    ),
    ...waysLines(grant, style),
    ...todayLines(causes, style),
  ];
}

function proofOf({ verified, because }: GrantPlan): string {
  const why = because.join('; ');
  switch (verified) {
    case true:
      return `proved: simulated with all of it applied, everything that is wanted is allowed (${why})`;
    case false:
      return `not enough: simulated with all of it applied, something still stands in the way: ${why}`;
    case null:
      return `not proved: it hangs on what is not known: ${why}`;
  }
}

function todayLines(causes: Diagnosis['causes'], style: ReportStyle): readonly string[] {
  const confirmed = causes.filter(({ status }) => status === 'confirmed');
  return confirmed.length === 0
    ? []
    : style.list(
        'What denies it today',
        confirmed.map(({ id, title }) => `${title} (${id})`),
      );
}

function partLines(
  { owner, account, summary, snippets, diffs }: GrantPlan['parts'][number],
  index: number,
  style: ReportStyle,
  formats: readonly SnippetFormat[],
): readonly string[] {
  const where = account === undefined ? '' : ` (${account})`;
  return [
    ...style.heading(`${index + 1}. For ${OWNER_WORDS[owner]}${where}`),
    ...style.paragraph(summary),
    ...diffs.flatMap(({ target, text }) => style.code(`Change to ${target}`, text, 'diff')),
    ...snippetLines(snippets, formats, style),
  ];
}

function waysLines({ ways }: GrantPlan, style: ReportStyle): readonly string[] {
  return [
    ...style.heading('The three ways'),
    ...style.items(
      ways.map(({ title, taken, impossible, for: pro, against }) => ({
        text: `${title}${taken ? ' (this plan)' : impossible === undefined ? '' : ` (not here: ${impossible})`}`,
        more: [...pro.map((line) => `+ ${line}`), ...against.map((line) => `- ${line}`)],
      })),
    ),
  ];
}
