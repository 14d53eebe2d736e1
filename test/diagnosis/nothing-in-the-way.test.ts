import { describe, expect, test } from '@jest/globals';
import { diagnose, isLeftToLookAt } from '../../src/diagnosis/index.js';
import type { Diagnosis, Evidence } from '../../src/diagnosis/types.js';
import { loadLibrary } from '../../src/library.js';
import { parseErrorText } from '../../src/s3/index.js';
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

function possibleIn({ causes }: Diagnosis): readonly string[] {
  return causes.filter(({ status }) => status === 'possible').map(({ id }) => id);
}

describe('where nothing stands in the way', () => {
  test('the diagnosis says so, and what else to look at', () => {
    const diagnosis = diagnosisOf();
    expect(diagnosis.decision).toBe('allowed');
    expect(diagnosis.causes.filter(({ status }) => status === 'confirmed')).toEqual([]);
    expect(new Set(possibleIn(diagnosis))).toEqual(
      new Set(['wrong-credentials', 'policy-propagation', 'not-from-s3', 'wrong-bucket']),
    );
    expect(diagnosis.causes.filter(isLeftToLookAt)).toHaveLength(4);
  });

  test('the older policy comes first where S3 gave a reason that no longer holds', () => {
    const error = parseErrorText(
      `User: ${USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv" because no identity-based policy allows the s3:GetObject action`,
    );
    const diagnosis = diagnosisOf({ error });
    expect(diagnosis.decision).toBe('allowed');
    expect(diagnosis.causes[0]).toMatchObject({
      id: 'policy-propagation',
      status: 'possible',
      evidence: [{ source: 'simulation' }, { source: 'error message' }],
    });
  });

  test('what is ruled out is not looked at again', () => {
    const error = {
      ...parseErrorText('AccessDenied: Access Denied'),
      requestId: '45V16V31G01DFAB5',
      principalArn: USER,
    };
    const snapshot = BASES.sameAccount();
    expect(possibleIn(diagnosisOf({ error, snapshot }))).toEqual(['policy-propagation']);
  });

  test('nobody is sent elsewhere while something is unread', () => {
    const snapshot = withFields(BASES.crossAccount(), { 'caller.serviceControlPolicies': '__unknown__' });
    const diagnosis = diagnosisOf({ snapshot });
    expect(diagnosis.decision).toBe('undetermined');
    expect(possibleIn(diagnosis)).toEqual([]);
  });

  test('nor while a gate may be shut', () => {
    const snapshot = withFields(BASES.crossAccount(), { 'bucket.requestPayer': 'Requester' });
    expect(possibleIn(diagnosisOf({ snapshot }))).toEqual(['requester-pays']);
  });
});
