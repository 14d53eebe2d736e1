import { describe, expect, test } from '@jest/globals';
import {
  bucketArn,
  grantAllows,
  objectArn,
  parseKmsKey,
  partitionOfRegion,
  s3EncryptionContext,
} from '../../src/s3/index.js';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const ROLE = 'arn:aws:iam::111122223333:role/reader';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/reader/ci';

test.each([
  [ARN, { form: 'key-arn', arn: ARN, account: '111122223333', region: 'eu-west-1', keyId: ID }],
  [
    'arn:aws:kms:eu-west-1:111122223333:alias/data',
    {
      form: 'alias-arn',
      arn: 'arn:aws:kms:eu-west-1:111122223333:alias/data',
      account: '111122223333',
      region: 'eu-west-1',
      alias: 'alias/data',
    },
  ],
  [ID, { form: 'key-id', keyId: ID }],
  ['mrk-1234abcd12ab34cd56ef1234567890ab', { form: 'key-id', keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' }],
  ['alias/data', { form: 'alias', alias: 'alias/data' }],
  ['alias/aws/s3', { form: 'aws-managed' }],
  ['arn:aws:kms:eu-west-1:111122223333:alias/aws/s3', { form: 'aws-managed' }],
  ['', { form: 'aws-managed' }],
  [undefined, { form: 'aws-managed' }],
  ['data', undefined],
  ['arn:aws:s3:::amzn-s3-demo-bucket', undefined],
])('parseKmsKey reads %s', (text, expected) => {
  expect(parseKmsKey(text)).toEqual(expected);
});

test('the encryption context is the object, or the bucket with a Bucket Key', () => {
  const place = { bucket: 'amzn-s3-demo-bucket', key: 'dir/k' };
  expect(s3EncryptionContext({ ...place, bucketKey: false })).toEqual({
    'aws:s3:arn': 'arn:aws:s3:::amzn-s3-demo-bucket/dir/k',
  });
  expect(s3EncryptionContext({ ...place, bucketKey: true, region: 'cn-north-1' })).toEqual({
    'aws:s3:arn': 'arn:aws-cn:s3:::amzn-s3-demo-bucket',
  });
});

describe('grantAllows', () => {
  const grant = (more: object = {}) => ({
    GranteePrincipal: ROLE,
    Operations: ['Decrypt', 'GenerateDataKey'],
    ...more,
  });
  const context = { 'aws:s3:arn': 'arn:aws:s3:::amzn-s3-demo-bucket/k' };

  test.each([
    ['its grantee', [grant()], ROLE, 'yes'],
    ['a session of its grantee', [grant()], SESSION, 'yes'],
    ['somebody else', [grant()], 'arn:aws:iam::111122223333:role/writer', 'no'],
    ['another operation', [grant({ Operations: ['Encrypt'] })], ROLE, 'no'],
    ['the same context', [grant({ Constraints: { EncryptionContextEquals: context } })], ROLE, 'yes'],
    ['part of the context', [grant({ Constraints: { EncryptionContextSubset: {} } })], ROLE, 'yes'],
    [
      'another context',
      [grant({ Constraints: { EncryptionContextSubset: { 'aws:s3:arn': 'x' } } })],
      ROLE,
      'no',
    ],
    [
      'a narrower context',
      [grant({ Constraints: { EncryptionContextEquals: { ...context, more: 'x' } } })],
      ROLE,
      'no',
    ],
    ['no grants', [], ROLE, 'no'],
    ['what cannot be read', 'x', ROLE, 'unknown'],
    ['a second grant', [grant({ Operations: [] }), grant()], ROLE, 'yes'],
  ])('%s', (_, grants, principal, expected) => {
    expect(grantAllows(grants, principal, 'kms:Decrypt', context)).toBe(expected);
  });

  test('a constraint cannot be checked against a context that is not known', () => {
    const grants = [grant({ Constraints: { EncryptionContextEquals: context } })];
    expect(grantAllows(grants, ROLE, 'Decrypt', undefined)).toBe('unknown');
  });
});

test.each([
  [undefined, 'aws'],
  ['eu-west-1', 'aws'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('the partition of %s is %s', (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
  expect(bucketArn('b', region)).toBe(`arn:${partition}:s3:::b`);
  expect(objectArn('b', 'k/x', region)).toBe(`arn:${partition}:s3:::b/k/x`);
});
