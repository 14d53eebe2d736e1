import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Diagnosis, Evidence } from '../../src/diagnosis/types.js';
import { loadLibrary } from '../../src/library.js';
import { BASES, withFields } from '../support/snapshots.js';

const { causes: catalogue } = loadLibrary(undefined);
const USER = 'arn:aws:iam::111122223333:user/Jane';
const request = {
  operation: 'GetObject',
  principal: USER,
  bucket: 'amzn-s3-demo-bucket',
  key: 'reports/2026.csv',
  headers: {},
  context: {},
};

function diagnosisOf(evidence: Partial<Evidence> = {}): Diagnosis {
  return diagnose({ request, snapshot: BASES.crossAccount(), stated: [], ...evidence }, catalogue);
}

describe('a copy also reads its source', () => {
  const copy = (source: string) => ({
    ...request,
    operation: 'CopyObject',
    headers: { 'x-amz-copy-source': [source] },
  });
  const statusOf = ({ causes }: Diagnosis, id: string) => causes.find((cause) => cause.id === id)?.status;

  test('within the bucket all of it is simulated: the object and its key', () => {
    const diagnosis = diagnosisOf({ request: copy('/amzn-s3-demo-bucket/raw/2026%20Q1.csv') });
    expect(diagnosis.decision).toBe('allowed');
    expect(diagnosis.request.actions).toEqual(
      expect.arrayContaining(['s3:GetObject', 's3:PutObject', 'kms:GenerateDataKey', 'kms:Decrypt']),
    );
  });

  test('a Deny on the source stands in the way of the copy', () => {
    const snapshot = withFields(BASES.crossAccount(), {
      'bucket.policy+': {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/raw/2026 Q1.csv',
      },
    });
    const denied = diagnosisOf({ snapshot, request: copy('amzn-s3-demo-bucket/raw/2026%20Q1.csv') });
    expect(statusOf(denied, 'bucket-policy-deny')).toBe('confirmed');
    expect(denied.causes[0]?.fix.verified).toBe(true);
    const other = diagnosisOf({ snapshot, request: copy('amzn-s3-demo-bucket/raw/2026.csv') });
    expect(other.decision).toBe('allowed');
  });

  test('the context of the source’s decryption is the source', () => {
    const snapshot = withFields(BASES.crossAccount(), {
      'kmsKey.policy+': {
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::amzn-s3-demo-bucket/raw/*' },
        },
      },
    });
    const denied = diagnosisOf({ snapshot, request: copy('amzn-s3-demo-bucket/raw/2026.csv') });
    expect(statusOf(denied, 'kms-key-policy-deny')).toBe('confirmed');
    const other = diagnosisOf({ snapshot, request: copy('amzn-s3-demo-bucket/tidy/2026.csv') });
    expect(other.decision).toBe('allowed');
  });

  test('of another bucket only the caller’s own side is known: the rest stays open', () => {
    const snapshot = withFields(BASES.crossAccount(), {
      'caller.identityPolicies+': {
        name: 'source',
        document: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::amzn-s3-demo-source-bucket/*',
            },
          ],
        },
      },
    });
    const open = diagnosisOf({ snapshot, request: copy('amzn-s3-demo-source-bucket/raw/2026.csv') });
    expect(open.decision).toBe('undetermined');
    expect(statusOf(open, 'bucket-policy-no-allow')).toBe('unknown');
    const denying = withFields(snapshot, {
      'caller.identityPolicies+': {
        name: 'guard',
        document: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::amzn-s3-demo-source-bucket/*' },
          ],
        },
      },
    });
    const denied = diagnosisOf({ snapshot: denying, request: copy('amzn-s3-demo-source-bucket/raw/x') });
    expect(statusOf(denied, 'identity-deny')).toBe('confirmed');
  });

  test('a source that nobody named leaves the copy open', () => {
    const diagnosis = diagnosisOf({ request: { ...request, operation: 'CopyObject' } });
    expect(diagnosis.decision).toBe('undetermined');
  });
});
