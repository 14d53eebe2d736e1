import type { Catalogue } from '../diagnosis/catalogue.js';
import { placeholderValues } from '../diagnosis/index.js';
import type { CauseFinding, Diagnosis, Evidence } from '../diagnosis/types.js';
import { InputError } from '../errors.js';
import { applyAnswers, givenAnswers, needFindings, type FillValues, type GivenAnswer } from './answers.js';
import { findSteps } from './findings.js';
import {
  createFlowMachine,
  DIAGNOSED,
  startMachine,
  type FlowMachine,
  type MachineState,
  nextState,
} from './machine.js';
import { isConcrete, viewQuestion, type QuestionView } from './question-view.js';
import { UNSURE, type Answers, type Flow, type FlowLibrary } from './types.js';

export type Diagnose = (evidence: Evidence, catalogue: Catalogue) => Diagnosis;

export interface InterviewInput {
  readonly library: FlowLibrary;
  readonly flowId: string;
  /** What is known without any answer. */
  readonly evidence: Evidence;
  readonly answers: Answers;
  readonly diagnose: Diagnose;
}

/** How far one investigation has come: what is known by now, what is being asked, what is still open. */
export interface Interview {
  readonly flowId: string;
  readonly flow: Flow;
  readonly machine: MachineState;
  readonly diagnosis: Diagnosis;
  /** The evidence with the answers in it: what the diagnosis was made from. */
  readonly evidence: Evidence;
  /** The question to ask now; left out: there is none left. */
  readonly current?: QuestionView;
  /** Every question that could still change the diagnosis, the most telling first. */
  readonly open: readonly QuestionView[];
}

/** Decides everything anew from evidence and answers. Pure: the same input gives the same interview. */
export function conductInterview({
  library,
  flowId,
  evidence,
  answers,
  diagnose,
}: InterviewInput): Interview {
  const flow = flowOf(library, flowId);
  const given = givenAnswers(library, flow, answers);
  const merged = mergeAnswers(evidence, given, (known) => diagnose(known, library.causes));
  const diagnosis = diagnose(merged, library.causes);
  const findings = findSteps(library, flow, merged, diagnosis);
  const known = Object.fromEntries(given.map(({ step, option }) => [step.id, option?.id ?? UNSURE]));
  const machine = startMachine(machineOf(flow), { answers: known, findings });
  const open = machine.value === DIAGNOSED ? [] : openQuestions(flow, machine, fillValues(merged, diagnosis));
  const current = open.find((question) => question.step === machine.value);
  return {
    flowId,
    flow,
    machine,
    diagnosis,
    evidence: merged,
    ...(current === undefined ? {} : { current }),
    open,
  };
}

function flowOf(library: FlowLibrary, flowId: string): Flow {
  const flow = library.flows.get(flowId);
  if (flow === undefined)
    throw new InputError(`unknown flow \`${flowId}\`; known: ${[...library.flows.keys()].join(', ')}`);
  return flow;
}

// A library lives as long as the process: so may the machines of its flows.
const machines = new WeakMap<Flow, FlowMachine>();

function machineOf(flow: Flow): FlowMachine {
  const known = machines.get(flow);
  if (known !== undefined) return known;
  const machine = createFlowMachine(flow);
  machines.set(flow, machine);
  return machine;
}

function mergeAnswers(
  evidence: Evidence,
  given: readonly GivenAnswer[],
  diagnose: (evidence: Evidence) => Diagnosis,
): Evidence {
  if (given.length === 0) return evidence;
  return applyAnswers(
    evidence,
    given,
    fillValues(evidence, needFindings(given) ? diagnose(evidence) : undefined),
  );
}

function fillValues(evidence: Evidence, diagnosis: Diagnosis | undefined): FillValues {
  const findings = new Map((diagnosis?.causes ?? []).map((cause) => [cause.id, cause]));
  return {
    request: placeholderValues(evidence),
    findingOf: (causeId) => (causeId === undefined ? undefined : findings.get(causeId)),
  };
}

function openQuestions(flow: Flow, { context }: MachineState, values: FillValues): readonly QuestionView[] {
  const steps = flow.steps.filter(
    ({ id }) => context.findings[id] === 'open' && !Object.hasOwn(context.answers, id),
  );
  return steps
    .map((step) => ({
      step,
      telling: tellingOf(values.findingOf(step.cause)),
    }))
    .sort((a, b) => b.telling - a.telling)
    .map(({ step }) => viewQuestion(step, values));
}

/** How much hangs on a question: most where the very statement in question was found. Equal ones keep the article's order. */
function tellingOf(finding: CauseFinding | undefined): number {
  if (finding?.status !== 'possible') return 0;
  return isConcrete(finding) ? 2 : 1;
}

export type AnswerOutcome =
  | { readonly outcome: 'accepted'; readonly answers: Answers }
  /** An old button: the step is not being asked (any more), or it never had that option. Nothing changes. */
  | { readonly outcome: 'stale'; readonly why: 'not_current' | 'no_such_option' };

/** Takes an answer to the question that is being asked now, and to no other: the machine has the last word. */
export function acceptAnswer(
  { current, flow, machine }: Interview,
  step: string,
  option: string,
): AnswerOutcome {
  if (current?.step !== step) return { outcome: 'stale', why: 'not_current' };
  if (!current.options.some(({ id }) => id === option)) return { outcome: 'stale', why: 'no_such_option' };
  const event = { type: 'answer.submitted', step, option } as const;
  const { answers } = nextState(machineOf(flow), machine, event).context;
  return answers[step] === option
    ? { outcome: 'accepted', answers }
    : { outcome: 'stale', why: 'not_current' };
}
