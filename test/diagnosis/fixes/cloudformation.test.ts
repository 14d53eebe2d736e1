import { describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { yamlLines } from '../../../src/diagnosis/fixes/formats/yaml.js';
import { CASES, causeOf, HOSTILE, textsOf } from './support/cases.js';

/**
 * Resource type → the properties that a fix may set, and the one that holds the policy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::S3::BucketPolicy': ['Bucket', 'PolicyDocument'],
  'AWS::IAM::UserPolicy': ['PolicyName', 'UserName', 'PolicyDocument'],
  'AWS::IAM::RolePolicy': ['PolicyName', 'RoleName', 'PolicyDocument'],
  'AWS::IAM::GroupPolicy': ['PolicyName', 'GroupName', 'PolicyDocument'],
  'AWS::IAM::ManagedPolicy': [
    'Description',
    'Groups',
    'ManagedPolicyName',
    'Path',
    'PolicyDocument',
    'Roles',
    'Users',
  ],
  'AWS::SSO::PermissionSet': [
    'Description',
    'InlinePolicy',
    'InstanceArn',
    'Name',
    'SessionDuration',
    'Tags',
  ],
  'AWS::KMS::Key': [
    'Description',
    'Enabled',
    'EnableKeyRotation',
    'KeyPolicy',
    'PendingWindowInDays',
    'Tags',
  ],
  'AWS::EC2::VPCEndpoint': ['PolicyDocument', 'RouteTableIds', 'ServiceName', 'VpcEndpointType', 'VpcId'],
  'AWS::S3::AccessPoint': [
    'Bucket',
    'BucketAccountId',
    'Name',
    'Policy',
    'PublicAccessBlockConfiguration',
    'VpcConfiguration',
  ],
  'AWS::Organizations::Policy': ['Content', 'Description', 'Name', 'Tags', 'TargetIds', 'Type'],
  'AWS::S3::Bucket': [
    'BucketEncryption',
    'BucketName',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
  ],
};

const POLICY = /^(PolicyDocument|InlinePolicy|KeyPolicy|Policy|Content)$/;

const template = z
  .object({
    Resources: z.record(
      z.string().regex(/^[A-Za-z0-9]{1,255}$/),
      z
        .object({
          Type: z.string(),
          DeletionPolicy: z.literal('Retain').optional(),
          Properties: z.record(z.string(), z.unknown()),
        })
        .strict(),
    ),
  })
  .strict();
const statements = z.array(z.object({ Effect: z.literal('Allow') }).loose());

/** As CloudFormation reads it: YAML 1.1, without warnings. */
function read(text: string): unknown {
  const document = parseDocument(text, { version: '1.1' });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS();
}

describe('CloudFormation of a fix', () => {
  const written = CASES.map((row) => ({ name: row.name, cause: causeOf(row) })).filter(
    ({ cause }) => textsOf(cause, 'cloudformation').length > 0,
  );

  test('is written for nearly every case', () => {
    expect(written.length).toBeGreaterThan(20);
  });

  test.each(written)('has resources with properties that CloudFormation knows: $name', ({ cause }) => {
    for (const text of textsOf(cause, 'cloudformation')) {
      const parsed = z.union([template, statements]).parse(read(text));
      if (Array.isArray(parsed)) continue;
      for (const { Type: type, Properties: properties } of Object.values(parsed.Resources))
        expect(PROPERTIES[type]).toEqual(expect.arrayContaining(Object.keys(properties)));
    }
  });

  test.each(written)('holds the policies that the patches hold, each as it is: $name', ({ cause }) => {
    const documents = textsOf(cause, 'cloudformation').map(read);
    const policies = documents.flatMap((document) =>
      Object.values(template.safeParse(document).data?.Resources ?? {}).flatMap(
        ({ Properties: properties }) =>
          Object.entries(properties).flatMap(([name, value]) => (POLICY.test(name) ? [value] : [])),
      ),
    );
    const patched = cause.fix.patches.filter(
      ({ target }) => /polic/i.test(target) && !target.endsWith('IsPublic'),
    );
    for (const { document } of patched) expect(policies).toContainEqual(document);
    const added = documents.flatMap((document) => statements.safeParse(document).data ?? []);
    if (added.length > 0)
      expect(textsOf(cause, 'json').map((text): unknown => JSON.parse(text))).toEqual(added);
  });

  test.each(written)('has nothing that a reader of YAML 1.1 takes for a line break: $name', ({ cause }) => {
    for (const text of textsOf(cause, 'cloudformation')) expect(text).not.toMatch(/[\u0085\u2028\u2029\r]/);
  });
});

describe('YAML', () => {
  test('reads back as it was, whatever it holds', () => {
    const value = {
      [HOSTILE]: [HOSTILE, 1.5, true, null, {}, [], [[HOSTILE], [1, { a: 'b' }]]],
      Null: {
        on: '2012-10-17',
        'aws:PrincipalTag/a': '0123',
        'aws:x: y': '~',
        Yes: { deep: [{ deeper: [] }] },
      },
      '\u0085': '\u0085\u2028\ufeff',
    };
    expect(read(yamlLines(value).join('\n'))).toEqual(value);
    expect(read(yamlLines([value, [value]]).join('\n'))).toEqual([value, [value]]);
  });
});
