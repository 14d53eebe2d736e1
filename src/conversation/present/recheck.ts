import type { CardBlock } from '../../card/card.js';
import type { DiagnosisSummary, Investigation } from '../investigation.js';
import { listed } from './words.js';
import type { PresentDeps } from './types.js';

/** What a recheck has changed, in one line. */
export function recheckBlocks(
  { recheck, details }: Investigation,
  { interviewer }: PresentDeps,
): readonly CardBlock[] {
  if (recheck?.after === undefined) return [];
  const titleOf = (id: string) => interviewer.library.causes.get(id)?.title ?? id;
  const changes = changesBetween(recheck.before, recheck.after, titleOf);
  if (changes.length > 0) return [{ kind: 'note', text: [`Checked again: ${listed(changes)}.`] }];
  const hint = details.audit ? '' : ' I only know what you told me: “Edit details” is where that can change.';
  return [{ kind: 'note', text: [`Checked again: nothing has changed.${hint}`] }];
}

function changesBetween(
  before: DiagnosisSummary,
  after: DiagnosisSummary,
  titleOf: (causeId: string) => string,
): readonly string[] {
  const gone = before.confirmed.filter((id) => !after.confirmed.includes(id));
  const added = after.confirmed.filter((id) => !before.confirmed.includes(id));
  const decision =
    before.decision === after.decision
      ? []
      : [`the request was ${inWords(before.decision)} and is now ${inWords(after.decision)}`];
  return [
    ...decision,
    ...gone.map((id) => `“${titleOf(id)}” is no longer a cause`),
    ...added.map((id) => `“${titleOf(id)}” is new`),
  ];
}

function inWords(decision: DiagnosisSummary['decision']): string {
  return decision === 'undetermined' ? 'undecided' : decision;
}
