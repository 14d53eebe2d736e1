import { assertNever } from '../../errors.js';
import { acceptAnswer, INPUT_EXAMPLES, type AnswerOutcome } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import type { InvestigationEvent, ValueDialog } from '../service.js';
import { movedOn, settle, withAnswers } from './settle.js';
import { applied, stale, type Transition, type TransitionDeps } from './types.js';

type Event<Kind extends InvestigationEvent['kind']> = Extract<InvestigationEvent, { readonly kind: Kind }>;

/** An answer to the question that is being asked: the next one, or one that the person wanted to answer anew. */
export function submitAnswer(
  investigation: Investigation,
  event: Event<'answer.submitted'>,
  { interviewer }: TransitionDeps,
): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  const { step, option, value } = event;
  const interview = interviewer.interview(investigation);
  const changes = investigation.changing === step;
  const accepted = changes
    ? interviewer.change(investigation, event)
    : acceptAnswer(interview, step, option, value);
  switch (accepted.outcome) {
    case 'accepted': {
      const draft = withAnswers({ ...movedOn(investigation), flowId: interview.flowId }, accepted);
      return applied(settle(draft, interviewer, { rechoose: false }), { kind: 'show' });
    }
    case 'needs_value': {
      const question = interviewer.asked(investigation)?.text ?? '';
      return { outcome: 'needs_value', dialog: dialogFor(event, question, accepted.input) };
    }
    case 'invalid':
      return { outcome: 'invalid', message: [accepted.problem] };
    case 'stale': {
      const answered = Object.hasOwn(investigation.answers, step);
      return stale(investigation, answered && !changes ? ALREADY_ANSWERED : NOT_ASKED);
    }
    default:
      return assertNever(accepted, 'answer outcome');
  }
}

function dialogFor(
  { step, option }: Event<'answer.submitted'>,
  question: string,
  input: Extract<AnswerOutcome, { readonly outcome: 'needs_value' }>['input'],
): ValueDialog {
  const { kind, label, hint } = input;
  return {
    step,
    option,
    question,
    label,
    ...(hint === undefined ? {} : { hint }),
    example: INPUT_EXAMPLES[kind],
    length: kind === 'policy' ? 'policy' : 'line',
  };
}

/** Asks an answered question again, or leaves its answer as it is after all. */
export function toggleChange(
  investigation: Investigation,
  { step }: Event<'change.toggled'>,
  { interviewer }: TransitionDeps,
): Transition {
  if (investigation.phase === 'collecting') return stale(investigation, STILL_READING);
  const { changing, expanded: _expanded, ...rest } = investigation;
  const draft = changing === step ? rest : { ...rest, changing: step };
  if (changing !== step && interviewer.asked(draft)?.step !== step) return stale(investigation, NO_ANSWER);
  return applied(settle(draft, interviewer, { rechoose: false }), { kind: 'show' });
}

export function toggleHowTo(
  investigation: Investigation,
  { step }: Event<'how_to.toggled'>,
  { interviewer }: TransitionDeps,
): Transition {
  const current = investigation.phase === 'asking' ? interviewer.asked(investigation) : undefined;
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
const NO_ANSWER = [
  'There is no answer of yours to that question any more, so nothing changed. The message is up to date again.',
] as const;
