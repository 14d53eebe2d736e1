import { fillCommand, fillTemplate, placeholdersOf } from '../diagnosis/template.js';
import type { CauseFinding } from '../diagnosis/types.js';
import { questionOf, type FillValues, type GivenAnswer } from './answers.js';
import { UNSURE, type FlowOption, type OptionInput, type Step } from './types.js';

/** A question as a person meets it: every placeholder filled, `unsure` among the options. */
export interface QuestionView {
  readonly step: string;
  readonly section: string;
  readonly causeId?: string;
  readonly text: string;
  readonly options: readonly OptionView[];
  readonly howTo: { readonly console?: string; readonly cli?: string };
}

export interface OptionView {
  readonly id: string;
  readonly text: string;
  /** The value that choosing it asks for, its path filled; left out: none. */
  readonly input?: OptionInput;
}

export interface ViewValues extends FillValues {
  /** Whether the fact at a path needs no telling any more. */
  readonly isKnown: (path: string) => boolean;
}

/** A question that was answered, in a few words. */
export interface AnsweredView {
  readonly step: string;
  readonly question: string;
  readonly answer: string;
}

const UNSURE_TEXT = 'Not sure';

export function viewQuestion(step: Step, values: ViewValues): QuestionView {
  const { question } = step;
  const finding = values.findingOf(step.cause);
  const known = { ...values.request, ...finding?.details };
  const concrete = concreteText(step, finding, known);
  const options = question.options
    .filter(({ onlyGeneral }) => concrete === undefined || onlyGeneral !== true)
    .flatMap((option) => viewOption(option, finding?.details ?? {}, known, values.isKnown) ?? []);
  const { console, cli } = question.howTo;
  return {
    step: step.id,
    section: step.section,
    ...(step.cause === undefined ? {} : { causeId: step.cause }),
    text: capitalised(fillTemplate(concrete ?? question.text, known)),
    options: [...options, { id: UNSURE, text: UNSURE_TEXT }],
    howTo: {
      ...(console === undefined ? {} : { console: fillTemplate(console, known) }),
      ...(cli === undefined ? {} : { cli: fillCommand(cli, known) }),
    },
  };
}

export function viewAnswered({ step, option, told }: GivenAnswer, values: FillValues): AnsweredView {
  const known = { ...values.request, ...values.findingOf(step.cause)?.details };
  const said = option === undefined ? UNSURE_TEXT : fillTemplate(option.text, known);
  return {
    step: step.id,
    question: capitalised(fillTemplate(questionOf(step.question.text), known)),
    answer: option?.input === undefined ? said : (told?.short ?? said),
  };
}

/** undefined: it would ask for what is known already, or for a fact whose name no detector has found. */
function viewOption(
  { id, text, input }: FlowOption,
  details: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string | undefined>>,
  isKnown: ViewValues['isKnown'],
): OptionView | undefined {
  const view = { id, text: fillTemplate(text, known) };
  if (input === undefined) return view;
  const nameless = placeholdersOf(input.fact).some((name) => details[name] === undefined);
  const fact = fillTemplate(input.fact, details);
  if (nameless || isKnown(fact)) return undefined;
  const hint = input.hint === undefined ? {} : { hint: fillTemplate(input.hint, known) };
  return { ...view, input: { kind: input.kind, label: fillTemplate(input.label, known), fact, ...hint } };
}

/** Whether a question would be asked in its closer wording: then it is another one than before. */
export function isAskedCloser(step: Step, values: FillValues): boolean {
  const finding = values.findingOf(step.cause);
  return concreteText(step, finding, { ...values.request, ...finding?.details }) !== undefined;
}

/**
 * The concrete wording, where everything that it names is known; of a step about a cause only where the very thing was read as well.
 */
function concreteText(
  { cause, question: { concrete } }: Step,
  finding: CauseFinding | undefined,
  known: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (concrete === undefined || (cause !== undefined && !isConcrete(finding))) return undefined;
  return placeholdersOf(concrete).every((name) => isFilled(known[name])) ? concrete : undefined;
}

/** Whether a detector met the cause in what was read: an error text alone only makes it likely. */
export function isConcrete(finding: CauseFinding | undefined): boolean {
  return finding?.status === 'possible' && finding.evidence.some(({ source }) => source !== 'error message');
}

function isFilled(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
