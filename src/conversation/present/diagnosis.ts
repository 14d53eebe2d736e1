import type { Card, CardBlock } from '../../card/card.js';
import type { CauseFinding, Diagnosis } from '../../diagnosis/types.js';
import type { Interview } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import { accountsOf, fixBlocks, type FixView, formatBlocks, verificationBlocks } from './fix.js';
import { checksBlocks } from './checks.js';
import { type Findings, findingsOf } from './findings.js';
import { notFoundBlocks } from './not-found.js';
import { resultsRows } from './result-buttons.js';
import { capital, spokenResult } from './spoken.js';
import type { PresentDeps } from './types.js';
import { unreadNotes } from './unread.js';
import { unsureBlocks } from './unsure.js';
import { wayBlocks } from './way.js';
import { bold, code, nameOf, ownerInWords, subjectFacts, type OwnerAccounts, label } from './words.js';
import { recheckBlocks } from './recheck.js';

/** How many further causes are described; all of them are under `show_checks`. */
const FURTHER = 4;

/** The result: the cause, what it rests on, the fix, who has to apply it, and what else stands in the way. */
export function presentDiagnosis(
  investigation: Investigation,
  interview: Interview,
  deps: PresentDeps,
): Card {
  const { diagnosis } = interview;
  const { request } = diagnosis;
  const findings = findingsOf(diagnosis);
  const { lead } = findings;
  const facts = subjectFacts(request);
  return {
    fallback: spokenResult(diagnosis, findings),
    investigationId: investigation.id,
    blocks: [
      { kind: 'heading', text: headingOf(lead, diagnosis) },
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
      ...recheckBlocks(investigation, deps),
      ...(lead === undefined
        ? [
            ...notFoundBlocks(investigation, diagnosis),
            ...possibleBlocks(findings.otherPossible, 'If it is still denied'),
          ]
        : foundBlocks(lead, findings, investigation)),
      ...unreadNotes(investigation, interview),
      ...unsureBlocks(interview),
      ...(investigation.expanded === 'checks' ? checksBlocks(interview) : []),
      ...resultsRows(investigation, interview, deps),
      ...wayBlocks(investigation, interview, deps),
    ],
  };
}

function foundBlocks(
  lead: CauseFinding,
  findings: Findings,
  investigation: Investigation,
): readonly CardBlock[] {
  const accounts = accountsOf(investigation);
  const { format } = investigation;
  const view = { shown: new Set<string>(), ...(format === undefined ? {} : { format }) };
  const several = findings.otherConfirmed.length > 0;
  return [
    {
      kind: 'text',
      text: [...label(lead.status === 'confirmed' ? 'The cause' : 'The likeliest cause'), lead.title],
    },
    { kind: 'text', text: [lead.explanation] },
    ...evidenceBlocks(lead),
    ...fixBlocks(lead, accounts, view),
    ...findings.otherConfirmed.flatMap((cause) => alsoBlocks(cause, accounts, view)),
    ...formatBlocks(
      [lead, ...findings.otherConfirmed].flatMap(({ fix }) => fix.snippets),
      format,
    ),
    ...verificationBlocks(lead, several),
    ...possibleBlocks(findings.otherPossible, 'Also possible'),
    ...sourceBlocks(lead),
  ];
}

function evidenceBlocks({ evidence }: CauseFinding): readonly CardBlock[] {
  if (evidence.length === 0) return [];
  const items = evidence.map(
    ({ source, says }) => [says, ' (', source.includes(':') ? code(source) : source, ')'] as const,
  );
  return [
    { kind: 'text', text: [bold('What this rests on')] },
    { kind: 'list', items },
  ];
}

/** Another cause that is certain: the request stays denied until it is mended, too. */
function alsoBlocks(cause: CauseFinding, accounts: OwnerAccounts, view: FixView): readonly CardBlock[] {
  return [
    { kind: 'divider' },
    { kind: 'text', text: [...label('This stands in the way, too'), cause.title] },
    ...evidenceBlocks(cause),
    ...fixBlocks(cause, accounts, view),
  ];
}

function possibleBlocks(possible: readonly CauseFinding[], heading: string): readonly CardBlock[] {
  if (possible.length === 0) return [];
  const items = possible
    .slice(0, FURTHER)
    .map(({ title, fix }) => [bold(title), ` — ${fix.summary} (${ownerInWords(fix.owner)})`]);
  const more = possible.length - FURTHER;
  const rest = more > 0 ? [[`and ${more} more, under “Show what was checked”`]] : [];
  return [
    { kind: 'text', text: [bold(heading)] },
    { kind: 'list', items: [...items, ...rest] },
  ];
}

function sourceBlocks({ sources }: CauseFinding): readonly CardBlock[] {
  const [first] = sources;
  if (first === undefined) return [];
  return [
    { kind: 'note', text: ['More about this: ', { kind: 'link', text: 'AWS documentation', url: first }] },
  ];
}

function headingOf(lead: CauseFinding | undefined, { request, decision }: Diagnosis): string {
  if (lead?.status === 'confirmed') return `Found: why ${nameOf(request)} is denied`;
  if (lead !== undefined) return `The likeliest reason why ${nameOf(request)} is denied`;
  return decision === 'allowed'
    ? `${capital(nameOf(request))} looks allowed`
    : `I have not found why ${nameOf(request)} is denied`;
}
