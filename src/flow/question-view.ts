import { fillCommand, fillTemplate, placeholdersOf } from '../diagnosis/template.js';
import type { CauseFinding } from '../diagnosis/types.js';
import type { FillValues } from './answers.js';
import { UNSURE, type FlowQuestion, type Step } from './types.js';

/** A question as a person meets it: every placeholder filled, `unsure` among the options. */
export interface QuestionView {
  readonly step: string;
  readonly section: string;
  readonly causeId?: string;
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly howTo: { readonly console?: string; readonly cli?: string };
}

export const UNSURE_TEXT = 'Not sure';

export function viewQuestion(step: Step, values: FillValues): QuestionView {
  const { question } = step;
  const finding = values.findingOf(step.cause);
  const known = { ...values.request, ...finding?.details };
  const concrete = concreteText(question, finding, known);
  const options = question.options.filter(
    ({ onlyGeneral }) => concrete === undefined || onlyGeneral !== true,
  );
  const { console, cli } = question.howTo;
  return {
    step: step.id,
    section: step.section,
    ...(step.cause === undefined ? {} : { causeId: step.cause }),
    text: capitalised(fillTemplate(concrete ?? question.text, known)),
    options: [
      ...options.map(({ id, text }) => ({ id, text: fillTemplate(text, known) })),
      { id: UNSURE, text: UNSURE_TEXT },
    ],
    howTo: {
      ...(console === undefined ? {} : { console: fillTemplate(console, known) }),
      ...(cli === undefined ? {} : { cli: fillCommand(cli, known) }),
    },
  };
}

/** The concrete wording, where the very thing was read and everything that the wording names is known. */
function concreteText(
  { concrete }: FlowQuestion,
  finding: CauseFinding | undefined,
  known: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (concrete === undefined || !isConcrete(finding)) return undefined;
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
