import { describe, expect, it } from '@jest/globals';
import { buildAuditRole } from '../../src/evidence/audit-role.js';
import { READS } from '../../src/evidence/aws/reads/index.js';
import {
  ACCOUNT_KINDS,
  DUTIES_OF_ACCOUNT,
  NEVER_READ_DATA,
  type AccountKind,
} from '../../src/evidence/read-info.js';

const BOT = 'arn:aws:iam::111122223333:role/s3denied-bot';

function allowedBy(kinds: readonly AccountKind[]): readonly string[] {
  const role = buildAuditRole({ kinds, botPrincipal: BOT, externalId: 'some-id' }, READS);
  return role.permissionsPolicy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(
    ({ Action }) => Action,
  );
}

describe('the audit role', () => {
  it.each([
    { kinds: ['bucket'] },
    { kinds: ['caller'] },
    { kinds: ['organization'] },
    { kinds: ['bucket', 'caller'] },
    { kinds: ACCOUNT_KINDS },
  ] as const)('of $kinds allows exactly what the collectors call there', ({ kinds }) => {
    const duties = kinds.flatMap((kind) => DUTIES_OF_ACCOUNT[kind]);
    const called = new Set(
      READS.filter(({ duty }) => duties.includes(duty)).map(({ iamAction }) => iamAction),
    );
    expect([...allowedBy(kinds)].toSorted()).toEqual([...called].toSorted());
  });

  it('of all kinds is for every call there is', () => {
    expect(new Set(allowedBy(ACCOUNT_KINDS))).toEqual(new Set(READS.map(({ iamAction }) => iamAction)));
  });

  it("of an organization's account reads no buckets, identities or keys", () => {
    expect(allowedBy(['organization']).filter((action) => !/^(organizations|logs):/.test(action))).toEqual(
      [],
    );
  });

  it('holds no wildcard, and changes nothing', () => {
    for (const action of allowedBy(ACCOUNT_KINDS)) {
      expect(action).toMatch(/^[a-z0-9]+:(Get|List|Describe|LookupEvents$|FilterLogEvents$)[A-Za-z]*$/);
    }
  });

  it('denies the reading of data', () => {
    const role = buildAuditRole({ kinds: ['bucket'], botPrincipal: BOT, externalId: 'some-id' }, READS);
    expect(role.permissionsPolicy.Statement.at(-1)).toEqual({
      Sid: 'NeverReadData',
      Effect: 'Deny',
      Action: NEVER_READ_DATA,
      Resource: '*',
    });
    expect(NEVER_READ_DATA).toEqual(
      expect.arrayContaining(['s3:GetObject', 's3:GetObjectVersion', 'kms:Decrypt']),
    );
  });

  it('is assumed by the bot alone, with the external id', () => {
    const { trustPolicy } = buildAuditRole(
      { kinds: ['caller'], botPrincipal: BOT, externalId: 'some-id' },
      READS,
    );
    expect(trustPolicy.Statement).toEqual([
      {
        Sid: 'OnlyTheBot',
        Effect: 'Allow',
        Principal: { AWS: BOT },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'some-id' } },
      },
    ]);
  });

  it('fits into an inline policy', () => {
    const role = buildAuditRole({ kinds: ACCOUNT_KINDS, botPrincipal: BOT, externalId: 'some-id' }, READS);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 10 240 characters for a role.
    expect(JSON.stringify(role.permissionsPolicy).length).toBeLessThan(10_240);
  });
});
