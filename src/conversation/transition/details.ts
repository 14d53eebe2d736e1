import type { Investigation, InvestigationDetails } from '../investigation.js';
import type { InvestigationEvent } from '../service.js';
import { summaryOf } from '../interviewer.js';
import { STILL_READING } from './answers.js';
import { asFirstAsked } from './further.js';
import { collecting, movedOn, settle } from './settle.js';
import { applied, stale, type Transition, type TransitionDeps } from './types.js';

type DetailsEdited = Extract<InvestigationEvent, { readonly kind: 'details.edited' }>;

/** New details: answers that still apply are kept (the flow drops the others), what was read of another target is not. */
export function editDetails(
  investigation: Investigation,
  { details }: DetailsEdited,
  { interviewer }: TransitionDeps,
): Transition {
  const same = isSameTarget(investigation.details, details);
  const moved = movedOn(investigation);
  const draft = { ...(same ? moved : { ...forgetTarget(moved), ...keptWish(moved, interviewer) }), details };
  const readAgain = details.audit && (!same || draft.snapshot === undefined);
  if (readAgain)
    return applied(collecting(draft), { kind: 'show' }, { kind: 'collect', audit: draft.audit + 1 });
  // An audit of the old details that is still under way must not come in afterwards.
  const settled = settle({ ...draft, audit: draft.audit + 1 }, interviewer, { rechoose: true });
  return applied(settled, { kind: 'show' });
}

/** Looks again: reads AWS again where that was wanted, and keeps the answers. */
export function recheck(investigation: Investigation, { interviewer }: TransitionDeps): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  const before = summaryOf(interviewer.interview(investigation).diagnosis);
  // The first cause ends the questions again, so that the result is there at once; what was answered stays.
  const draft = asFirstAsked(movedOn(investigation));
  if (investigation.details.audit) {
    const reading = { ...collecting(draft), recheck: { before } };
    return applied(reading, { kind: 'show' }, { kind: 'collect', audit: reading.audit });
  }
  const settled = settle(draft, interviewer, { rechoose: true });
  const after = summaryOf(interviewer.interview(settled).diagnosis);
  return applied({ ...settled, recheck: { before, after } }, { kind: 'show' });
}

/** What an audit of a request depends on. */
const TARGET = [
  'bucket',
  'key',
  'accessPointArn',
  'versionId',
  'principal',
  'operation',
  'errorText',
] as const;

/** Whether an audit of the one has read what the other needs. */
function isSameTarget(a: InvestigationDetails, b: InvestigationDetails): boolean {
  return TARGET.every((field) => a[field] === b[field]);
}

/** Whoever lets somebody in goes on with that, wherever it is to be. */
function keptWish(
  { flowId, flowBy }: Investigation,
  { library }: TransitionDeps['interviewer'],
): Pick<Investigation, 'flowBy'> {
  return flowBy === undefined || library.flows.get(flowId)?.result === undefined ? {} : { flowBy };
}

/** What was read of another target, and the flow that was picked for it. */
function forgetTarget(investigation: Investigation): Investigation {
  const {
    snapshot: _snapshot,
    calls: _calls,
    collectionFailure: _failure,
    flowBy: _flowBy,
    ...rest
  } = asFirstAsked(investigation);
  return rest;
}
