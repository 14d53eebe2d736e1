import type { Evidence } from '../diagnosis/types.js';
import { tellFact } from './facts.js';
import { readFreeValue } from './free-value.js';
import { answersOf, askAgain, conductInterview, type Interview, type InterviewInput } from './interview.js';
import { machineOf, nextState, type FlowEvent } from './machine.js';
import type { QuestionView } from './question-view.js';
import type { Answers, AnswerValues, OptionInput } from './types.js';

export interface KeptAnswers {
  readonly answers: Answers;
  readonly values: AnswerValues;
}

export type AnswerOutcome =
  | ({ readonly outcome: 'accepted' } & KeptAnswers)
  /** The option asks for a value, and none came with it. */
  | { readonly outcome: 'needs_value'; readonly input: OptionInput }
  /** The value is no such thing: one line on what would be right. */
  | { readonly outcome: 'invalid'; readonly problem: string }
  /** An old button: the step is not being asked (any more), or it never had that option. Nothing changes. */
  | { readonly outcome: 'stale'; readonly why: 'not_current' | 'no_such_option' };

const NOT_CURRENT: AnswerOutcome = { outcome: 'stale', why: 'not_current' };

/** Takes an answer to the question that is being asked now, and to no other: the machine has the last word. */
export function acceptAnswer(
  interview: Interview,
  step: string,
  option: string,
  value?: string,
): AnswerOutcome {
  const { current, evidence, given, values } = interview;
  if (current?.step !== step) return NOT_CURRENT;
  const checked = checkAnswer(current, option, value, evidence);
  if (checked.outcome !== 'ok') return checked;
  if (!isTaken(interview, { type: 'answer.submitted', step, option })) return NOT_CURRENT;
  const answers = { ...answersOf(given), [step]: option };
  return { outcome: 'accepted', answers, values: { ...values, ...valueAt(step, option, checked.text) } };
}

/**
 * Takes another answer to a question that was answered before, and decides again what came after it: answers that would not have been
 * asked for now are dropped, unless they only tell what is known.
 */
export function changeAnswer(
  input: InterviewInput,
  step: string,
  option: string,
  value?: string,
): AnswerOutcome {
  const question = askAgain(input, step);
  if (question === undefined) return NOT_CURRENT;
  const checked = checkAnswer(question, option, value, input.evidence);
  if (checked.outcome !== 'ok') return checked;
  const before = conductInterview(input);
  const own = before.flow.steps.some(({ id }) => id === step);
  if (own && !isTaken(before, { type: 'answer.changed', step, option })) return NOT_CURRENT;
  const { [step]: _old, ...others } = before.values;
  return {
    outcome: 'accepted',
    ...keepWhatApplies(input, before, step, {
      answers: { ...answersOf(before.given), [step]: option },
      values: { ...others, ...valueAt(step, option, checked.text) },
    }),
  };
}

type CheckedAnswer =
  | { readonly outcome: 'ok'; readonly text?: string }
  | Exclude<AnswerOutcome, { readonly outcome: 'accepted' }>;

function checkAnswer(
  { options }: QuestionView,
  id: string,
  value: string | undefined,
  evidence: Evidence,
): CheckedAnswer {
  const option = options.find((each) => each.id === id);
  if (option === undefined) return { outcome: 'stale', why: 'no_such_option' };
  const { input } = option;
  if (input === undefined) return { outcome: 'ok' };
  if (value === undefined) return { outcome: 'needs_value', input };
  const read = readFreeValue(input, value);
  if (!read.ok) return { outcome: 'invalid', problem: read.problem };
  const told = tellFact(evidence, input.fact, read.value);
  return told.outcome === 'refused'
    ? { outcome: 'invalid', problem: `That does not fit here: ${told.why}.` }
    : { outcome: 'ok', text: read.text };
}

function isTaken({ flow, machine }: Interview, event: Exclude<FlowEvent, { type: 'findings.updated' }>) {
  return nextState(machineOf(flow), machine, event).context.answers[event.step] === event.option;
}

function valueAt(step: string, option: string, text: string | undefined): AnswerValues {
  return text === undefined ? {} : { [step]: { option, text } };
}

/** Replays what was answered after the changed step, in the flow's order. */
function keepWhatApplies(
  input: InterviewInput,
  { given }: Interview,
  changed: string,
  { answers, values }: KeptAnswers,
): KeptAnswers {
  const at = given.findIndex(({ step }) => step.id === changed);
  const later = given.slice(at + 1).flatMap(({ step, option }) => (statesVerdict(option) ? [step.id] : []));
  // What was answered while looking for further causes was asked whatever had been found before it.
  const further =
    input.further === undefined
      ? {}
      : { further: { ...input.further, beyond: [...input.library.causes.keys()] } };
  let kept = only(answers, (step) => !later.includes(step));
  for (const step of later) {
    const { findings } = conductInterview({ ...input, ...further, answers: kept, values });
    const answer = answers[step];
    // A step of another flow has no finding here: what was said there stays said.
    const finding = findings[step] ?? 'open';
    if (answer !== undefined && finding === 'open') kept = { ...kept, [step]: answer };
  }
  return keepKnown(kept, values);
}

/** The answers, with what was typed for them and for no others. */
export function keepKnown(answers: Answers, values: AnswerValues): KeptAnswers {
  return { answers, values: only(values, (step) => Object.hasOwn(answers, step)) };
}

/** "Not sure" and mere facts stay true whatever is answered before them. */
function statesVerdict(option: Interview['given'][number]['option']): boolean {
  return option?.verdict !== undefined || option?.also !== undefined;
}

function only<T>(record: Readonly<Record<string, T>>, keep: (step: string) => boolean) {
  return Object.fromEntries(Object.entries(record).filter(([step]) => keep(step)));
}
