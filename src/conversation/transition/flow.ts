import type { Investigation } from '../investigation.js';
import type { InvestigationEvent } from '../service.js';
import { STILL_READING } from './answers.js';
import { movedOn, settle, withAnswers } from './settle.js';
import { applied, stale, type Transition, type TransitionDeps } from './types.js';

type FlowSwitched = Extract<InvestigationEvent, { readonly kind: 'flow.switched' }>;

/** Goes on with the questions of another article. What was answered is kept: it is evidence there, too. */
export function switchFlow(
  investigation: Investigation,
  { flowId }: FlowSwitched,
  { interviewer }: TransitionDeps,
): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  if (!interviewer.library.flows.has(flowId)) return stale(investigation, NO_SUCH_FLOW);
  if (investigation.flowId === flowId) return stale(investigation, SAME_FLOW);
  const draft: Investigation = { ...movedOn(investigation), flowId, flowBy: 'person' };
  return applied(settle(draft, interviewer, { rechoose: false }), { kind: 'show' });
}

const NO_SUCH_FLOW = ['There are no such questions any more, so nothing changed.'] as const;
const SAME_FLOW = ['Those are the questions that I am going through already.'] as const;

/**
 * The investigation as it goes on after a deploy: under its flow where that is as it was; else carried over by replaying its answers,
 * with a word about it. Answers to steps and options that there are not are set aside: the release that asked for them may run beside
 * this one, and has the next click.
 */
export function carryOver(investigation: Investigation, { interviewer }: TransitionDeps): Investigation {
  const changed = interviewer.carriedOver(investigation);
  if (changed === undefined) return investigation;
  const { changing: _changing, expanded: _expanded, aside: _aside, flowBy, ...rest } = investigation;
  const { flowId } = investigation;
  const picked = flowBy !== undefined && interviewer.library.flows.has(flowId) ? { flowBy } : {};
  const { kept, aside, dropped } = changed;
  const put = Object.keys(aside.answers).length === 0 ? {} : { aside };
  const carried = withAnswers({ ...rest, ...picked, ...put, carriedOver: { dropped } }, kept);
  return investigation.phase === 'collecting'
    ? { ...carried, flowFingerprint: interviewer.fingerprintOf(flowId) }
    : settle(carried, interviewer, { rechoose: false });
}
