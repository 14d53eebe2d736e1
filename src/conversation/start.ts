import type { Interviewer } from './interviewer.js';
import type { Investigation } from './investigation.js';
import type { StartRequest } from './service.js';
import type { Effect } from './store.js';
import { collecting, settle } from './transition/settle.js';

export interface Beginning extends StartRequest {
  readonly id: string;
  readonly createdAt: string;
  /** Whether AWS is to be read: wanted, and allowed. */
  readonly audit: boolean;
}

/** A new investigation, and what is to be done first. Pure. */
export function begin(
  { id, createdAt, actor, place, details, audit }: Beginning,
  interviewer: Interviewer,
): { readonly investigation: Investigation; readonly effects: readonly Effect[] } {
  const draft: Investigation = {
    schema: 1,
    id,
    createdAt,
    owner: actor,
    place,
    details: { ...details, audit },
    phase: 'asking',
    flowId: '',
    flowFingerprint: '',
    machine: { value: '', context: {} },
    answers: {},
    audit: 0,
  };
  const settled = settle(withAskedFlow(draft, interviewer), interviewer, { rechoose: true });
  if (!audit) return { investigation: settled, effects: [{ kind: 'show' }] };
  const reading = collecting(settled);
  return { investigation: reading, effects: [{ kind: 'show' }, { kind: 'collect', audit: reading.audit }] };
}

/** What somebody has asked for by its name is theirs, as if it had been picked on the card. */
function withAskedFlow(draft: Investigation, { library }: Interviewer): Investigation {
  const { flow } = draft.details;
  return flow === undefined || !library.flows.has(flow)
    ? draft
    : { ...draft, flowId: flow, flowBy: 'person' };
}
