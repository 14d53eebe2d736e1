import type { Answers, AnswerValues } from '../../flow/index.js';
import type { Interviewer } from '../interviewer.js';
import type { Investigation } from '../investigation.js';

/** Writes down where the interview stands; `rechoose` where what is known may fit another flow better. */
export function settle(
  draft: Investigation,
  interviewer: Interviewer,
  { rechoose }: { readonly rechoose: boolean },
): Investigation {
  const picked = draft.flowBy === 'person' || !rechoose;
  const flowId = picked ? draft.flowId : interviewer.choose(draft).flowId;
  const interview = interviewer.interview({ ...draft, flowId });
  const settled = { ...draft, flowId: interview.flowId };
  return {
    ...settled,
    flowFingerprint: interviewer.fingerprintOf(interview.flowId),
    // Its context is two thirds of what would be stored, and is worked out again: decision 0001.
    machine: { value: interview.machine.value, context: {} },
    phase: interviewer.asked(settled) === undefined ? 'diagnosed' : 'asking',
  };
}

/** The next audit is under way; the machine waits for it. */
export function collecting(draft: Investigation): Investigation {
  const { collectionFailure: _failure, ...rest } = draft;
  return { ...rest, phase: 'collecting', audit: draft.audit + 1 };
}

/**
 * Without what belongs to the moment before: an opened section, an answer that was to be changed, the comparison with an earlier check,
 * a given feedback, the word that the flow has changed.
 */
export function movedOn(investigation: Investigation): Investigation {
  const {
    expanded: _expanded,
    changing: _changing,
    recheck: _recheck,
    feedback: _feedback,
    carriedOver: _carriedOver,
    ...rest
  } = investigation;
  return rest;
}

/** With the answers as they are now, and what was typed with them. */
export function withAnswers(
  { answerValues: _values, ...rest }: Investigation,
  { answers, values }: { readonly answers: Answers; readonly values: AnswerValues },
): Investigation {
  const typed = Object.keys(values).length === 0 ? {} : { answerValues: values };
  return { ...rest, answers, ...typed };
}
