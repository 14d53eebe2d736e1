import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { GrantPlan } from '../../../src/diagnosis/grant/types.js';
import { problemsOf } from '../fixes/support/aws-cli.js';
import { HOSTILE } from '../fixes/support/cases.js';
import { shellCommands } from '../fixes/support/shell-words.js';
import { readTerraform } from '../fixes/support/terraform.js';
import { runInBash } from './support/bash.js';
import { CASES, estate, nameOf, planned, planOf, textsIn, wanting } from './support/cases.js';

/** Resource type → the arguments that a plan sets. https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket_policy: ['bucket', 'policy'],
  aws_s3_bucket_acl: ['bucket'],
  aws_kms_key_policy: ['key_id', 'policy'],
  aws_iam_user_policy: ['name', 'user', 'policy'],
  aws_iam_role: ['name', 'assume_role_policy'],
  aws_iam_role_policy: ['name', 'role', 'policy'],
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::IAM::UserPolicy': ['PolicyName', 'UserName', 'PolicyDocument'],
  'AWS::IAM::Role': ['RoleName', 'AssumeRolePolicyDocument', 'Policies'],
};

const template = z.object({
  Resources: z.record(
    z.string().regex(/^[A-Za-z0-9]{1,255}$/),
    z.object({
      Type: z.string(),
      DeletionPolicy: z.literal('Retain').optional(),
      Properties: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** As CloudFormation reads it: YAML 1.1, without warnings. */
function readYaml(text: string): unknown {
  const document = parseDocument(text, { version: '1.1' });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS();
}

/** Every policy of the plan, as the patches hold it. */
function policiesOf({ parts }: GrantPlan): readonly unknown[] {
  return parts.flatMap(({ patches }) =>
    patches.filter(({ target }) => /polic/i.test(target)).map(({ document }) => document),
  );
}

const rows = CASES.filter(({ policy }) => policy === 'existing').map((row) => ({ name: nameOf(row), row }));

describe('the policies of a plan are the same in every format', () => {
  test.each(rows)('Terraform: $name', async ({ row }) => {
    const plan = planOf(row);
    const blocks = (await Promise.all(textsIn(plan, 'terraform').map(readTerraform))).flat();
    for (const { words, attributes } of blocks)
      expect(Object.keys(attributes).sort()).toEqual([...(ARGUMENTS[words[1] ?? ''] ?? [])].sort());
    const written = blocks.flatMap(({ attributes }) => [
      attributes['policy'],
      attributes['assume_role_policy'],
    ]);
    for (const policy of policiesOf(plan)) expect(written).toContainEqual(policy);
  });

  test.each(rows)('CloudFormation: $name', ({ row }) => {
    const plan = planOf(row);
    const resources = textsIn(plan, 'cloudformation').flatMap((text) =>
      Object.values(template.parse(readYaml(text)).Resources),
    );
    for (const { Type: type, Properties: properties } of resources)
      expect(Object.keys(properties).sort()).toEqual([...(PROPERTIES[type] ?? [])].sort());
    const text = JSON.stringify(resources);
    for (const policy of policiesOf(plan)) expect(text).toContain(JSON.stringify(policy));
  });

  test.each(rows)('the AWS CLI, with options that it has: $name', ({ row }) => {
    const plan = planOf(row);
    const texts = [...textsIn(plan, 'cli'), plan.testCommand];
    expect(texts.flatMap((text) => problemsOf(shellCommands(text)))).toEqual([]);
  });
});

test('commands pasted into a shell write the very documents, in each account', () => {
  const plan = planOf({
    method: 'role',
    level: 'read',
    ownership: 'enforced',
    encryption: 'none',
    policy: 'none',
  });
  const [role = '', caller = ''] = textsIn(plan, 'cli');
  const [trust, permissions, assume] = policiesOf(plan);
  const made = runInBash(role);
  expect(made.calls.map(([service, operation]) => `${service} ${operation}`)).toEqual([
    'iam create-role',
    'iam put-role-policy',
  ]);
  expect(made.file('trust-policy.json')).toEqual(trust);
  expect(made.file('role-policy.json')).toEqual(permissions);
  expect(runInBash(caller).file('policy.json')).toEqual(assume);
});

describe('a hostile name', () => {
  const grants = [{ key: HOSTILE }, { prefix: `${HOSTILE}/` }] as const;

  test.each(['bucket-policy', 'acl', 'role'] as const)(
    'stays one argument, and is never run: %s',
    (method) => {
      for (const where of grants) {
        const fields = { 'bucket.objectOwnership': 'ObjectWriter', 'object.key': HOSTILE };
        const plan = planned(wanting({ method, level: 'read-write', ...where }, estate(fields)));
        const { calls } = runInBash(plan.testCommand.replaceAll('export ', 'true '));
        const keys = calls.flatMap((call) =>
          call.flatMap((word, at) => (call[at - 1] === '--key' ? [word] : [])),
        );
        expect(keys.length).toBeGreaterThan(0);
        for (const key of keys) expect(key.startsWith(HOSTILE)).toBe(true);
        for (const text of textsIn(plan, 'cli'))
          for (const call of runInBash(text).calls) expect(['s3api', 'iam', 'kms']).toContain(call[0]);
      }
    },
  );

  test('means exactly itself in the policies, and reads back from each format', async () => {
    const plan = planned(wanting({ method: 'bucket-policy', level: 'read-list', key: HOSTILE }));
    const blocks = (await Promise.all(textsIn(plan, 'terraform').map(readTerraform))).flat();
    const written = blocks.map(({ attributes }) => attributes['policy']);
    const yaml = textsIn(plan, 'cloudformation').map((text) => JSON.stringify(readYaml(text)));
    for (const policy of policiesOf(plan)) {
      expect(written).toContainEqual(policy);
      expect(yaml.some((text) => text.includes(JSON.stringify(policy)))).toBe(true);
    }
    expect(plan.verified).toBe(true);
  });
});
