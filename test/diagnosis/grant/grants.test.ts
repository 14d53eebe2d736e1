import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../../src/diagnosis/types.js';
import { BUCKET, estate, JANE, KEY_ARN, planned, resultOf, textsIn, wanting } from './support/cases.js';

const READ = { method: 'bucket-policy', level: 'read', prefix: 'reports/' } as const;

function reading(fields: Readonly<Record<string, unknown>>, request: Partial<Evidence['request']> = {}) {
  return planned(wanting(READ, estate(fields), request));
}

function statementsIn(texts: readonly string[]): string {
  return texts.join('\n');
}

describe('who gets access', () => {
  test('a session gets it as its role, by the path that the role has', () => {
    const role = 'arn:aws:iam::111122223333:role/team/app';
    const principal = 'arn:aws:sts::111122223333:assumed-role/app/session';
    const plan = reading({ 'caller.arn': role }, { principal });
    expect(plan.grantee).toBe(role);
    expect(plan.verified).toBe(true);
    expect(statementsIn(textsIn(plan, 'cli'))).toContain('aws iam put-role-policy --role-name app');
  });

  test('a whole account is let in by its root, and who of it is for itself to say', () => {
    const plan = reading({}, { principal: '777788889999' });
    expect(plan.grantee).toBe('arn:aws:iam::777788889999:root');
    expect(plan.verified).toBeNull();
    expect(plan.because).toEqual([
      'the policies that the users and roles of account 777788889999 have there',
    ]);
    expect(statementsIn(textsIn(plan, 'cli'))).toContain(
      'aws iam create-policy --policy-name s3denied-grant-',
    );
    expect(plan.warnings.join()).toContain('All of account 777788889999 is let in');
  });

  test('nothing that was read of somebody else counts', () => {
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const fields = { 'caller.identityPolicies': [{ name: 'everything', document: everything }] };
    expect(reading(fields).verified).toBe(true);
    const plan = reading(fields, { principal: 'arn:aws:iam::111122223333:user/Kim' });
    expect(plan.verified).toBeNull();
    expect(plan.because).toContain('the identity policies');
    expect(plan.because).not.toContain('the service control policies');
  });

  test('of a permission set whose policy nobody has read, the statements are told', () => {
    const principal = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Readers_0123456789abcdef/jane';
    const plan = reading({ caller: '__unknown__' }, { principal });
    const text = statementsIn(textsIn(plan, 'cli'));
    expect(text).toContain('aws sso-admin get-inline-policy-for-permission-set');
    expect(text).not.toContain('put-role-policy');
  });

  test.each([
    ['anonymous', 'Nobody in particular is named'],
    ['logging.s3.amazonaws.com', 'a user, a role or an account'],
    ['arn:aws:sts::111122223333:federated-user/Kim', 'a user, a role or an account'],
    ['arn:aws:iam::444455556666:user/Kim', 'are in one account'],
  ])('%s gets no plan, and a line that says why', (principal, why) => {
    const result = resultOf(wanting(READ, estate(), { principal }));
    expect(result).toMatchObject({ outcome: 'not_planned', why: expect.stringContaining(why) });
  });
});

describe('on which objects', () => {
  test.each([
    ['reports', `arn:aws:s3:::${BUCKET}/reports/*`],
    ['reports/', `arn:aws:s3:::${BUCKET}/reports/*`],
    ['reports/2026*', `arn:aws:s3:::${BUCKET}/reports/2026*`],
    ['*', `arn:aws:s3:::${BUCKET}/*`],
    ['', `arn:aws:s3:::${BUCKET}/*`],
    ['a*b/', `arn:aws:s3:::${BUCKET}/a\${*}b/*`],
  ])('a folder typed as "%s" is %s', (prefix, resource) => {
    const plan = planned(wanting({ ...READ, prefix }));
    expect(plan.parts[0]?.patches[0]?.document).toMatchObject({ Statement: [{ Resource: resource }] });
  });

  test('where nobody said, the object that was denied', () => {
    const { method, level } = READ;
    const plan = planned(wanting({ method, level }, estate(), { key: 'reports/2026.csv' }));
    expect(plan.scope).toEqual({ kind: 'object', key: 'reports/2026.csv' });
  });
});

describe('the bucket policy as it is today', () => {
  test('is kept, and the statement added to it', () => {
    const old = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::777788889999:root' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${BUCKET}/*`,
    };
    const plan = reading({ 'bucket.policy': { Version: '2012-10-17', Statement: old } });
    expect(plan.parts[0]?.patches[0]?.document).toMatchObject({
      Statement: [old, { Principal: { AWS: JANE } }],
    });
    expect(plan.parts[0]?.diffs[0]?.text).toContain(`+        "AWS": "${JANE}"`);
  });

  test('is never written whole where nobody has read it', () => {
    const plan = reading({ 'bucket.policy': '__unknown__' });
    const [part] = plan.parts;
    expect(part?.patches).toEqual([]);
    expect(part?.snippets.find(({ format }) => format === 'cli')?.text).toContain(
      'aws s3api get-bucket-policy',
    );
    expect(part?.snippets.map(({ format }) => format)).toEqual([
      'json',
      'cli',
      'terraform',
      'cloudformation',
    ]);
    expect(plan.verified).toBeNull();
    expect(plan.because).toEqual(['the bucket policy']);
  });

  test('in the language of 2008 has no way to escape a star: one character stands for it', () => {
    const old = { Version: '2008-10-17', Statement: [] };
    const plan = planned(wanting({ ...READ, prefix: 'a*b/' }, estate({ 'bucket.policy': old })));
    expect(plan.parts[0]?.patches[0]?.document).toMatchObject({
      Statement: [{ Resource: `arn:aws:s3:::${BUCKET}/a?b/*` }],
    });
    expect(plan.verified).toBe(true);
  });
});

describe('what the plan cannot open is told', () => {
  const deny = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyOurEndpoint',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
      },
    ],
  };
  const scp = {
    name: 'p-guard',
    document: { ...deny, Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] },
  };
  const everything = {
    name: 'FullAWSAccess',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  };

  test.each([
    [
      'a deny of the bucket',
      { 'bucket.policy': deny },
      'the bucket policy, statement 1 ("OnlyOurEndpoint"), denies s3:GetObject',
    ],
    [
      'a service control policy',
      { 'caller.serviceControlPolicies': [[everything, scp]] },
      'the service control policies (p-guard), statement 1, denies s3:GetObject',
    ],
    [
      'a permissions boundary',
      { 'caller.permissionsBoundary': { name: 'b', document: deny } },
      'nothing in the permissions boundary allows s3:GetObject',
    ],
    ['a disabled key', { 'kmsKey.state': 'Disabled' }, 'disabled'],
    [
      'objects of another account',
      { 'object.ownerId': 'a'.repeat(64), 'bucket.objectOwnership': 'ObjectWriter' },
      'belongs',
    ],
  ])('%s', (_name, fields, because) => {
    const plan = reading(fields);
    expect(plan.verified).toBe(false);
    expect(plan.because.join('; ')).toContain(because);
  });

  test('what is not known, by name', () => {
    const plan = reading({ 'bucket.policy': deny, vpcEndpoint: '__unknown__' });
    expect(plan.verified).toBeNull();
    expect(plan.because).toContain('the VPC endpoint policy');
  });
});

describe('KMS', () => {
  test('the AWS managed key lets in by a role only', () => {
    const fields = {
      'bucket.encryption': { algorithm: 'aws:kms', kmsKeyId: null, bucketKeyEnabled: false },
      'object.encryption': { algorithm: 'aws:kms', kmsKeyArn: KEY_ARN },
      'kmsKey.manager': 'AWS',
    };
    const direct = planned(wanting(READ, estate(fields)));
    expect(direct.verified).toBe(false);
    expect(direct.warnings.join()).toContain('copy the objects onto themselves; or take the way by a role');
    expect(direct.ways.map(({ impossible }) => impossible !== undefined)).toEqual([true, true, false]);
    expect(planned(wanting({ ...READ, method: 'role' }, estate(fields))).verified).toBe(true);
  });

  test('a key that is named by an alias gets no statement, and a line that says what is missing', () => {
    const fields = {
      'bucket.encryption': { algorithm: 'aws:kms', kmsKeyId: 'alias/data' },
      object: '__unknown__',
      kmsKey: '__unknown__',
    };
    const plan = reading(fields);
    expect(plan.verified).toBeNull();
    expect(plan.warnings.join()).toContain('Which KMS key encrypts the objects is not known');
    expect(plan.parts.map(({ owner }) => owner)).toEqual(['bucket-account', 'caller-account']);
  });

  test('where the key policy leaves nothing to its account, the role is named in it', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:user/KeyAdmin' },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    };
    const plan = planned(wanting({ ...READ, method: 'role' }, estate({ 'kmsKey.policy': policy })));
    const key = plan.parts.find(({ owner }) => owner === 'key-account');
    expect(JSON.stringify(key?.patches)).toContain('arn:aws:iam::444455556666:role/s3-read-');
    expect(plan.verified).toBe(true);
  });
});

describe('a role', () => {
  test('is not proved where the bucket’s account is in an organization whose policies nobody has read', () => {
    const plan = planned(
      wanting({ ...READ, method: 'role' }, estate({ 'bucket.organizationId': 'o-exampleorgid' })),
    );
    expect(plan.verified).toBeNull();
    expect(plan.because).toEqual(['the service control policies']);
  });

  test('of another prefix, or for somebody else, is another role', () => {
    const names = [READ.prefix, 'other/'].map((prefix) => {
      const plan = planned(wanting({ ...READ, method: 'role', prefix }));
      return plan.parts[0]?.patches[0]?.name;
    });
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
  });
});

test('where the requester pays, the test command says so', () => {
  const plan = planned(
    wanting({ ...READ, level: 'read-list' }, estate({ 'bucket.requestPayer': 'Requester' })),
  );
  expect(plan.verified).toBe(true);
  expect(plan.testCommand.match(/--request-payer requester/g)).toHaveLength(2);
});

test('an upload is never tried on an object that is there, but where only that one is granted', () => {
  const write = { ...READ, level: 'write' } as const;
  expect(planned(wanting(write)).testCommand).toContain('--key reports/s3denied-test');
  const one = planned(wanting({ method: 'bucket-policy', level: 'delete', key: 'reports/2026.csv' }));
  expect(one.testCommand).toMatch(/^# This deletes the object\./);
});
