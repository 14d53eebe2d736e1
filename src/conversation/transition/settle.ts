import type { Interviewer } from '../interviewer.js';
import type { Investigation } from '../investigation.js';

/** Writes down where the interview stands; `rechoose` where what is known may fit another flow better. */
export function settle(
  draft: Investigation,
  interviewer: Interviewer,
  { rechoose }: { readonly rechoose: boolean },
): Investigation {
  const flowId = rechoose ? interviewer.choose(draft) : draft.flowId;
  const interview = interviewer.interview({ ...draft, flowId });
  return {
    ...draft,
    flowId: interview.flowId,
    flowFingerprint: interviewer.library.fingerprint,
    machine: interview.machine,
    phase: interview.current === undefined ? 'diagnosed' : 'asking',
  };
}

/** The next audit is under way; the machine waits for it. */
export function collecting(draft: Investigation): Investigation {
  const { collectionFailure: _failure, ...rest } = draft;
  return { ...rest, phase: 'collecting', audit: draft.audit + 1 };
}

/** Without what belongs to the moment before: an opened section, the comparison with an earlier check, a given feedback. */
export function movedOn(investigation: Investigation): Investigation {
  const { expanded: _expanded, recheck: _recheck, feedback: _feedback, ...rest } = investigation;
  return rest;
}
