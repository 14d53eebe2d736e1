import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { isMap, parseDocument } from 'yaml';
import { PLACEHOLDERS } from '../../src/diagnosis/names.js';
import { loadFlowLibrary } from '../../src/flow/authoring.js';
import { conductInterview } from '../../src/flow/index.js';
import { causeFileSchema, flowFileSchema } from '../../src/flow/schema.js';
import { fieldsAt } from '../../src/flow/schema-path.js';
import { diagnoseKnowing, evidenceWith, withFiles } from './support.js';

const DOC = readFileSync('docs/writing-flows.md', 'utf8');
const EXAMPLE = /<!-- tested: .*-->\n```yaml\n([\s\S]*?)```/.exec(DOC)?.[1] ?? '';

test('the worked example is about ten lines', () => {
  expect(EXAMPLE.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
});

test('the worked example works as it stands, laid over the shipped flows', () => {
  const { library, problems } = withFiles({ 'causes/cost-center-tag.yaml': EXAMPLE }, (own) =>
    loadFlowLibrary(['flows', own]),
  );
  expect(problems).toEqual([]);
  if (library === undefined) throw new Error('not loaded');
  const steps = library.flows.get('general-403')?.steps.map(({ id }) => id) ?? [];
  expect(steps[steps.indexOf('wrong-credentials') + 1]).toBe('cost-center-tag');
  const asked = (answers: Record<string, string>) =>
    conductInterview({
      library,
      flowId: 'general-403',
      evidence: evidenceWith({ bucket: 'amzn-s3-demo-bucket', key: 'report.csv' }),
      answers,
      diagnose: diagnoseKnowing(),
    });
  const question = asked({}).open.find(({ step }) => step === 'cost-center-tag');
  expect(question?.text).toBe('Does the upload of report.csv set the tag cost-center?');
  const { diagnosis, current } = asked({ 'cost-center-tag': 'untagged' });
  expect(current).toBeUndefined();
  expect(diagnosis.causes.find(({ id }) => id === 'cost-center-tag')?.status).toBe('confirmed');
});

test('the document names every field of a flow and of a cause, and every placeholder', () => {
  const fields = [...fieldsAt(causeFileSchema, []), ...fieldsAt(causeFileSchema, ['question', 'options', 0])];
  const inFlows = [
    ...fieldsAt(flowFileSchema, []),
    ...fieldsAt(flowFileSchema, ['steps', 0]),
    ...fieldsAt(flowFileSchema, ['next']),
  ];
  expect(inFlows.filter((field) => !new RegExp(`\\b${field}:`).test(DOC))).toEqual([]);
  expect(
    fields.filter(
      (field) =>
        !DOC.includes(`\`${field}`) && !DOC.includes(`.${field}\``) && !DOC.includes(`\`, \`${field}`),
    ),
  ).toEqual([]);
  expect(Object.keys(PLACEHOLDERS).filter((name) => !DOC.includes(`{${name}}`))).toEqual([]);
});

test('every YAML example of the document is YAML', () => {
  for (const [, text = ''] of DOC.matchAll(/```yaml\n([\s\S]*?)```/g)) {
    const document = parseDocument(text);
    expect(document.errors).toEqual([]);
    expect(isMap(document.contents)).toBe(true);
  }
});
