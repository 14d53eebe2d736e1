import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../src/diagnosis/types.js';
import { chooseFlow } from '../../src/flow/index.js';
import { causeStep, causeYaml, evidenceWith, flowYaml, libraryOf } from './support.js';

const all = libraryOf({
  ...Object.fromEntries(
    ['general-403', 'cross-account', 'kms-cross-account', 'upload-denied', 'grant-cross-account'].map(
      (id) => [`${id}.yaml`, flowYaml([causeStep('a')], id)],
    ),
  ),
  'causes/a.yaml': causeYaml('a'),
});
const DIFFERENT = 'The caller is in account 111122223333, the bucket belongs to account 444455556666.';
const UNKNOWN = 'Nothing points at one kind of denial yet, so the checks for any 403 are gone through.';

function bucketOf(account: string): Evidence['snapshot'] {
  return { version: 1, bucket: { account } };
}

const CALLER = 'arn:aws:iam::111122223333:role/app';
const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OWN_KEY = KEY.replace('444455556666', '111122223333');
const OTHER_KEY = 'The KMS key belongs to account 444455556666, the caller is in account 111122223333.';
const UPLOAD = 'The refused request is an upload (PutObject).';

const CASES: readonly (readonly [string, Evidence, string, string])[] = [
  ['nothing known', evidenceWith(), 'general-403', UNKNOWN],
  [
    'the ARN that called and the bucket are of different accounts',
    evidenceWith({ principal: 'arn:aws:sts::111122223333:assumed-role/app/s' }, bucketOf('444455556666')),
    'cross-account',
    DIFFERENT,
  ],
  [
    'only the account that called is known, and the bucket is of another',
    evidenceWith({ principal: '111122223333' }, bucketOf('444455556666')),
    'cross-account',
    DIFFERENT,
  ],
  [
    'the principal in the error text tells the account',
    {
      ...evidenceWith({}, bucketOf('444455556666')),
      error: { principalArn: 'arn:aws:iam::111122223333:user/Jane' },
    },
    'cross-account',
    DIFFERENT,
  ],
  [
    'both are of one account',
    evidenceWith({ principal: 'arn:aws:iam::111122223333:user/Jane' }, bucketOf('111122223333')),
    'general-403',
    UNKNOWN,
  ],
  [
    'somebody said that the accounts differ',
    evidenceWith({ crossAccount: true }),
    'cross-account',
    'The caller and the bucket are in different accounts.',
  ],
  [
    'an anonymous caller of a known bucket',
    evidenceWith({ principal: 'anonymous' }, bucketOf('444455556666')),
    'general-403',
    UNKNOWN,
  ],
  [
    "the object is encrypted with another account's key",
    evidenceWith(
      { principal: CALLER },
      { version: 1, object: { encryption: { algorithm: 'aws:kms', kmsKeyArn: KEY } } },
    ),
    'kms-cross-account',
    OTHER_KEY,
  ],
  [
    "the bucket's default is another account's key",
    evidenceWith(
      { principal: CALLER, operation: 'PutObject' },
      { version: 1, bucket: { encryption: { algorithm: 'aws:kms', kmsKeyId: KEY } } },
    ),
    'kms-cross-account',
    OTHER_KEY,
  ],
  [
    'the upload names a key of another account',
    evidenceWith({
      principal: CALLER,
      headers: { 'x-amz-server-side-encryption-aws-kms-key-id': [KEY] },
    }),
    'kms-cross-account',
    OTHER_KEY,
  ],
  [
    "the error text is about KMS, and the bucket is another account's",
    {
      ...evidenceWith({}, bucketOf('444455556666')),
      error: { action: 'kms:Decrypt', principalArn: 'arn:aws:iam::111122223333:user/Jane' },
    },
    'kms-cross-account',
    `The error text is about kms:Decrypt. ${DIFFERENT}`,
  ],
  [
    'a KMS key encrypts it, and somebody said that the accounts differ',
    evidenceWith({ crossAccount: true }, { version: 1, bucket: { encryption: { algorithm: 'aws:kms' } } }),
    'kms-cross-account',
    'A KMS key encrypts the object. The caller and the bucket are in different accounts.',
  ],
  [
    "the key is the caller's own, in another account's bucket",
    evidenceWith(
      { principal: CALLER },
      {
        version: 1,
        bucket: { account: '444455556666', encryption: { algorithm: 'aws:kms', kmsKeyId: OWN_KEY } },
      },
    ),
    'cross-account',
    DIFFERENT,
  ],
  [
    'the default is a KMS key, but this object has none',
    evidenceWith(
      { crossAccount: true },
      {
        version: 1,
        bucket: { encryption: { algorithm: 'aws:kms', kmsKeyId: KEY } },
        object: { encryption: { algorithm: 'AES256' } },
      },
    ),
    'cross-account',
    'The caller and the bucket are in different accounts.',
  ],
  [
    'the error text is about KMS, all in one account',
    {
      ...evidenceWith({ principal: CALLER }, bucketOf('111122223333')),
      error: { action: 'kms:Decrypt' },
    },
    'general-403',
    UNKNOWN,
  ],
  ['an upload', evidenceWith({ operation: 'PutObject' }), 'upload-denied', UPLOAD],
  [
    'an upload within one account',
    evidenceWith({ operation: 'PutObject', principal: CALLER }, bucketOf('111122223333')),
    'upload-denied',
    UPLOAD,
  ],
  [
    'the error text names the upload',
    { ...evidenceWith(), error: { operation: 'CreateMultipartUpload' } },
    'upload-denied',
    'The refused request is an upload (CreateMultipartUpload).',
  ],
  [
    'the error text names the permission to set an ACL',
    { ...evidenceWith(), error: { action: 's3:PutObjectAcl' } },
    'upload-denied',
    'The refused request is an upload (PutObjectAcl).',
  ],
  [
    "an upload into another account's bucket",
    evidenceWith({ operation: 'PutObject', crossAccount: true }),
    'cross-account',
    'The caller and the bucket are in different accounts.',
  ],
  [
    'an anonymous upload',
    evidenceWith({ operation: 'PutObject', principal: 'anonymous' }),
    'general-403',
    UNKNOWN,
  ],
  ['a download', evidenceWith({ operation: 'GetObject' }), 'general-403', UNKNOWN],
  ['an operation that is none', evidenceWith({ operation: 'PutTheObject' }), 'general-403', UNKNOWN],
];

describe('the flow is chosen by what is known, and says why', () => {
  test.each(CASES)('%s', (_what, evidence, flowId, because) => {
    expect(chooseFlow(all, evidence)).toEqual({ flowId, because });
  });

  test('a flow that there is not is not chosen', () => {
    const general = libraryOf({
      'general-403.yaml': flowYaml([causeStep('a')]),
      'causes/a.yaml': causeYaml('a'),
    });
    expect(chooseFlow(general, evidenceWith({ crossAccount: true })).flowId).toBe('general-403');
    const own = libraryOf({ 'own.yaml': flowYaml([causeStep('a')], 'own'), 'causes/a.yaml': causeYaml('a') });
    expect(chooseFlow(own, evidenceWith())).toEqual({
      flowId: 'own',
      because: 'It is the only flow there is.',
    });
  });
});
