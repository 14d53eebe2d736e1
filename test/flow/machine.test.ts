import { describe, expect, test } from '@jest/globals';
import { loadFlowLibrary } from '../../src/flow/authoring.js';
import {
  createFlowMachine,
  DIAGNOSED,
  nextState,
  startMachine,
  type Flow,
  type FlowContext,
  type FlowLibrary,
} from '../../src/flow/index.js';
import { libraryAbout } from './support.js';

function flowOf(library: FlowLibrary, id = 'general-403'): Flow {
  const flow = library.flows.get(id);
  if (flow === undefined) throw new Error(`no flow ${id}`);
  return flow;
}

const flow = flowOf(libraryAbout({ a: {}, b: {}, c: {} }));
const machine = createFlowMachine(flow);
const OPEN: FlowContext = { answers: {}, findings: { a: 'open', b: 'open', c: 'open' } };

describe('a flow machine', () => {
  test('has one state for each step, in the order of the flow, and diagnosed', () => {
    expect(Object.keys(machine.config.states ?? {})).toEqual(['a', 'b', 'c', DIAGNOSED]);
  });

  test('begins at the first step that is open', () => {
    expect(startMachine(machine, OPEN).value).toBe('a');
    expect(
      startMachine(machine, { ...OPEN, findings: { a: 'settled', b: 'pointless', c: 'open' } }).value,
    ).toBe('c');
  });

  test('passes what is answered, even by unsure', () => {
    expect(startMachine(machine, { ...OPEN, answers: { a: 'unsure', b: 'no' } }).value).toBe('c');
  });

  test('ends where nothing is open', () => {
    expect(startMachine(machine, { answers: {}, findings: {} }).value).toBe(DIAGNOSED);
  });

  test.each(['yes', 'no', 'unsure'])(
    'takes the answer %s to the step that is asked, and goes on',
    (option) => {
      const next = nextState(machine, startMachine(machine, OPEN), {
        type: 'answer.submitted',
        step: 'a',
        option,
      });
      expect(next).toEqual({ value: 'b', context: { ...OPEN, answers: { a: option } } });
    },
  );

  test.each([
    ['another step', 'b', 'yes'],
    ['a step that does not exist', 'zz', 'yes'],
    ['an option that does not exist', 'a', 'maybe'],
    ['a name that every object has', 'a', 'constructor'],
  ])('does not take an answer to %s', (_what, step, option) => {
    const start = startMachine(machine, OPEN);
    expect(nextState(machine, start, { type: 'answer.submitted', step, option })).toEqual(start);
  });

  test('decides again from the first step when findings change', () => {
    const atC = startMachine(machine, { ...OPEN, answers: { a: 'no', b: 'no' } });
    const findings = { a: 'open', b: 'open', c: 'pointless' } as const;
    expect(nextState(machine, atC, { type: 'findings.updated', findings }).value).toBe(DIAGNOSED);
  });

  test('goes back to a step that new findings open', () => {
    const atB = startMachine(machine, { ...OPEN, findings: { a: 'settled', b: 'open', c: 'open' } });
    expect(nextState(machine, atB, { type: 'findings.updated', findings: OPEN.findings }).value).toBe('a');
  });

  test('takes a changed answer to what was answered before, and to nothing else', () => {
    const atB = startMachine(machine, { ...OPEN, answers: { a: 'no' } });
    const changed = nextState(machine, atB, { type: 'answer.changed', step: 'a', option: 'yes' });
    expect(changed).toEqual({ value: 'b', context: { ...OPEN, answers: { a: 'yes' } } });
    expect(nextState(machine, atB, { type: 'answer.changed', step: 'c', option: 'yes' })).toEqual(atB);
    expect(nextState(machine, atB, { type: 'answer.changed', step: 'a', option: 'maybe' })).toEqual(atB);
  });
});

const SHIPPED = loadFlowLibrary(['flows']).library;
const SHIPPED_IDS = [...(SHIPPED?.flows.keys() ?? [])];

describe.each(SHIPPED_IDS)('the machine of the shipped flow %s', (id) => {
  const shipped = createFlowMachine(flowOf(SHIPPED ?? libraryAbout({ a: {} }), id));

  test('holds no invoke, no delay, no entry or exit, and no function but assigns', () => {
    const forbidden = new Set(['invoke', 'after', 'entry', 'exit', 'delay', 'spawn', 'onDone', 'onError']);
    expect(keysIn(shipped.config).filter((key) => forbidden.has(key))).toEqual([]);
    expect(Object.keys(shipped.implementations.actors)).toEqual([]);
    expect(Object.keys(shipped.implementations.delays)).toEqual([]);
  });

  test('has an effect-free transition for every answer of every step', () => {
    const steps = flowOf(SHIPPED ?? libraryAbout({ a: {} }), id).steps;
    const findings = Object.fromEntries(steps.map((step) => [step.id, 'open' as const]));
    let state = startMachine(shipped, { answers: {}, findings });
    for (const step of steps) {
      expect(state.value).toBe(step.id);
      for (const { id: option } of step.question.options) {
        const next = nextState(shipped, state, { type: 'answer.submitted', step: step.id, option });
        expect(next.value).not.toBe(state.value);
      }
      state = nextState(shipped, state, { type: 'answer.submitted', step: step.id, option: 'unsure' });
    }
    expect(state.value).toBe(DIAGNOSED);
  });
});

/** Every key of every object inside, functions not entered. */
function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}
