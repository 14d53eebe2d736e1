import { describe, expect, it } from '@jest/globals';
import { defaultKeyOf, type KeyQuestion } from '../../../src/evidence/aws/default-key.js';

const CALLER = '111122223333';
const OWNER = '444455556666';
const ARN = 'arn:aws:kms:us-east-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function keyOf(encryption: KeyQuestion['encryption'], more: Partial<KeyQuestion> = {}) {
  return defaultKeyOf({
    encryption,
    bucketAccount: OWNER,
    bucketRegion: 'eu-west-1',
    callerAccount: CALLER,
    operation: 'GetObject',
    ...more,
  });
}

describe('the key of a default encryption', () => {
  it('is in the account and region of its ARN', () => {
    expect(keyOf({ algorithm: 'aws:kms', kmsKeyId: ARN })).toEqual({
      kind: 'key',
      keyId: ARN,
      account: '777788889999',
      region: 'us-east-1',
    });
  });

  it('is looked up alike for an alias ARN and for DSSE-KMS', () => {
    const alias = 'arn:aws:kms:eu-west-1:777788889999:alias/team/app';
    expect(keyOf({ algorithm: 'aws:kms:dsse', kmsKeyId: alias })).toMatchObject({
      keyId: alias,
      account: '777788889999',
    });
  });

  it('is the AWS managed key where none is named', () => {
    expect(keyOf({ algorithm: 'aws:kms', kmsKeyId: null })).toMatchObject({
      keyId: 'alias/aws/s3',
      account: OWNER,
    });
  });

  it('is in the writer’s account where only an id is named', () => {
    const encryption = { algorithm: 'aws:kms', kmsKeyId: 'alias/app' };
    expect(keyOf(encryption, { operation: 'PutObject' })).toMatchObject({ kind: 'key', account: CALLER });
    expect(keyOf(encryption, { callerAccount: OWNER })).toMatchObject({ kind: 'key', account: OWNER });
    expect(keyOf(encryption)).toMatchObject({ kind: 'unclear' });
  });

  it.each([null, { algorithm: 'AES256' }])(
    'is none for a write to a bucket with %j, and unknown for a read',
    (encryption) => {
      expect(keyOf(encryption, { operation: 'PutObject' })).toEqual({ kind: 'none' });
      expect(keyOf(encryption)).toMatchObject({ kind: 'unclear' });
    },
  );
});
