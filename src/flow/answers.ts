import { fillTemplate, placeholdersOf } from '../diagnosis/template.js';
import type { CauseFinding, Evidence, StatedVerdict } from '../diagnosis/types.js';
import { tellFact } from './facts.js';
import { readFreeValue } from './free-value.js';
import {
  UNSURE,
  type Answers,
  type AnswerValues,
  type Flow,
  type FlowLibrary,
  type FlowOption,
  type Step,
} from './types.js';

/** What placeholders stand for in the texts and facts of a step: what is known of the request, and what a detector found. */
export interface FillValues {
  readonly request: Readonly<Record<string, string | undefined>>;
  readonly findingOf: (causeId: string | undefined) => CauseFinding | undefined;
}

/** An answer that belongs to a step and an option that exist. */
export interface GivenAnswer {
  readonly step: Step;
  /** Left out: not sure. */
  readonly option?: FlowOption;
  /** What was typed or pasted at this step: with this option, or with an earlier one that led to a closer question. */
  readonly told?: ToldValue;
}

interface ToldValue {
  /** May hold placeholders, as an option's facts may. */
  readonly path: string;
  readonly value: unknown;
  /** As it is repeated to the person; left out: it is too long for that. */
  readonly short?: string;
}

/**
 * The answers in the order of the flow's steps, then those to steps of other flows: a person who is switched to another flow keeps
 * what was said. Answers to what no longer exists are left out.
 */
export function givenAnswers(
  library: FlowLibrary,
  flow: Flow,
  answers: Answers,
  values: AnswerValues = {},
): readonly GivenAnswer[] {
  const others = [...library.flows.values()].filter((other) => other.id !== flow.id);
  const steps = new Map<string, Step>();
  for (const each of [flow, ...others])
    for (const step of each.steps)
      if (Object.hasOwn(answers, step.id) && !steps.has(step.id)) steps.set(step.id, step);
  return [...steps.values()].flatMap((step) => answerTo(step, answers, values) ?? []);
}

function answerTo(step: Step, answers: Answers, values: AnswerValues): GivenAnswer | undefined {
  const id = Object.hasOwn(answers, step.id) ? answers[step.id] : undefined;
  if (id === undefined) return undefined;
  const told = toldAt(step, values);
  const given = told === undefined ? { step } : { step, told };
  if (id === UNSURE) return given;
  const option = optionOf(step, id);
  return option === undefined ? undefined : { ...given, option };
}

/** A value that its option would not take any more (the flow has changed) says nothing. */
function toldAt(step: Step, values: AnswerValues): ToldValue | undefined {
  const given = Object.hasOwn(values, step.id) ? values[step.id] : undefined;
  const input = given === undefined ? undefined : optionOf(step, given.option)?.input;
  if (given === undefined || input === undefined) return undefined;
  const read = readFreeValue(input, given.text);
  if (!read.ok) return undefined;
  const short = input.kind === 'policy' ? {} : { short: read.text };
  return { path: input.fact, value: read.value, ...short };
}

function optionOf(step: Step, id: string): FlowOption | undefined {
  return step.question.options.find((option) => option.id === id);
}

/** Whether an answer's facts name what a detector found: then it has to be asked before they can be told. */
export function needFindings(given: readonly GivenAnswer[]): boolean {
  return given.some(({ option, told }) =>
    [...Object.entries(option?.facts ?? {}).flat(), told?.path].some(
      (text) => typeof text === 'string' && placeholdersOf(text).length > 0,
    ),
  );
}

/** The evidence with what was typed and pasted, as far as that can be told without knowing what was found. */
export function tellValues(evidence: Evidence, given: readonly GivenAnswer[]): Evidence {
  return given.reduce((merged, { told }) => {
    if (told === undefined || placeholdersOf(told.path).length > 0) return merged;
    const outcome = tellFact(merged, told.path, told.value);
    return outcome.outcome === 'told' ? outcome.evidence : merged;
  }, evidence);
}

/** Merges what people said into the evidence: facts where nothing is known yet, and the verdicts that they stated. */
export function applyAnswers(
  evidence: Evidence,
  given: readonly GivenAnswer[],
  values: FillValues,
): Evidence {
  let merged = evidence;
  for (const answer of given) {
    for (const [path, value] of factsOf(answer, values.findingOf(answer.step.cause)?.details ?? {})) {
      const told = tellFact(merged, path, value);
      if (told.outcome === 'told') merged = told.evidence;
    }
  }
  return { ...merged, stated: [...evidence.stated, ...statedBy(given, values)] };
}

/** One verdict a cause: what an answer says of its own step's cause counts more than what another says beside it. */
function statedBy(given: readonly GivenAnswer[], values: FillValues): readonly StatedVerdict[] {
  const stated = given.flatMap((answer) => verdictsIn(answer, values));
  const weighed = stated.toSorted((a, b) => b.weight - a.weight);
  const first = new Map<string, StatedVerdict>();
  for (const { verdict } of weighed) if (!first.has(verdict.causeId)) first.set(verdict.causeId, verdict);
  return [...first.values()];
}

interface WeighedVerdict {
  readonly verdict: StatedVerdict;
  readonly weight: number;
}

function verdictsIn({ step, option }: GivenAnswer, values: FillValues): readonly WeighedVerdict[] {
  if (option === undefined) return [];
  const says = fillTemplate(`${questionOf(step.question.text)} — ${option.text}`, values.request);
  const about = { step: step.id, says };
  const beside = Object.entries(option.also ?? {}).map(([causeId, status]) => ({
    verdict: { ...about, causeId, status },
    weight: status === 'confirmed' ? 1 : 0,
  }));
  if (step.cause === undefined || option.verdict === undefined) return beside;
  return [{ verdict: { ...about, causeId: step.cause, status: option.verdict }, weight: 2 }, ...beside];
}

/** Of a question's text what is quoted beside its answer: as far as its first question mark. */
export function questionOf(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const end = flat.indexOf('?');
  return end === -1 ? flat : flat.slice(0, end + 1);
}

/** The facts of an answer that can be told: those whose placeholders, in path or value, a detector's details fill. */
function factsOf(
  { option, told }: GivenAnswer,
  details: Readonly<Record<string, string>>,
): readonly (readonly [string, unknown])[] {
  const facts = Object.entries(option?.facts ?? {}).flatMap(([path, value]) => {
    const filledPath = fillWith(path, details);
    const filled = typeof value === 'string' ? firstOf(fillWith(value, details), value) : value;
    return filledPath === undefined || filled === undefined ? [] : [[filledPath, filled] as const];
  });
  // What was typed is taken as it stands: braces in it are no placeholders.
  const path = told === undefined ? undefined : fillWith(told.path, details);
  return told === undefined || path === undefined ? facts : [...facts, [path, told.value]];
}

function fillWith(template: string, details: Readonly<Record<string, string>>): string | undefined {
  const names = placeholdersOf(template);
  // `Null` asks whether a key is there at all: its "values" are no values of the key.
  if (names.includes('values') && /(^|:)Null$/.test(details['operator'] ?? '')) return undefined;
  return names.every((name) => details[name] !== undefined) ? fillTemplate(template, details) : undefined;
}

/** A condition lists its values; a request that meets it has one of them. */
function firstOf(filled: string | undefined, template: string): string | undefined {
  return placeholdersOf(template).length === 0 ? filled : filled?.split(', ')[0];
}
