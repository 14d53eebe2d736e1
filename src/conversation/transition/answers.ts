import { assertNever } from '../../errors.js';
import { acceptAnswer, INPUT_EXAMPLES, type AnswerOutcome, type Interview } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import type { InvestigationEvent, ValueDialog } from '../service.js';
import { collecting, movedOn, settle, withAnswers } from './settle.js';
import { setAside } from './aside.js';
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
      const named = callerToRead(draft, interview, interviewer);
      if (named !== undefined) return readCaller(draft, step, named);
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
      // Asked by the release beside this one: not here at all, or here only after other questions.
      const others = !interviewer.knows(step) || (investigation.carriedOver !== undefined && !answered);
      const aside = others ? setAside(investigation, event) : undefined;
      if (aside !== undefined) return stale(settle(aside, interviewer, { rechoose: false }), KEPT);
      return stale(investigation, answered && !changes ? ALREADY_ANSWERED : NOT_ASKED);
    }
    default:
      return assertNever(accepted, 'answer outcome');
  }
}

/** Whom an answer named as the caller, where AWS is read for this person and has not been read of any caller yet. */
function callerToRead(
  draft: Investigation,
  before: Interview,
  interviewer: TransitionDeps['interviewer'],
): string | undefined {
  if (!draft.details.audit || before.evidence.request.principal !== undefined) return undefined;
  if (before.flow.result !== undefined) return undefined;
  const { principal } = interviewer.interview(draft).evidence.request;
  return principal?.startsWith('arn:') === true ? principal : undefined;
}

/** The caller becomes one of the details, as if the form had named it, so that the audit reads its policies. */
function readCaller(draft: Investigation, step: string, principal: string): Transition {
  const { [step]: _answer, ...answers } = draft.answers;
  const { [step]: _value, ...values } = draft.answerValues ?? {};
  const named = { ...draft, details: { ...draft.details, principal } };
  const reading = collecting(withAnswers(named, { answers, values }));
  return applied(reading, { kind: 'show' }, { kind: 'collect', audit: reading.audit });
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
const KEPT = [
  'Another version of me asked that question. Your answer is kept; the message is up to date.',
] as const;
const NO_ANSWER = [
  'There is no answer of yours to that question any more, so nothing changed. The message is up to date again.',
] as const;
