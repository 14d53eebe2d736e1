import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, property, subarray } from 'fast-check';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import {
  chooseFlow,
  conductInterview,
  lookFurther,
  type Answers,
  type LookingFurther,
} from '../../src/flow/index.js';
import { loadLibrary } from '../../src/library.js';
import { BLOCKAGES, compatible, estateWith, HIDEABLE } from './estates.js';
import { confirmedIn } from './explore.js';
import { SCENARIOS, type Scenario } from './scenarios.js';
import { truthfulAnswer } from './truth.js';

const library = loadLibrary(undefined);
// Each run asks some twenty questions with a diagnosis each: few runs, always the same ones.
const SEED = 20261122;

interface Found {
  /** After the first questions, and then each time that somebody has looked further. */
  readonly results: readonly (readonly string[])[];
  readonly answers: Answers;
}

/** What somebody who knows everything comes to, who looks for further causes until nothing is left to ask. */
function foundByAsking(known: Evidence, evidence: Evidence): Found {
  const truth = { evidence, diagnosis: diagnose(evidence, library.causes) };
  const { flowId } = chooseFlow(library, known);
  const results: (readonly string[])[] = [];
  let answers: Answers = {};
  let further: { readonly further?: LookingFurther } = {};
  for (;;) {
    const interview = conductInterview({ library, flowId, evidence: known, answers, ...further, diagnose });
    const step = interview.flow.steps.find(({ id }) => id === interview.current?.step);
    if (step === undefined) {
      results.push(confirmedIn(interview));
      if (interview.further.length === 0) return { results, answers };
      further = { further: lookFurther(interview) };
      continue;
    }
    if (Object.hasOwn(answers, step.id)) throw new Error(`asked twice: ${step.id}`);
    const offered = interview.current?.options.map(({ id }) => id) ?? [];
    answers = { ...answers, [step.id]: truthfulAnswer(library, step, offered, truth) };
  }
}

function confirmedByAll(evidence: Evidence): readonly string[] {
  return confirmedIn({ diagnosis: diagnose(evidence, library.causes) }).toSorted();
}

function expectAllFound(known: Evidence, full: Evidence): void {
  const expected = confirmedByAll(full);
  const { results, answers } = foundByAsking(known, full);
  const last = results.at(-1)?.toSorted();
  expect({ answers, last }).toEqual({ answers, last: expected });
  // The first result comes with the first cause, and names none that is not so.
  expect((results[0]?.length ?? 0) > 0).toBe(expected.length > 0);
}

const hidden = subarray([...HIDEABLE]);

describe('with some evidence hidden, truthful answers lead to what the full snapshot shows', () => {
  test.each(BLOCKAGES.map((blockage) => [blockage.name, blockage] as const))('%s', (_name, blockage) => {
    const scenarios = SCENARIOS.filter((scenario) => blockage.fits(scenario));
    assert(
      property(constantFrom(...scenarios), hidden, (scenario, fields) => {
        expectAllFound(estateWith(scenario, [blockage], fields), estateWith(scenario, [blockage], []));
      }),
      { numRuns: 2, seed: SEED },
    );
  });

  const inScenario = (scenario: Scenario) =>
    subarray(
      BLOCKAGES.filter(({ fits }) => fits(scenario)),
      { minLength: 2, maxLength: 4 },
    ).map(compatible);

  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'several at once in the way of %s: all are found by who looks further',
    (_name, scenario) => {
      assert(
        property(inScenario(scenario), hidden, (blockages, fields) => {
          expectAllFound(estateWith(scenario, blockages, fields), estateWith(scenario, blockages, []));
        }),
        { numRuns: 3, seed: SEED },
      );
    },
  );
});

describe('a policy that is pasted counts like one that was read', () => {
  const guards = BLOCKAGES.filter(
    ({ set = {} }) => Object.hasOwn(set, 'bucket.policy+') || Object.hasOwn(set, 'bucket.policy'),
  );
  const rows = guards.flatMap((blockage) => {
    const scenario = SCENARIOS.find((each) => each.kind !== 'write' && blockage.fits(each));
    return scenario === undefined ? [] : [[blockage.name, scenario.name, scenario, blockage] as const];
  });

  test.each(rows)('%s, %s: the pasted bucket policy shows it', (_name, _scenario, scenario, blockage) => {
    const full = estateWith(scenario, [blockage], []);
    const step = scenario.accounts === 'same' ? 'bucket-policy-deny' : 'bucket-policy-no-allow';
    const policy = full.snapshot.bucket?.policy;
    const answered =
      policy === null
        ? { answers: { [step]: 'no-policy' } }
        : {
            answers: { [step]: 'paste' },
            values: { [step]: { option: 'paste', text: JSON.stringify(policy) } },
          };
    const pasted = conductInterview({
      library,
      flowId: 'general-403',
      evidence: estateWith(scenario, [blockage], ['bucket.policy']),
      ...answered,
      diagnose,
    });
    expect(confirmedIn(pasted).toSorted()).toEqual(confirmedByAll(full));
    expect(pasted.current).toBeUndefined();
  });
});
