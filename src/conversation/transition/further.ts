import { lookFurther } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import { STILL_READING } from './answers.js';
import { movedOn, settle } from './settle.js';
import { applied, stale, type Transition, type TransitionDeps } from './types.js';

/** On from a result: what was found is set aside, and what could find more is asked. */
export function keepLooking(investigation: Investigation, { interviewer }: TransitionDeps): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  const interview = interviewer.interview(investigation);
  if (interview.current !== undefined) return stale(investigation, ASKING);
  if (interview.further.length === 0) return stale(investigation, NOTHING_LEFT);
  const draft = {
    ...movedOn(investigation),
    flowId: interview.flowId,
    further: lookFurther(interview),
  };
  return applied(settle(draft, interviewer, { rechoose: false }), { kind: 'show' });
}

/** Back to the result. What was answered on the way stays, and so does what that has found. */
export function showResult(investigation: Investigation, { interviewer }: TransitionDeps): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  if (investigation.further === undefined || investigation.phase === 'diagnosed')
    return stale(investigation, SHOWN);
  return applied(settle(asFirstAsked(movedOn(investigation)), interviewer, { rechoose: false }), {
    kind: 'show',
  });
}

/** As if nobody had asked to look further: the first cause ends the questions again. */
export function asFirstAsked({ further: _further, ...rest }: Investigation): Investigation {
  return rest;
}

const ASKING = ['I am asking already, so nothing changed. The message is up to date again.'] as const;
const NOTHING_LEFT = [
  'There is nothing left to ask that could find further causes, so nothing changed.',
] as const;
const SHOWN = ['The message shows the result already, so nothing changed.'] as const;
