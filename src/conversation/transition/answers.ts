import { acceptAnswer } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import type { InvestigationEvent } from '../service.js';
import { movedOn, settle } from './settle.js';
import { applied, stale, type Transition, type TransitionDeps } from './types.js';

type AnswerSubmitted = Extract<InvestigationEvent, { readonly kind: 'answer.submitted' }>;
type HowToToggled = Extract<InvestigationEvent, { readonly kind: 'how_to.toggled' }>;

export function submitAnswer(
  investigation: Investigation,
  { step, option }: AnswerSubmitted,
  { interviewer }: TransitionDeps,
): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  const interview = interviewer.interview(investigation);
  const accepted = acceptAnswer(interview, step, option);
  if (accepted.outcome === 'stale') {
    const answered = Object.hasOwn(investigation.answers, step);
    return stale(investigation, answered ? ALREADY_ANSWERED : NOT_ASKED);
  }
  const draft = { ...movedOn(investigation), flowId: interview.flowId, answers: accepted.answers };
  return applied(settle(draft, interviewer, { rechoose: false }), { kind: 'show' });
}

export function toggleHowTo(
  investigation: Investigation,
  { step }: HowToToggled,
  { interviewer }: TransitionDeps,
): Transition {
  const current = investigation.phase === 'asking' ? interviewer.interview(investigation).current : undefined;
  if (current?.step !== step) return stale(investigation, ALREADY_ANSWERED);
  return applied(toggled(investigation, 'how_to'), { kind: 'show' });
}

export function toggleChecks(investigation: Investigation): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  return applied(toggled(investigation, 'checks'), { kind: 'show' });
}

function toggled(investigation: Investigation, section: 'how_to' | 'checks'): Investigation {
  const { expanded, ...rest } = investigation;
  return expanded === section ? rest : { ...rest, expanded: section };
}

export const STILL_READING = ['I am still reading what AWS says; the message shows it in a moment.'] as const;
const ALREADY_ANSWERED = [
  'That question was answered already, so nothing changed. The message is up to date again.',
] as const;
const NOT_ASKED = [
  'That question is not open any more, so nothing changed. The message is up to date again.',
] as const;
