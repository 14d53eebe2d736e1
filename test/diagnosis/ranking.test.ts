import { describe, expect, test } from '@jest/globals';
import { rankCauses } from '../../src/diagnosis/rank.js';
import type { Verdict, VerdictStatus } from '../../src/diagnosis/types.js';

function verdict(status: VerdictStatus, source = 'snapshot', contextKey?: string): Verdict {
  return {
    status,
    evidence: [{ source, says: 'it says so' }],
    ...(contextKey === undefined ? {} : { details: { contextKey } }),
  };
}

const ranked = (verdicts: Readonly<Record<string, Verdict>>, error?: Parameters<typeof rankCauses>[1]) =>
  rankCauses(new Map(Object.entries(verdicts)), error);

describe('ranking', () => {
  test('confirmed causes come in the order in which AWS meets them', () => {
    const inOrder = [
      'assume-role-trust',
      'expired-token',
      'wrong-credentials',
      'scp-deny',
      'condition-source-ip',
      'bpa-restrict-public-buckets',
      'vpce-policy-implicit',
      'identity-no-allow',
      'boundary-implicit',
      'session-policy-implicit',
      'bucket-policy-no-allow',
      'requester-pays',
      'kms-key-policy-no-allow',
      'archived-object',
    ];
    const shuffled = inOrder.toReversed().map((id) => [id, verdict('confirmed')] as const);
    expect(ranked(Object.fromEntries(shuffled))).toEqual(inOrder);
  });

  test('confirmed, possible, unknown, ruled out', () => {
    const verdicts = {
      a: verdict('ruled_out'),
      b: verdict('unknown'),
      c: verdict('possible'),
      d: verdict('confirmed'),
    };
    expect(ranked(verdicts)).toEqual(['d', 'c', 'b', 'a']);
  });

  test('of the possible ones those that the error text names come first, in its order', () => {
    const verdicts = {
      'requester-pays': verdict('possible'),
      'condition-source-ip': verdict('possible', 's3:GetBucketPolicy', 'aws:SourceIp'),
      'identity-no-allow': verdict('possible'),
      'missing-object-masked': verdict('possible'),
    };
    const causes = ['missing-object-masked', 'identity-no-allow', 'requester-pays'];
    expect(ranked(verdicts, { causes })).toEqual([...causes, 'condition-source-ip']);
  });

  test('a statement in the kind of policy that the text names comes before one in another', () => {
    const verdicts = {
      'condition-mfa': verdict('possible', 'identity policies', 'aws:MultiFactorAuthPresent'),
      'condition-source-ip': verdict('possible', 's3:GetBucketPolicy', 'aws:SourceIp'),
    };
    const error = { denyType: 'explicit', policyType: 'resource' } as const;
    expect(ranked(verdicts, error)).toEqual(['condition-source-ip', 'condition-mfa']);
    expect(ranked(verdicts)).toEqual(['condition-mfa', 'condition-source-ip']);
  });

  test('plain HTTP and an old TLS come last of the conditions: hardly a client has them', () => {
    const verdicts = {
      'condition-secure-transport': verdict('possible', 's3:GetBucketPolicy', 'aws:SecureTransport'),
      'condition-source-ip': verdict('possible', 's3:GetBucketPolicy', 'aws:SourceIp'),
    };
    expect(ranked(verdicts)).toEqual(['condition-source-ip', 'condition-secure-transport']);
  });
});
