import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, dictionary, property } from 'fast-check';
import { changeAnswer } from '../../src/flow/index.js';
import {
  askAgain,
  conductInterview,
  type Answers,
  type AnswerValues,
  type InterviewInput,
} from '../../src/flow/index.js';
import { causeYaml, diagnoseKnowing, evidenceWith, flowYaml, libraryAbout, libraryOf } from './support.js';

const LIBRARY = libraryAbout({
  a: { no: 'also: { c: ruled_out }' },
  b: {},
  c: {},
  d: {},
});

function inputOf(answers: Answers, values: AnswerValues = {}, library = LIBRARY): InterviewInput {
  return {
    library,
    flowId: 'general-403',
    evidence: evidenceWith(),
    answers,
    values,
    diagnose: diagnoseKnowing(),
  };
}
const change = (answers: Answers, step: string, option: string) =>
  changeAnswer(inputOf(answers), step, option);
const kept = (answers: Answers) => ({ outcome: 'accepted', answers, values: {} });

describe('another answer to a question that was answered', () => {
  test('takes the place of the first', () => {
    expect(change({ a: 'unsure', b: 'no' }, 'a', 'no')).toEqual(kept({ a: 'no', b: 'no' }));
  });

  test('drops what would not have been asked after it: a cause is found, and nothing else matters', () => {
    expect(change({ a: 'unsure', b: 'no', c: 'yes' }, 'a', 'yes')).toEqual(kept({ a: 'yes' }));
  });

  test('drops what it decides itself', () => {
    expect(change({ a: 'unsure', b: 'no', c: 'yes' }, 'a', 'no')).toEqual(kept({ a: 'no', b: 'no' }));
  });

  test('keeps what was answered before it, and what nobody was sure of', () => {
    expect(change({ a: 'unsure', b: 'no', c: 'unsure', d: 'no' }, 'b', 'yes')).toEqual(
      kept({ a: 'unsure', b: 'yes', c: 'unsure' }),
    );
  });

  test('opens the questions that the first had closed', () => {
    const changed = change({ a: 'no', b: 'yes' }, 'b', 'no');
    const answers = changed.outcome === 'accepted' ? changed.answers : {};
    expect(conductInterview(inputOf(answers)).current?.step).toBe('d');
  });

  test.each([
    ['a question that was not answered', 'c', 'yes', 'not_current'],
    ['a question that there is not', 'zz', 'yes', 'not_current'],
    ['an option that it never had', 'a', 'maybe', 'no_such_option'],
    ['a name that every object has', 'toString', 'yes', 'not_current'],
  ])('is not taken to %s', (_what, step, option, why) => {
    expect(change({ a: 'no', b: 'no' }, step, option)).toEqual({ outcome: 'stale', why });
  });
});

test('the same answer again changes nothing', () => {
  const answers = { a: 'no', b: 'unsure', d: 'yes' };
  for (const [step, option] of Object.entries(answers))
    expect(change(answers, step, option)).toEqual(kept(answers));
});

test('an answered question is asked again as if it had not been answered', () => {
  const first = conductInterview(inputOf({ a: 'no' })).current;
  expect(askAgain(inputOf({ a: 'no', b: 'yes' }), 'b')).toEqual(first);
  expect(askAgain(inputOf({ a: 'no' }), 'b')).toBeUndefined();
});

test('a change leaves what answering like that from the start leaves', () => {
  const options = constantFrom('yes', 'no', 'unsure');
  const steps = ['a', 'b', 'c', 'd'];
  assert(
    property(
      dictionary(constantFrom(...steps), options),
      constantFrom(...steps),
      options,
      (all, step, option) => {
        const before = replay(all);
        if (before[step] === undefined) return;
        const changed = change(before, step, option);
        if (changed.outcome !== 'accepted') throw new Error(changed.outcome);
        const verdicts = Object.entries(changed.answers).filter(([, id]) => id !== 'unsure');
        const again = Object.entries(replay({ ...before, [step]: option })).filter(
          ([, id]) => id !== 'unsure',
        );
        expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(again));
      },
    ),
    { numRuns: 200 },
  );
});

/** Of these answers, those that are asked for one after another; a question without one is passed over. */
function replay(all: Answers): Answers {
  let answers: Answers = {};
  let passed: Answers = {};
  for (;;) {
    const { current } = conductInterview(inputOf({ ...passed, ...answers }));
    if (current === undefined) return answers;
    const option = all[current.step];
    if (option === undefined) passed = { ...passed, [current.step]: 'unsure' };
    else answers = { ...answers, [current.step]: option };
  }
}

const PASTE = `    - { id: paste, text: 'Paste it', input: { kind: text, label: Who, fact: 'context.aws:username' } }`;
const TYPED = libraryOf({
  'general-403.yaml': flowYaml(['{ id: a, section: S, cause: a }', '{ id: b, section: S, cause: b }']),
  'other.yaml': flowYaml(['{ id: x, section: S, cause: c }'], 'other'),
  'causes/a.yaml': causeYaml('a').replace('  howTo:', `${PASTE}\n  howTo:`),
  'causes/b.yaml': causeYaml('b').replace('  howTo:', `${PASTE}\n  howTo:`),
  'causes/c.yaml': causeYaml('c'),
});

describe('with values that were typed', () => {
  const values = { a: { option: 'paste', text: 'Jane' } };

  test('an option without a value takes the value away', () => {
    expect(changeAnswer(inputOf({ a: 'paste' }, values, TYPED), 'a', 'no')).toEqual(kept({ a: 'no' }));
  });

  test('another value takes the place of the first', () => {
    expect(changeAnswer(inputOf({ a: 'paste' }, values, TYPED), 'a', 'paste', ' Ann ')).toEqual({
      ...kept({ a: 'paste' }),
      values: { a: { option: 'paste', text: 'Ann' } },
    });
  });

  test('what was typed later stays told, whatever is answered before it', () => {
    const later = { b: { option: 'paste', text: 'Jane' } };
    expect(changeAnswer(inputOf({ a: 'no', b: 'paste' }, later, TYPED), 'a', 'yes')).toEqual({
      ...kept({ a: 'yes', b: 'paste' }),
      values: later,
    });
  });

  test('the question offers the value again, since without the answer it is not known', () => {
    const again = askAgain(inputOf({ a: 'paste' }, values, TYPED), 'a');
    expect(again?.options.map(({ id }) => id)).toContain('paste');
  });
});

test('an answer given in another flow can be changed, and others given there stay', () => {
  const input = inputOf({ a: 'no', x: 'no' }, {}, TYPED);
  expect(changeAnswer(input, 'x', 'yes')).toEqual(kept({ a: 'no', x: 'yes' }));
  expect(changeAnswer(input, 'a', 'yes')).toEqual(kept({ a: 'yes', x: 'no' }));
});
