import { describe, expect, test } from '@jest/globals';
import { isRecord } from '../../../src/diagnosis/json.js';
import { allow } from '../../support/snapshots.js';
import { CASES, causeOf, textsOf, type FixCase } from './support/cases.js';

const BUCKET_ARN = 'arn:aws:s3:::amzn-s3-demo-bucket';
const JANE = 'arn:aws:iam::111122223333:user/Jane';
const PARTNER = { AWS: 'arn:aws:iam::777788889999:root' };

function fixOf(row: Omit<FixCase, 'name' | 'verified'>) {
  return causeOf({ ...row, name: row.cause, verified: null }).fix;
}

function statementsOf(document: unknown): readonly unknown[] {
  return isRecord(document) ? [document['Statement']].flat() : [];
}

function deny(more: object): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `${BUCKET_ARN}/*`, ...more }],
  };
}

describe('a fix changes as little as it can', () => {
  test.each(CASES)('no statement is lost or moved, and no Deny taken away: $name', (row) => {
    const { diffs } = causeOf(row).fix;
    for (const { text } of diffs) {
      const lines = (sign: string) =>
        text
          .split('\n')
          .flatMap((line) => (line.startsWith(`${sign} `) ? [line.slice(1).replace(/,$/, '')] : []));
      // A comma after what was the last is no change.
      const removed = lines('-').filter((line) => !lines('+').includes(line));
      expect(removed.join('\n')).not.toMatch(/"(Effect|Sid|Action|NotAction|Version|Id)"/);
    }
  });

  test.each(CASES)('a diff leads from what is there to what the patch says: $name', (row) => {
    const { diffs, patches } = causeOf(row).fix;
    const policies = patches.filter(
      ({ target }) => /polic|boundary/i.test(target) && !target.endsWith('IsPublic'),
    );
    expect(diffs.map(({ target, name, level }) => ({ target, name, level }))).toEqual(
      policies
        .filter(() => !row.name.endsWith('unread'))
        .map(({ target, name, level }) => ({ target, name, level })),
    );
    for (const { text } of diffs) expect(text).toMatch(/^--- .*\(today\)"?\n\+\+\+ .*\(fixed\)"?\n@@ /);
  });

  test('an old policy without a Version stays in the language of 2008, where a variable is text', () => {
    const today = {
      Statement: [
        { Effect: 'Allow', Principal: PARTNER, Action: 's3:GetObject', Resource: `${BUCKET_ARN}/*` },
      ],
    };
    const { patches, verified } = fixOf({
      cause: 'bucket-policy-no-allow',
      base: 'crossAccount',
      key: 'a*b/${x}',
      set: {
        'bucket.policy': today,
        'caller.identityPolicies': [{ name: 'all', document: allow('*', '*') }],
      },
    });
    expect(patches).toEqual([
      {
        target: 'bucket.policy',
        document: {
          Statement: [
            ...today.Statement,
            {
              Effect: 'Allow',
              Principal: { AWS: JANE },
              Action: 's3:GetObject',
              Resource: `${BUCKET_ARN}/a?b/\${x}`,
            },
          ],
        },
      },
    ]);
    expect(verified).toBe(true);
  });

  test('a Deny that AWS keeps is left alone: nobody can change it', () => {
    const { patches, snippets } = fixOf({
      cause: 'identity-deny',
      base: 'sameAccount',
      set: {
        'caller.identityPolicies': [
          {
            name: 'arn:aws:iam::aws:policy/AWSDenyAll',
            document: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] },
          },
        ],
      },
    });
    expect({ patches, snippets }).toEqual({ patches: [], snippets: [] });
  });

  test('everybody becomes the caller; who is named beside everybody stays', () => {
    const { patches } = fixOf({
      cause: 'bpa-restrict-public-buckets',
      base: 'crossAccount',
      set: {
        'bucket.publicAccessBlock': { RestrictPublicBuckets: true },
        'bucket.policyIsPublic': true,
        'bucket.policy': allow('s3:GetObject', `${BUCKET_ARN}/*`, {
          Principal: { AWS: ['*', PARTNER.AWS], Service: 'cloudtrail.amazonaws.com' },
        }),
      },
    });
    expect(statementsOf(patches[0]?.document)).toEqual([
      expect.objectContaining({
        Principal: { AWS: [PARTNER.AWS, JANE], Service: 'cloudtrail.amazonaws.com' },
      }),
    ]);
    expect(patches[1]).toEqual({ target: 'bucket.policyIsPublic', document: false });
  });

  test('a policy that AWS calls public, and nobody sees why, is left as it is', () => {
    const { patches, verified } = fixOf({
      cause: 'bpa-restrict-public-buckets',
      base: 'crossAccount',
      set: { 'bucket.publicAccessBlock': { RestrictPublicBuckets: true }, 'bucket.policyIsPublic': true },
    });
    expect({ patches, verified }).toEqual({ patches: [], verified: null });
  });

  test('two permissions that one statement misses are put right in that statement together', () => {
    const { patches, verified } = fixOf({
      cause: 'wrong-arn-form',
      base: 'sameAccount',
      operation: 'CopyObject',
      headers: { 'x-amz-copy-source': ['amzn-s3-demo-bucket/source'] },
      set: {
        'caller.identityPolicies': [
          { name: 'copier', document: allow(['s3:GetObject', 's3:PutObject', 's3:ListBucket'], BUCKET_ARN) },
        ],
      },
    });
    expect(statementsOf(patches[0]?.document)).toEqual([
      expect.objectContaining({
        Resource: expect.arrayContaining([
          BUCKET_ARN,
          `${BUCKET_ARN}/source`,
          `${BUCKET_ARN}/reports/2026.csv`,
        ]),
      }),
    ]);
    expect(patches).toHaveLength(1);
    expect(verified).not.toBe(false);
  });

  test('of several ids of deleted identities none is taken for the caller', () => {
    const { patches } = fixOf({
      cause: 'bucket-policy-stale-principal',
      base: 'crossAccount',
      set: {
        'bucket.policy': allow('s3:GetObject', `${BUCKET_ARN}/*`, {
          Principal: { AWS: ['AIDAIOSFODNN7EXAMPLE', 'AIDACKCEVSQ6C2EXAMPLE'] },
        }),
      },
    });
    expect(statementsOf(patches[0]?.document)).toEqual([
      expect.objectContaining({
        Principal: { AWS: ['AIDAIOSFODNN7EXAMPLE', 'AIDACKCEVSQ6C2EXAMPLE', JANE] },
      }),
    ]);
  });

  test('two causes of one policy leave one document, the same in both', () => {
    const row = {
      base: 'crossAccount',
      key: 'a',
      operation: 'PutObject',
      headers: { 'x-amz-acl': ['private'] },
      set: { 'bucket.policy': null },
    } as const;
    const { patches } = fixOf({ ...row, cause: 'bucket-policy-no-allow' });
    expect(fixOf({ ...row, cause: 'put-object-acl-missing' }).patches).toContainEqual(patches[0]);
    expect(statementsOf(patches[0]?.document)).toEqual([
      expect.objectContaining({ Action: 's3:PutObjectAcl' }),
      expect.objectContaining({ Action: 's3:PutObject' }),
    ]);
  });
});

describe('what nobody has read is never written whole', () => {
  test.each([
    [
      'bucket policy',
      'bucket-policy-no-allow',
      'no resource-based policy allows the s3:GetObject action',
      'get-bucket-policy',
    ],
    [
      'VPC endpoint policy',
      'vpce-policy-implicit',
      'no VPC endpoint policy allows the s3:GetObject action',
      'describe-vpc-endpoints',
    ],
    [
      'permissions boundary',
      'boundary-implicit',
      'no permissions boundary allows the s3:GetObject action',
      'get-policy-version',
    ],
    [
      'session policy',
      'session-policy-implicit',
      'no session policy allows the s3:GetObject action',
      undefined,
    ],
  ])('%s', (_, cause, because, fetch) => {
    const error = `User: arn:aws:sts::111122223333:assumed-role/app/session is not authorized to perform: s3:GetObject on resource: "${BUCKET_ARN}/reports/2026.csv" because ${because}`;
    const fix = fixOf({ cause, error });
    expect({ patches: fix.patches, diffs: fix.diffs, verified: fix.verified }).toEqual({
      patches: [],
      diffs: [],
      verified: null,
    });
    const texts = fix.snippets.map(({ text }) => text).join('\n');
    expect(texts).not.toMatch(/\bVersion"?\s*[:=]|^resource |^Resources:/m);
    if (fetch !== undefined) expect(texts.indexOf(fetch)).toBeGreaterThan(-1);
    const [first] = fix.snippets;
    expect(first?.format).toBe('json');
    expect(JSON.parse(first?.text ?? '')).toMatchObject({ Effect: 'Allow', Action: 's3:GetObject' });
  });

  test("a policy of the caller's own goes by a name that nothing else has, and proves nothing of those unread", () => {
    const row = CASES.find(({ name }) => name === 'identity-unread');
    if (row === undefined) throw new Error('no such case');
    const { patches, verified } = causeOf(row).fix;
    expect(patches[0]?.name).toMatch(/^s3denied-access-[0-9a-f]{8}$/);
    const other = causeOf({
      ...row,
      key: 'another',
      error: row.error?.replace('reports/2026.csv', 'another') ?? '',
    });
    expect(other.fix.patches[0]?.name).not.toBe(patches[0]?.name);
    expect(verified).toBeNull();
  });

  test('the policy of another key than the one that was read is not touched', () => {
    const error = `User: ${JANE} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:444455556666:key/99999999-12ab-34cd-56ef-1234567890ab because no resource-based policy allows the kms:Decrypt action`;
    const { patches } = fixOf({
      cause: 'kms-key-policy-no-allow',
      base: 'crossAccount',
      error,
      set: {
        'object.encryption': {
          algorithm: 'aws:kms',
          kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/99999999-12ab-34cd-56ef-1234567890ab',
        },
      },
    });
    expect(patches).toEqual([]);
  });
});

describe('the way to comply with a condition', () => {
  test('is the command that sends what the policy wants, in place of a general one', () => {
    const fix = fixOf({
      cause: 'condition-encryption-header',
      base: 'sameAccount',
      operation: 'PutObject',
      headers: { 'x-amz-server-side-encryption': null },
      set: {
        'bucket.policy': deny({
          Action: 's3:PutObject',
          Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
        }),
      },
    });
    expect(fix.patches).toEqual([
      { target: 'request.context', document: { 's3:x-amz-server-side-encryption': 'AES256' } },
    ]);
    expect(fix.verified).toBe(true);
    expect(textsOf({ fix }, 'cli').filter((text) => !text.startsWith('# Or'))).toEqual([
      'aws s3api put-object --bucket amzn-s3-demo-bucket --key reports/2026.csv --body FILE --server-side-encryption AES256',
    ]);
  });

  test('fills the variables of the policy with what the request says', () => {
    const fix = fixOf({
      cause: 'condition-prefix',
      base: 'sameAccount',
      operation: 'ListObjectsV2',
      context: { 's3:prefix': ['elsewhere/'] },
      set: {
        'caller.identityPolicies': [
          {
            name: 'lister',
            document: allow('s3:ListBucket', BUCKET_ARN, {
              Condition: { StringLike: { 's3:prefix': 'home/${aws:username}/*' } },
            }),
          },
        ],
      },
    });
    expect(fix.patches).toEqual([{ target: 'request.context', document: { 's3:prefix': 'home/Jane/' } }]);
    expect(textsOf({ fix }, 'cli')).toContain(
      'aws s3api list-objects-v2 --bucket amzn-s3-demo-bucket --prefix home/Jane/',
    );
  });

  test('leaves out the ACL headers that the request is known to send', () => {
    const { patches, verified } = fixOf({
      cause: 'acls-disabled',
      base: 'sameAccount',
      operation: 'PutObject',
      headers: { 'x-amz-acl': ['public-read'], 'x-amz-grant-read': null },
      set: {
        'caller.identityPolicies': [{ name: 'all', document: allow('*', '*') }],
      },
    });
    expect(patches).toEqual([{ target: 'request.context', document: { 'x-amz-acl': null } }]);
    expect(verified).toBe(true);
  });

  test('an anonymous request cannot be made to pay', () => {
    const { patches } = fixOf({
      cause: 'requester-pays',
      base: 'crossAccount',
      principal: 'anonymous',
      set: { 'bucket.requestPayer': 'Requester' },
    });
    expect(patches.filter(({ target }) => target === 'request.context')).toEqual([]);
  });
});

describe('a guardrail keeps standing', () => {
  test("a Deny on other organizations' buckets spares this bucket's account alone", () => {
    const { patches, verified } = fixOf({
      cause: 'condition-resource-org',
      base: 'crossAccount',
      set: {
        'bucket.organizationId': 'o-another',
        'caller.identityPolicies': [
          { name: 'all', document: allow('*', '*') },
          {
            name: 'perimeter',
            document: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Deny',
                  Action: 's3:*',
                  Resource: '*',
                  Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } },
                },
              ],
            },
          },
        ],
      },
    });
    expect(statementsOf(patches[0]?.document)).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Condition: {
          StringNotEquals: { 'aws:ResourceOrgID': 'o-exampleorgid', 'aws:ResourceAccount': '444455556666' },
        },
      }),
    ]);
    expect(verified).toBe(true);
  });

  test('a key policy that has to stay is left alone by a grant for this data only', () => {
    const row = CASES.find(({ name }) => name === 'key-policy');
    if (row === undefined) throw new Error('no such case');
    const [grant] = textsOf(causeOf(row), 'cli').filter((text) => text.includes('create-grant'));
    expect(grant).toContain('--operations Decrypt');
    expect(grant).toContain(`"aws:s3:arn":"${BUCKET_ARN}/reports/2026.csv"`);
  });
});
