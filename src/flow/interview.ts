import type { Catalogue } from '../diagnosis/catalogue.js';
import { placeholderValues, planGrant, withDeniedEvent, type GrantResult } from '../diagnosis/index.js';
import type { CauseFinding, Diagnosis, Evidence } from '../diagnosis/types.js';
import { InputError } from '../errors.js';
import { applyAnswers, givenAnswers, needFindings, tellValues, type GivenAnswer } from './answers.js';
import { isFactKnown } from './facts.js';
import { findSteps } from './findings.js';
import {
  DIAGNOSED,
  machineOf,
  startMachine,
  type Findings,
  type FlowContext,
  type MachineState,
} from './machine.js';
import {
  isAskedCloser,
  isConcrete,
  viewAnswered,
  viewQuestion,
  type AnsweredView,
  type QuestionView,
  type ViewValues,
} from './question-view.js';
import {
  UNSURE,
  type Answers,
  type AnswerValues,
  type Flow,
  type FlowLibrary,
  type LookingFurther,
  type Step,
} from './types.js';

/** From the start, or from where somebody asked to look further, to a result. */
export const MOST_QUESTIONS = 20;

export type Diagnose = (evidence: Evidence, catalogue: Catalogue) => Diagnosis;

export interface InterviewInput {
  readonly library: FlowLibrary;
  readonly flowId: string;
  /** What is known without any answer. */
  readonly evidence: Evidence;
  readonly answers: Answers;
  /** What was typed or pasted with them; left out: nothing. */
  readonly values?: AnswerValues;
  /** Left out: the first confirmed cause ends the questions. */
  readonly further?: LookingFurther;
  readonly diagnose: Diagnose;
}

/** How far one investigation has come: what is known by now, what is being asked, what is still open. */
export interface Interview {
  readonly flowId: string;
  readonly flow: Flow;
  readonly machine: MachineState;
  /** Of every step, however many questions may still be asked. */
  readonly findings: Findings;
  readonly diagnosis: Diagnosis;
  /** What the flow comes to, where that is no diagnosis but a plan to let somebody in; as far as is known by now. */
  readonly grant?: GrantResult;
  /** The evidence with the answers in it: what the diagnosis was made from. */
  readonly evidence: Evidence;
  /** The answers that belong to a step and an option that exist: the flow's own in its order, then those of other flows. */
  readonly given: readonly GivenAnswer[];
  /** The same, as a person reads them. */
  readonly answered: readonly AnsweredView[];
  readonly values: AnswerValues;
  /** The question to ask now; left out: there is none left. */
  readonly current?: QuestionView;
  /** Every question that could still change the diagnosis, the most telling first. */
  readonly open: readonly QuestionView[];
  /** Where nothing is asked any more: what could still find further causes, in the flow's order. */
  readonly further: readonly QuestionView[];
  /** Every question that would still matter and was answered with "not sure", the most telling first. */
  readonly unsure: readonly QuestionView[];
}

/** Decides everything anew from evidence and answers. Pure: the same input gives the same interview. */
export function conductInterview(input: InterviewInput): Interview {
  const { library, flowId, answers, values = {}, further, diagnose } = input;
  const flow = flowOf(library, flowId);
  const given = givenAnswers(library, flow, answers, values);
  // What CloudTrail saw of the request counts more than what a person says of it.
  const read = withDeniedEvent(input.evidence);
  const evidence = mergeAnswers(read, given, (known) => diagnose(known, library.causes));
  const diagnosis = diagnose(evidence, library.causes);
  const found = (beyond: Iterable<string> | undefined): Findings =>
    findSteps(library, flow, evidence, diagnosis, answersOf(given), beyond && new Set(beyond));
  const findings = found(further?.beyond);
  const view = viewValues(evidence, diagnosis);
  const settled = settledAnswers(given, findings, view);
  const left = MOST_QUESTIONS - Math.max(0, questionsAnswered(flow, given) - (further?.answered ?? 0));
  const machine = startMachine(machineOf(flow), {
    answers: settled,
    findings: mostTelling(flow, findings, settled, left, view),
  });
  const asked = machine.value === DIAGNOSED ? [] : openSteps(flow, machine.context);
  const open = byTelling(asked, view).map((step) => viewQuestion(step, view));
  const current = open.find((question) => question.step === machine.value);
  return {
    flowId,
    flow,
    machine,
    findings,
    diagnosis,
    ...(flow.result === 'grant' ? { grant: planGrant(evidence, library.causes) } : {}),
    evidence,
    given,
    answered: given.map((each) => viewAnswered(each, view)),
    values,
    ...(current === undefined ? {} : { current }),
    open,
    further:
      current === undefined
        ? openSteps(flow, { answers: settled, findings: found(library.causes.keys()) }).map((step) =>
            viewQuestion(step, view),
          )
        : [],
    unsure: byTelling(unsureSteps(given, findings), view).map((step) => viewQuestion(step, view)),
  };
}

/** From where a result stands, on to further causes. */
export function lookFurther({ flow, given, diagnosis }: Interview): LookingFurther {
  const confirmed = diagnosis.causes.filter(({ status }) => status === 'confirmed');
  return { beyond: confirmed.map(({ id }) => id), answered: questionsAnswered(flow, given) };
}

/** An answered question as it stands without its answer: what is shown to somebody who wants to change it. */
export function askAgain(input: InterviewInput, step: string): QuestionView | undefined {
  const { library, flowId, values = {} } = input;
  const known = givenAnswers(library, flowOf(library, flowId), input.answers, values);
  const again = known.find((each) => each.step.id === step)?.step;
  if (again === undefined) return undefined;
  const { [step]: _answer, ...answers } = input.answers;
  const { [step]: _value, ...others } = values;
  const { evidence, diagnosis } = conductInterview({ ...input, answers, values: others });
  return viewQuestion(again, viewValues(evidence, diagnosis));
}

/** The answers as they are stored. */
export function answersOf(given: readonly GivenAnswer[]): Answers {
  return Object.fromEntries(given.map(({ step, option }) => [step.id, option?.id ?? UNSURE]));
}

function flowOf(library: FlowLibrary, flowId: string): Flow {
  const flow = library.flows.get(flowId);
  if (flow === undefined)
    throw new InputError(`unknown flow \`${flowId}\`; known: ${[...library.flows.keys()].join(', ')}`);
  return flow;
}

/** What was typed counts before what it is that a placeholder stands for: a pasted policy is where a detector finds its statement. */
function mergeAnswers(
  evidence: Evidence,
  given: readonly GivenAnswer[],
  diagnose: (evidence: Evidence) => Diagnosis,
): Evidence {
  if (given.length === 0) return evidence;
  const diagnosis = needFindings(given) ? diagnose(tellValues(evidence, given)) : undefined;
  return applyAnswers(evidence, given, fillValues(evidence, diagnosis));
}

function fillValues(evidence: Evidence, diagnosis: Diagnosis | undefined): Omit<ViewValues, 'isKnown'> {
  const findings = new Map((diagnosis?.causes ?? []).map((cause) => [cause.id, cause]));
  return {
    request: placeholderValues(evidence),
    findingOf: (causeId) => (causeId === undefined ? undefined : findings.get(causeId)),
  };
}

function viewValues(evidence: Evidence, diagnosis: Diagnosis): ViewValues {
  return {
    ...fillValues(evidence, diagnosis),
    isKnown: (path) => isFactKnown(evidence, diagnosis, path),
  };
}

/**
 * The answers that settle their step. A value that was told there does not, where it brings up the very statement in question: that is
 * another question, and it is asked.
 */
function settledAnswers(given: readonly GivenAnswer[], findings: Findings, view: ViewValues): Answers {
  const settled = given.filter(
    ({ step, option, told }) =>
      option?.input === undefined ||
      told === undefined ||
      findings[step.id] !== 'open' ||
      !isAskedCloser(step, view),
  );
  return answersOf(settled);
}

function openSteps(flow: Flow, { findings, answers }: FlowContext): readonly Step[] {
  return flow.steps.filter(({ id }) => findings[id] === 'open' && !Object.hasOwn(answers, id));
}

/** What was told at a step before its closer question was answered makes two. */
function questionsAnswered(flow: Flow, given: readonly GivenAnswer[]): number {
  return given
    .filter(({ step }) => flow.steps.includes(step))
    .reduce((sum, { option, told }) => sum + (told !== undefined && option?.input === undefined ? 2 : 1), 0);
}

/** Where more is open than may still be asked, what was met in what was read goes first, then the flow's order decides. */
function mostTelling(
  flow: Flow,
  findings: Findings,
  answers: Answers,
  left: number,
  view: ViewValues,
): Findings {
  const cut = byTelling(openSteps(flow, { findings, answers }), view).slice(Math.max(0, left));
  return cut.length === 0
    ? findings
    : { ...findings, ...Object.fromEntries(cut.map(({ id }) => [id, 'pointless' as const])) };
}

function unsureSteps(given: readonly GivenAnswer[], findings: Findings): readonly Step[] {
  return given.flatMap(({ step, option }) =>
    option === undefined && findings[step.id] === 'open' ? [step] : [],
  );
}

function byTelling(steps: readonly Step[], view: ViewValues): readonly Step[] {
  return steps
    .map((step) => ({ step, telling: tellingOf(view.findingOf(step.cause)) }))
    .sort((a, b) => b.telling - a.telling)
    .map(({ step }) => step);
}

/** How much hangs on a question: most where the very statement in question was found. Equal ones keep the article's order. */
function tellingOf(finding: CauseFinding | undefined): number {
  if (finding?.status !== 'possible') return 0;
  return isConcrete(finding) ? 2 : 1;
}
