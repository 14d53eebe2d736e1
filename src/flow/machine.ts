import { initialTransition, setup, transition, type SnapshotFrom } from 'xstate';
import { UNSURE, type Answers, type Flow, type Step, type StepFinding } from './types.js';

/** The state in which nothing is left to ask. */
export const DIAGNOSED = 'diagnosed';

export type Findings = Readonly<Record<string, StepFinding>>;

export interface FlowContext {
  readonly answers: Answers;
  readonly findings: Findings;
}

export type FlowEvent =
  | { readonly type: 'answer.submitted'; readonly step: string; readonly option: string }
  | { readonly type: 'answer.changed'; readonly step: string; readonly option: string }
  | { readonly type: 'findings.updated'; readonly findings: Findings };

/** A machine's position as it is stored: the step that is being asked, or `diagnosed`. */
export interface MachineState {
  readonly value: string;
  readonly context: FlowContext;
}

export type FlowMachine = ReturnType<typeof createFlowMachine>;

// XState takes its types from the shape of these values and never reads them.
const types: { context: FlowContext; events: FlowEvent; input: FlowContext } = {
  context: { answers: {}, findings: {} },
  events: { type: 'answer.submitted', step: '', option: '' },
  input: { answers: {}, findings: {} },
};

function isDone({ findings, answers }: FlowContext, step: string): boolean {
  return findings[step] !== 'open' || Object.hasOwn(answers, step);
}

const flowSetup = setup({
  types,
  guards: {
    /** Decided, not worth asking, or answered already: in each case on to the next step. */
    isDone: ({ context }, { step }: { readonly step: string }) => isDone(context, step),
    /** The first of the later steps that is not done, where a flow's first one is: XState takes the first transition whose guard holds. */
    isPassedTo: ({ context }, { first, step }: { readonly first: string; readonly step: string }) =>
      isDone(context, first) && !isDone(context, step),
    /** An answer to the very step that is being asked, with an option that exists. */
    answersStep: (
      { event },
      { step, options }: { readonly step: string; readonly options: readonly string[] },
    ) => event.type === 'answer.submitted' && event.step === step && options.includes(event.option),
    /** A new answer to a question that was answered before. */
    changesAnswer: (
      { context, event },
      { options }: { readonly options: Readonly<Record<string, readonly string[]>> },
    ) =>
      event.type === 'answer.changed' &&
      Object.hasOwn(context.answers, event.step) &&
      Object.hasOwn(options, event.step) &&
      (options[event.step]?.includes(event.option) ?? false),
  },
});

const recordAnswer = flowSetup.assign({
  answers: ({ context, event }) =>
    event.type === 'findings.updated' ? context.answers : { ...context.answers, [event.step]: event.option },
});

const takeFindings = flowSetup.assign({
  findings: ({ context, event }) => (event.type === 'findings.updated' ? event.findings : context.findings),
});

/** The ids that an answer to a step may have. */
function optionIdsOf(step: Step): readonly string[] {
  return [...step.question.options.map((option) => option.id), UNSURE];
}

/**
 * One flow as an XState machine: a state for each step, in the flow's order, and `diagnosed`. It moves past whatever is settled,
 * pointless or answered. INVARIANT: it holds no invoke, no delay and no effect; everything it knows is in its context.
 */
export function createFlowMachine(flow: Flow) {
  const first = flow.steps[0]?.id ?? DIAGNOSED;
  const options = Object.fromEntries(flow.steps.map((step) => [step.id, optionIdsOf(step)]));
  const states = flow.steps.map((step, index) => {
    const next = flow.steps[index + 1]?.id ?? DIAGNOSED;
    return [step.id, stepState(step, next, index === 0 ? flow.steps.slice(1) : [])] as const;
  });
  // XState starts an actor without input before each transition: that one is to stay where it is.
  const idle: FlowContext = { answers: {}, findings: { [first]: 'open' } };
  return flowSetup.createMachine({
    id: flow.id,
    context: ({ input }) => ({ ...idle, ...input }),
    initial: first,
    states: { ...Object.fromEntries(states), [DIAGNOSED]: flowSetup.createStateConfig({ type: 'final' }) },
    on: {
      'findings.updated': { target: `.${first}`, actions: takeFindings },
      'answer.changed': {
        guard: { type: 'changesAnswer', params: { options } },
        target: `.${first}`,
        actions: recordAnswer,
      },
    },
  });
}

/** `later`: where it goes to at once. Moving from the first step to the open one a step at a time takes XState milliseconds. */
function stepState(step: Step, next: string, later: readonly Step[]) {
  return flowSetup.createStateConfig({
    always: [
      ...later.map(({ id }) => ({
        guard: { type: 'isPassedTo' as const, params: { first: step.id, step: id } },
        target: id,
      })),
      {
        guard: { type: 'isDone', params: { step: step.id } },
        target: later.length === 0 ? next : DIAGNOSED,
      },
    ],
    on: {
      'answer.submitted': {
        guard: { type: 'answersStep', params: { step: step.id, options: optionIdsOf(step) } },
        actions: recordAnswer,
      },
    },
  });
}

/** Where a machine stands that starts with these answers and findings. */
export function startMachine(machine: FlowMachine, context: FlowContext): MachineState {
  const [snapshot] = initialTransition(machine, context);
  return toState(snapshot);
}

/** The machine's next position; the same one where the event does not apply there (a click on an old button). */
export function nextState(machine: FlowMachine, state: MachineState, event: FlowEvent): MachineState {
  const [snapshot] = transition(machine, machine.resolveState(state), event);
  return toState(snapshot);
}

// A library lives as long as the process: so may the machines of its flows.
const machines = new WeakMap<Flow, FlowMachine>();

/** The machine of a flow, made once. */
export function machineOf(flow: Flow): FlowMachine {
  const known = machines.get(flow);
  if (known !== undefined) return known;
  const machine = createFlowMachine(flow);
  machines.set(flow, machine);
  return machine;
}

function toState(snapshot: SnapshotFrom<FlowMachine>): MachineState {
  return { value: snapshot.value, context: snapshot.context };
}
