import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../src/diagnosis/types.js';
import {
  acceptAnswer,
  conductInterview,
  type Answers,
  type FlowLibrary,
  type Interview,
} from '../../src/flow/index.js';
import {
  causeStep,
  causeYaml,
  diagnoseKnowing,
  evidenceWith,
  flowYaml,
  libraryAbout,
  libraryOf,
  type KnownVerdicts,
} from './support.js';

function interview(library: FlowLibrary, answers: Answers = {}, verdicts: KnownVerdicts = {}): Interview {
  const diagnose = diagnoseKnowing(verdicts);
  return conductInterview({ library, flowId: 'general-403', evidence: evidenceWith(), answers, diagnose });
}

function openSteps({ open }: Interview): readonly string[] {
  return open.map(({ step }) => step);
}

const THREE = libraryAbout({ a: {}, b: {}, c: {} });

describe('which questions are asked', () => {
  test('all that are undecided, in the order of the flow, the first one now', () => {
    const asked = interview(THREE);
    expect(openSteps(asked)).toEqual(['a', 'b', 'c']);
    expect(asked.current?.step).toBe('a');
    expect(asked.machine.value).toBe('a');
  });

  test('not what evidence rules out', () => {
    expect(openSteps(interview(THREE, {}, { a: 'ruled_out' }))).toEqual(['b', 'c']);
  });

  test('none once a cause is confirmed by evidence', () => {
    const done = interview(THREE, {}, { b: 'confirmed' });
    expect(openSteps(done)).toEqual([]);
    expect(done.current).toBeUndefined();
    expect(done.machine.value).toBe('diagnosed');
  });

  test('none once a cause is confirmed by an answer', () => {
    const done = interview(THREE, { a: 'yes' });
    expect(done.machine.value).toBe('diagnosed');
    expect(done.diagnosis.causes.find(({ id }) => id === 'a')?.status).toBe('confirmed');
  });

  test('the next after unsure, and that one not again', () => {
    expect(openSteps(interview(THREE, { a: 'unsure' }))).toEqual(['b', 'c']);
  });

  test('nothing is left after the last answer, whatever it was', () => {
    expect(interview(THREE, { a: 'unsure', b: 'no', c: 'unsure' }).machine.value).toBe('diagnosed');
  });

  test('an earlier step again, where evidence opens it after later ones were answered', () => {
    expect(interview(THREE, { b: 'no' }, {}).current?.step).toBe('a');
  });
});

describe('special cases of a general cause', () => {
  const library = libraryAbout({
    general: {},
    one: { refines: 'general' },
    two: { refines: 'general' },
    other: {},
  });

  test('stay open when the general one is confirmed, and nothing else does', () => {
    expect(openSteps(interview(library, { general: 'yes' }))).toEqual(['one', 'two']);
    expect(openSteps(interview(library, {}, { general: 'confirmed' }))).toEqual(['one', 'two']);
  });

  test('are closed when one of them is confirmed', () => {
    expect(openSteps(interview(library, { general: 'yes', one: 'yes' }))).toEqual([]);
  });

  test('are closed when another cause is confirmed', () => {
    expect(openSteps(interview(library, {}, { other: 'confirmed' }))).toEqual([]);
  });

  test('are not asked when the general one is ruled out', () => {
    expect(openSteps(interview(library, { general: 'no' }))).toEqual(['other']);
  });

  test('are asked where a statement was found that may be one, though no other fits', () => {
    expect(openSteps(interview(library, {}, { general: 'ruled_out', two: 'possible' }))).toEqual([
      'two',
      'other',
    ]);
  });

  test('are asked one by one when nobody knows of the general one', () => {
    expect(openSteps(interview(library, { general: 'unsure' }))).toEqual(['one', 'two', 'other']);
  });

  test('of a special case are special cases too', () => {
    const deep = libraryAbout({ general: {}, one: { refines: 'general' }, deeper: { refines: 'one' } });
    expect(openSteps(interview(deep, { general: 'yes', one: 'yes' }))).toEqual(['deeper']);
    expect(openSteps(interview(deep, { general: 'no' }))).toEqual([]);
  });
});

describe('an answer that decides several causes', () => {
  const library = libraryAbout({
    boundary: { no: 'also: { denies: ruled_out }', yes: 'also: { denies: ruled_out }' },
    denies: {},
    last: { yes: 'also: { unasked: confirmed }' },
    unasked: {},
  });

  test('settles them all', () => {
    expect(openSteps(interview(library, { boundary: 'no' }))).toEqual(['last', 'unasked']);
  });

  test("counts less than the answer to a cause's own question", () => {
    const { diagnosis } = interview(library, { denies: 'yes', boundary: 'no' });
    expect(diagnosis.causes.find(({ id }) => id === 'denies')?.status).toBe('confirmed');
  });

  test('is asked where only the cause without a step of its own is undecided', () => {
    const two = libraryOf({
      'general-403.yaml': flowYaml([causeStep('boundary')]),
      'causes/boundary.yaml': causeYaml('boundary', { no: 'also: { denies: ruled_out }' }),
      'causes/denies.yaml': causeYaml('denies'),
    });
    expect(openSteps(interview(two, {}, { boundary: 'ruled_out' }))).toEqual(['boundary']);
    expect(openSteps(interview(two, {}, { boundary: 'ruled_out', denies: 'ruled_out' }))).toEqual([]);
  });
});

describe('a routing question', () => {
  const accounts =
    "{ id: accounts, section: Section, question: { text: 'Same account?', options: [{ id: same, text: Same, facts: { request.crossAccount: false } }, " +
    '{ id: other, text: Other, facts: { request.crossAccount: true } }], howTo: { console: Look. } } }';
  const library = libraryOf({
    'general-403.yaml': flowYaml([accounts, causeStep('a')]),
    'causes/a.yaml': causeYaml('a'),
  });

  test('is asked while its fact is unknown', () => {
    expect(openSteps(interview(library))).toEqual(['accounts', 'a']);
  });

  test('is not asked where the diagnosis knows the fact', () => {
    const diagnose = diagnoseKnowing({}, true);
    const known = conductInterview({
      library,
      flowId: 'general-403',
      evidence: evidenceWith(),
      answers: {},
      diagnose,
    });
    expect(openSteps(known)).toEqual(['a']);
  });

  test('is not asked of an anonymous caller, who has no account', () => {
    const evidence = evidenceWith({ principal: 'anonymous' });
    const known = conductInterview({
      library,
      flowId: 'general-403',
      evidence,
      answers: {},
      diagnose: diagnoseKnowing(),
    });
    expect(openSteps(known)).toEqual(['a']);
  });

  test('is not asked once a cause is confirmed', () => {
    expect(openSteps(interview(library, {}, { a: 'confirmed' }))).toEqual([]);
  });

  test('tells its fact to the diagnosis', () => {
    expect(interview(library, { accounts: 'other' }).evidence.request.crossAccount).toBe(true);
  });
});

const MET: Verdict = {
  status: 'possible',
  evidence: [{ source: 's3:GetBucketPolicy', says: 'statement 2 asks for it' }],
  details: { statement: 'statement 2 ("Vpc")', values: 'vpce-1a2b3c4d' },
};

describe('how a question reads', () => {
  const library = libraryAbout({ a: {}, b: { concrete: '{statement} asks for {values}. Do you?' } });
  const ask = (verdicts: KnownVerdicts, key = 'report.csv'): Interview =>
    conductInterview({
      library,
      flowId: 'general-403',
      evidence: evidenceWith({ bucket: 'amzn-s3-demo-bucket', key }),
      answers: {},
      diagnose: diagnoseKnowing(verdicts),
    });

  test('it is about its cause, in the words of the article, with "Not sure" last', () => {
    expect(ask({}).current).toEqual({
      step: 'a',
      section: 'Section',
      causeId: 'a',
      text: 'Is it a?',
      options: [
        { id: 'yes', text: 'Yes' },
        { id: 'no', text: 'No' },
        { id: 'unsure', text: 'Not sure' },
      ],
      howTo: { cli: 'aws s3 ls "s3://amzn-s3-demo-bucket/report.csv"' },
    });
  });

  test('it names the statement that was found', () => {
    expect(ask({ a: 'ruled_out', b: MET }).current?.text).toBe(
      'Statement 2 ("Vpc") asks for vpce-1a2b3c4d. Do you?',
    );
  });

  test('it offers no answer that the statement rules out', () => {
    const general = libraryAbout({ a: { concrete: '{statement}. Do you?', no: 'onlyGeneral: true' } });
    const optionsWith = (verdicts: KnownVerdicts) =>
      interview(general, {}, verdicts).current?.options.map(({ id }) => id);
    expect(optionsWith({})).toEqual(['yes', 'no', 'unsure']);
    expect(optionsWith({ a: MET })).toEqual(['yes', 'unsure']);
  });

  test('it stays general where only the error text makes the cause likely', () => {
    const likely: Verdict = { ...MET, evidence: [{ source: 'error message', says: 'Access Denied' }] };
    expect(ask({ a: 'ruled_out', b: likely }).current?.text).toBe('Is it b?');
  });

  test('it stays general where a name that it needs is not known', () => {
    const nameless: Verdict = { ...MET, details: { statement: 'statement 2' } };
    expect(ask({ a: 'ruled_out', b: nameless }).current?.text).toBe('Is it b?');
  });

  test('its command survives a key that is made to break out of it', () => {
    expect(ask({}, 'a"; rm -rf $HOME `id` \\').current?.howTo.cli).toBe(
      'aws s3 ls "s3://amzn-s3-demo-bucket/a\\"; rm -rf \\$HOME \\`id\\` \\\\"',
    );
  });

  test('what was met in a policy is listed as the most telling, while the article keeps its order', () => {
    const { open, current } = ask({ b: MET });
    expect(open.map(({ step }) => step)).toEqual(['b', 'a']);
    expect(current?.step).toBe('a');
  });
});

describe('taking an answer', () => {
  const asked = interview(THREE, { a: 'no' });

  test('to the question that is asked', () => {
    const taken = (option: string) => ({ outcome: 'accepted', answers: { a: 'no', b: option }, values: {} });
    expect(acceptAnswer(asked, 'b', 'yes')).toEqual(taken('yes'));
    expect(acceptAnswer(asked, 'b', 'unsure')).toEqual(taken('unsure'));
  });

  test.each([
    ['an answered question', 'a', 'yes', 'not_current'],
    ['a question still to come', 'c', 'yes', 'not_current'],
    ['an option that it never had', 'b', 'maybe', 'no_such_option'],
  ])('not to %s', (_what, step, option, why) => {
    expect(acceptAnswer(asked, step, option)).toEqual({ outcome: 'stale', why });
  });

  test('not once everything is decided', () => {
    expect(acceptAnswer(interview(THREE, { a: 'yes' }), 'b', 'yes')).toEqual({
      outcome: 'stale',
      why: 'not_current',
    });
  });
});

test('answers to steps and options that no longer exist are dropped', () => {
  const asked = interview(THREE, { a: 'no', gone: 'yes', b: 'gone', toString: 'yes' });
  expect(asked.machine.context.answers).toEqual({ a: 'no' });
  expect(asked.current?.step).toBe('b');
});

test('an unknown flow is an input error that names the known ones', () => {
  const wrong = {
    library: THREE,
    flowId: 'x',
    evidence: evidenceWith(),
    answers: {},
    diagnose: diagnoseKnowing(),
  };
  expect(() => conductInterview(wrong)).toThrow('unknown flow `x`; known: general-403');
});
