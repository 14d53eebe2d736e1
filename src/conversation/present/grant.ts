import type { Card, CardBlock, Rich } from '../../card/card.js';
import type { GrantPlan, GrantResult } from '../../diagnosis/index.js';
import type { Diagnosis, FixOwner } from '../../diagnosis/types.js';
import type { Interview } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import { checksBlocks } from './checks.js';
import { findingsOf } from './findings.js';
import { diffBlocks, formatBlocks, snippetBlocks, type FixView } from './fix.js';
import { resultsRows } from './result-buttons.js';
import type { PresentDeps } from './types.js';
import { unreadNotes } from './unread.js';
import { unsureBlocks } from './unsure.js';
import { answersBlocks, wayBlocks } from './way.js';
import { bold, label, listed, ownerInWords, plain } from './words.js';

/** The plan by which somebody of another account is let in: what each account has to do, and the proof that it suffices. */
export function presentGrant(
  investigation: Investigation,
  interview: Interview,
  grant: GrantResult,
  deps: PresentDeps,
): Card {
  const { format } = investigation;
  const view = { shown: new Set<string>(), ...(format === undefined ? {} : { format }) };
  return {
    fallback: grantFallback(grant),
    investigationId: investigation.id,
    blocks: [
      { kind: 'heading', text: grantHeading(grant, interview.diagnosis.request) },
      ...answersBlocks(interview),
      ...grantBlocks(grant, view, ownerInWords),
      ...(grant.outcome === 'planned'
        ? [
            ...formatBlocks(
              grant.parts.flatMap(({ snippets }) => snippets),
              format,
            ),
            ...waysBlocks(grant),
          ]
        : []),
      ...todayBlocks(interview.diagnosis),
      ...unreadNotes(investigation, interview),
      ...unsureBlocks(interview),
      ...(investigation.expanded === 'checks' ? checksBlocks(interview) : []),
      ...resultsRows(investigation, interview, deps),
      ...wayBlocks(investigation, interview, deps),
    ],
  };
}

export function grantHeading(grant: GrantResult, { bucket = 'the bucket' }: Diagnosis['request']): string {
  return grant.outcome === 'planned'
    ? `How to give access to ${bucket}`
    : `No plan for access to ${bucket} yet`;
}

export function grantFallback(grant: GrantResult): string {
  return grant.outcome === 'planned' ? `${grant.summary} ${plain(verificationInWords(grant))}` : grant.why;
}

/** What each account has to do, in words for the reader, and whether that suffices. */
export function grantBlocks(
  grant: GrantResult,
  view: FixView,
  inWords: (owner: FixOwner, account?: string) => string,
): readonly CardBlock[] {
  if (grant.outcome === 'not_planned') return [{ kind: 'text', text: [grant.why] }];
  return [
    { kind: 'text', text: [grant.summary] },
    ...listBlocks('Before you apply it', grant.warnings),
    ...grant.parts.flatMap(({ owner, account, summary, snippets, diffs }, index): readonly CardBlock[] => [
      { kind: 'divider' },
      { kind: 'text', text: [...label(`${index + 1}. For ${inWords(owner, account)}`), summary] },
      ...diffBlocks(diffs, view.shown),
      ...snippetBlocks(snippets, view),
    ]),
    { kind: 'divider' },
    { kind: 'text', text: verificationInWords(grant) },
    {
      kind: 'code',
      title: 'To try it afterwards, with the credentials of whoever was given access',
      language: 'shell',
      text: grant.testCommand,
    },
  ];
}

function listBlocks(heading: string, lines: readonly string[]): readonly CardBlock[] {
  return lines.length === 0
    ? []
    : [
        { kind: 'text', text: [bold(heading)] },
        { kind: 'list', items: lines.map((line) => [line]) },
      ];
}

function verificationInWords({ verified, because }: GrantPlan): Rich {
  const why = listed(because);
  switch (verified) {
    case true:
      return [...label('Proved by simulation'), `with all of it applied, ${why}.`];
    case false:
      return [
        ...label('Not enough yet'),
        `simulated with all of it applied, something stands in the way: ${why}.`,
      ];
    case null:
      return [...label('Not proved'), `it hangs on what I do not know: ${why}.`];
  }
}

/** All three ways, so that it can be seen what speaks for another one. */
function waysBlocks({ ways }: GrantPlan): readonly CardBlock[] {
  const items = ways.map(({ title, taken, impossible, for: pro, against }): Rich => {
    const state = taken ? ' (this plan)' : impossible === undefined ? '' : ` (not here: ${impossible})`;
    return [bold(`${title}${state}`), ` For it: ${pro.join(' ')} Against it: ${against.join(' ')}`];
  });
  return [
    { kind: 'text', text: [bold('The three ways')] },
    { kind: 'list', items },
  ];
}

/** What is known to be missing today. */
function todayBlocks(diagnosis: Diagnosis): readonly CardBlock[] {
  const { lead, otherConfirmed } = findingsOf(diagnosis);
  if (lead?.status !== 'confirmed') return [];
  return listBlocks(
    'What denies it today',
    [lead, ...otherConfirmed].map(({ title, explanation }) => `${title}. ${explanation}`),
  );
}
