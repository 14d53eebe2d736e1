import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../src/diagnosis/types.js';
import { diagnoseByHand } from '../../src/flow/by-hand.js';
import { conductInterview, type Answers, type FlowLibrary } from '../../src/flow/index.js';
import {
  causeStep,
  causeYaml,
  diagnoseKnowing,
  evidenceWith,
  flowYaml,
  libraryOf,
  type KnownVerdicts,
} from './support.js';

const GROUP = `{ id: kinds, section: Section, question: { text: 'Which kind?', options: [
    { id: none, text: None, also: { a: ruled_out, b: ruled_out } },
    { id: kind-a, text: A, also: { a: possible } },
    { id: sure-b, text: B, also: { b: confirmed } } ], howTo: { console: Look. } } }`;

function coveredStep(cause: string, by: string): string {
  return `{ id: ${cause}, section: Section, cause: ${cause}, coveredBy: ${by} }`;
}

const CAUSES = {
  'causes/a.yaml': causeYaml('a'),
  'causes/b.yaml': causeYaml('b'),
  'causes/last.yaml': causeYaml('last'),
};
const grouped = libraryOf({
  ...CAUSES,
  'general-403.yaml': flowYaml([
    GROUP,
    coveredStep('a', 'kinds'),
    coveredStep('b', 'kinds'),
    causeStep('last'),
  ]),
});

const MET: Verdict = {
  status: 'possible',
  evidence: [{ source: 's3:GetBucketPolicy', says: 'statement 2 asks for it' }],
};

function asked(
  library: FlowLibrary,
  answers: Answers = {},
  verdicts: KnownVerdicts = {},
  flowId = 'general-403',
) {
  const diagnose = Object.keys(verdicts).length === 0 ? diagnoseByHand : diagnoseKnowing(verdicts);
  return conductInterview({ library, flowId, evidence: evidenceWith(), answers, diagnose }).open.map(
    ({ step }) => step,
  );
}

describe('a step that covers others', () => {
  test('is asked instead of them', () => expect(asked(grouped)).toEqual(['kinds', 'last']));

  test('is followed by the one that its answer made possible, and by no other', () =>
    expect(asked(grouped, { kinds: 'kind-a' })).toEqual(['a', 'last']));

  test('is followed by none of them where nobody is sure, or where it ruled them out', () => {
    expect(asked(grouped, { kinds: 'unsure' })).toEqual(['last']);
    expect(asked(grouped, { kinds: 'none' })).toEqual(['last']);
  });

  test('decides by itself where its option does', () =>
    expect(asked(grouped, { kinds: 'sure-b' })).toEqual([]));

  test('waits for what was met in what was read, and is asked about the rest', () => {
    expect(asked(grouped, {}, { b: MET })).toEqual(['b', 'last']);
    expect(asked(grouped, { b: 'no' })).toEqual(['a', 'last']);
  });

  test('leaves the last open one to ask for itself', () => {
    expect(asked(grouped, {}, { a: 'ruled_out' })).toEqual(['b', 'last']);
    expect(asked(grouped, { b: 'unsure' }, { a: 'ruled_out' })).toEqual(['last']);
  });

  test('does not count what an error text alone makes possible', () => {
    const said: Verdict = { ...MET, evidence: [{ source: 'error message', says: 'Access Denied' }] };
    expect(asked(grouped, { kinds: 'unsure' }, { a: said })).toEqual(['last']);
  });
});

describe('a covering step that is covered itself', () => {
  const chained = libraryOf({
    ...CAUSES,
    'causes/general.yaml': causeYaml('general'),
    'causes/a.yaml': causeYaml('a', { refines: 'general' }),
    'causes/b.yaml': causeYaml('b', { refines: 'general' }),
    'general-403.yaml': flowYaml([
      causeStep('general'),
      GROUP.replace('section: Section', 'section: Section, coveredBy: general'),
      coveredStep('a', 'kinds'),
      coveredStep('b', 'kinds'),
      causeStep('last'),
    ]),
  });

  test('asks once the general cause is confirmed', () => {
    expect(asked(chained, { general: 'yes' })).toEqual(['kinds']);
    expect(asked(chained, { general: 'yes', kinds: 'kind-a' })).toEqual(['a']);
  });

  test('does not ask where nobody is sure of the general cause', () =>
    expect(asked(chained, { general: 'unsure' })).toEqual(['last']));
});

describe('a pasted policy', () => {
  const paste = causeYaml('a', { no: 'also: { b: ruled_out }' }).replace(
    '  howTo:',
    '    - { id: paste, text: Paste, input: { kind: policy, label: Policy, fact: bucket.policy } }\n  howTo:',
  );
  const pasted = libraryOf({
    ...CAUSES,
    'causes/a.yaml': paste,
    'general-403.yaml': flowYaml([causeStep('a'), coveredStep('b', 'a')]),
  });

  test('decides by what it says; what it leaves open is asked', () => {
    expect(asked(pasted, { a: 'paste' })).toEqual(['b']);
    expect(asked(pasted, { a: 'unsure' })).toEqual([]);
  });
});

describe('a flow that goes on with another', () => {
  const continued = libraryOf({
    ...CAUSES,
    'general-403.yaml': flowYaml([causeStep('a'), causeStep('b'), causeStep('last')]),
    'own.yaml': `${flowYaml([causeStep('b')], 'own')}next: { flow: general-403, without: [last] }\n`,
  });

  test('asks its own first, then what is left of the other', () => {
    expect(asked(continued, {}, {}, 'own')).toEqual(['b', 'a']);
    const steps = continued.flows.get('own')?.steps.map(({ id, takenFrom }) => [id, takenFrom]);
    expect(steps).toEqual([
      ['b', undefined],
      ['a', 'general-403'],
    ]);
  });
});
