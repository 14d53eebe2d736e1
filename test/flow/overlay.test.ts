import { expect, test } from '@jest/globals';
import { loadFlowLibrary } from '../../src/flow/authoring.js';
import type { FlowLibrary } from '../../src/flow/index.js';
import { causeStep, causeYaml, flowYaml, withFiles } from './support.js';

const SHIPPED = {
  'general-403.yaml': flowYaml([causeStep('a'), causeStep('b')]),
  'causes/a.yaml': causeYaml('a'),
  'causes/b.yaml': causeYaml('b'),
};

function overlaid(files: Readonly<Record<string, string>>): FlowLibrary {
  return withFiles(SHIPPED, (shipped) =>
    withFiles(files, (own) => {
      const { library, problems } = loadFlowLibrary([shipped, own]);
      if (library === undefined) throw new Error(problems.join('\n'));
      return library;
    }),
  );
}

test('a later directory rewords a cause', () => {
  const library = overlaid({ 'causes/b.yaml': causeYaml('b').replace('Cause b', 'In our words') });
  expect(library.causes.get('b')?.title).toBe('In our words');
  expect(library.causes.get('a')?.title).toBe('Cause a');
});

test('a later directory replaces a flow', () => {
  const library = overlaid({ 'mine.yaml': flowYaml([causeStep('b')]) });
  expect(library.flows.get('general-403')?.steps.map(({ id }) => id)).toEqual(['b']);
});

test('a later directory adds a cause to a shipped flow, behind the step it names', () => {
  const library = overlaid({
    'causes/own.yaml': `${causeYaml('own')}asked: [{ flow: general-403, after: a }]\n`,
  });
  const steps = library.flows.get('general-403')?.steps;
  expect(steps?.map(({ id, section }) => [id, section])).toEqual([
    ['a', 'Section'],
    ['own', 'Cause own'],
    ['b', 'Section'],
  ]);
  expect(library.causes.get('own')).not.toHaveProperty('asked');
});

test('the fingerprint is the same for the same flows, and changes with any text', () => {
  const { fingerprint } = overlaid({});
  expect(overlaid({}).fingerprint).toBe(fingerprint);
  expect(overlaid({ 'causes/b.yaml': causeYaml('b').replace('Yes', 'Yes, it is') }).fingerprint).not.toBe(
    fingerprint,
  );
});

test('a step takes its own question before that of its cause', () => {
  const own =
    "{ id: a, section: Section, cause: a, question: { text: 'Mine?', options: [{ id: x, text: X, verdict: confirmed }], howTo: { console: Look. } } }";
  const [step] = overlaid({ 'general-403.yaml': flowYaml([own]) }).flows.get('general-403')?.steps ?? [];
  expect(step?.question.text).toBe('Mine?');
  expect(step?.decides).toEqual(['a']);
});
