import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, property, subarray } from 'fast-check';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import { chooseFlow, conductInterview, type Answers } from '../../src/flow/index.js';
import { loadLibrary } from '../../src/library.js';
import { confirmedIn } from './explore.js';
import { BLOCKAGES, estateWith, HIDEABLE, type Blockage } from './estates.js';
import { truthfulAnswer } from './truth.js';

const library = loadLibrary(undefined);

/** The causes that are confirmed once somebody who knows everything has answered what was asked. */
function foundByAsking(
  known: Evidence,
  evidence: Evidence,
): { readonly confirmed: readonly string[]; readonly answers: Answers } {
  const truth = { evidence, diagnosis: diagnose(evidence, library.causes) };
  const { flowId } = chooseFlow(library, known);
  let answers: Answers = {};
  for (;;) {
    const interview = conductInterview({ library, flowId, evidence: known, answers, diagnose });
    const { current, flow } = interview;
    const step = flow.steps.find(({ id }) => id === current?.step);
    if (current === undefined || step === undefined) return { confirmed: confirmedIn(interview), answers };
    const offered = current.options.map(({ id }) => id);
    answers = { ...answers, [step.id]: truthfulAnswer(library, step, offered, truth) };
  }
}

const base = constantFrom('sameAccount' as const, 'crossAccount' as const);
const hidden = subarray([...HIDEABLE]);

function confirmedByAll(evidence: Evidence): readonly string[] {
  return confirmedIn({ diagnosis: diagnose(evidence, library.causes) });
}

describe('with some evidence hidden, truthful answers lead to what the full snapshot shows', () => {
  const rows = BLOCKAGES.flatMap((blockage) =>
    blockage.bases.map((each) => [blockage.name, each, blockage] as const),
  );

  test.each(rows)('%s, %s: whatever is hidden', (_name, each, blockage) => {
    const full = estateWith(each, [blockage], []);
    const expected = confirmedByAll(full);
    assert(
      property(hidden, (fields) => {
        const { confirmed, answers } = foundByAsking(estateWith(each, [blockage], fields), full);
        // Where one gap holds two causes, an answer that confirms the one ends the questions: the other is met at the recheck.
        const wanted = expected.length > 1 ? expected.filter((id) => confirmed.includes(id)) : expected;
        expect(confirmed.length).toBeGreaterThan(0);
        expect({ confirmed, answers }).toEqual({ confirmed: wanted, answers });
      }),
      { numRuns: 12, examples: [[[...HIDEABLE]]] },
    );
  });
});

test('of several causes at once, only true ones are found, and one at least', () => {
  assert(
    property(
      base,
      subarray([...BLOCKAGES], { minLength: 2, maxLength: 3 }),
      hidden,
      (each, chosen, fields) => {
        const blockages = chosen.filter((blockage: Blockage) => blockage.bases.includes(each));
        const full = estateWith(each, blockages, []);
        const expected = confirmedByAll(full);
        const { confirmed } = foundByAsking(estateWith(each, blockages, fields), full);
        expect(confirmed.filter((id) => !expected.includes(id))).toEqual([]);
        expect(confirmed.length > 0).toBe(expected.length > 0);
      },
    ),
    { numRuns: 80 },
  );
});

describe('a policy that is pasted counts like one that was read', () => {
  const conditional = BLOCKAGES.filter(
    ({ set }) => typeof set['bucket.policy'] === 'object' && set['bucket.policy'] !== null,
  );
  const rows = conditional.flatMap((blockage) =>
    blockage.bases.map((each) => [blockage.name, each, blockage] as const),
  );

  test.each(rows)('%s, %s: the pasted bucket policy shows it', (_name, each, blockage) => {
    const full = estateWith(each, [blockage], []);
    const step = each === 'sameAccount' ? 'bucket-policy-deny' : 'bucket-policy-no-allow';
    const text = JSON.stringify(full.snapshot.bucket?.policy);
    const pasted = conductInterview({
      library,
      flowId: 'general-403',
      evidence: estateWith(each, [blockage], ['bucket.policy']),
      answers: { [step]: 'paste' },
      values: { [step]: { option: 'paste', text } },
      diagnose,
    });
    expect(confirmedIn(pasted)).toEqual(confirmedByAll(full));
    expect(pasted.current).toBeUndefined();
  });
});
