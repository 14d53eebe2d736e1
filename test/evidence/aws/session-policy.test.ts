import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseCaller } from '../../../src/evidence/aws/principal.js';
import { READS } from '../../../src/evidence/aws/reads/index.js';
import {
  MAX_SESSION_POLICY,
  sessionPolicy,
  type SessionPurpose,
} from '../../../src/evidence/aws/session-policy.js';
import { sessionNameOf } from '../../../src/evidence/aws/sts-session.js';
import { NEVER_READ_DATA } from '../../../src/evidence/read-info.js';

const policySchema = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: z.array(z.string()),
      Resource: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});
type Statement = z.infer<typeof policySchema>['Statement'][number];

const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/a/${'n'.repeat(60)}`;
const LONGEST_BUCKET = 'b'.repeat(255);
const ACCESS_POINT = `arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/${'p'.repeat(50)}`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const PURPOSES: readonly (SessionPurpose & { readonly name: string })[] = [
  { name: 'a bucket', kind: 'bucket', bucket: LONGEST_BUCKET },
  { name: 'a user', kind: 'caller', caller: parseCaller(USER) },
  {
    name: 'a role',
    kind: 'caller',
    caller: parseCaller(`arn:aws:sts::${ACCOUNT}:assumed-role/${'r'.repeat(64)}/s`),
  },
  { name: 'a key', kind: 'key', keyId: KEY },
  { name: 'an access point', kind: 'accessPoint', arn: ACCESS_POINT },
  { name: 'an alias', kind: 'accessPoint' },
  { name: 'an account', kind: 'account' },
  {
    name: 'a trail',
    kind: 'trail',
    logGroup: { name: 'g'.repeat(512), region: 'ap-southeast-4' },
  },
  { name: 'an organization', kind: 'organization' },
];

function statementsOf(purpose: SessionPurpose): readonly Statement[] {
  const text = sessionPolicy(purpose, 'aws', ACCOUNT);
  return policySchema.parse(JSON.parse(text)).Statement;
}

/** Whether one of the allowed patterns covers an action. */
function allows(statements: readonly Statement[], action: string): boolean {
  const covers = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action.replaceAll('*', 'Anything'));
  return statements.some(({ Effect, Action }) => Effect === 'Allow' && Action.some(covers));
}

describe('the session policy', () => {
  it.each(PURPOSES)('for $name fits into what STS takes', (purpose) => {
    expect(sessionPolicy(purpose, 'aws-us-gov', ACCOUNT).length).toBeLessThanOrEqual(MAX_SESSION_POLICY);
  });

  it.each(PURPOSES)('for $name never allows the reading of data, and denies it', (purpose) => {
    const statements = statementsOf(purpose);
    expect(NEVER_READ_DATA.filter((action) => allows(statements, action))).toEqual([]);
    expect(statements.at(-1)).toEqual({ Effect: 'Deny', Action: [...NEVER_READ_DATA], Resource: '*' });
  });

  it('denies nothing that a read needs', () => {
    const denied = NEVER_READ_DATA.map((action) => new RegExp(`^${action.replaceAll('*', '.*')}$`, 'i'));
    expect(READS.filter(({ iamAction }) => denied.some((pattern) => pattern.test(iamAction)))).toEqual([]);
  });

  it('is for one bucket and its objects', () => {
    const statements = statementsOf({ kind: 'bucket', bucket: 'amzn-s3-demo-bucket' });
    const resourceOf = (action: string) => statements.find(({ Action }) => Action.includes(action))?.Resource;
    expect(resourceOf('s3:GetBucketPolicy')).toEqual(['arn:aws:s3:::amzn-s3-demo-bucket']);
    expect(resourceOf('s3:ListBucketVersions')).toEqual(['arn:aws:s3:::amzn-s3-demo-bucket']);
    expect(resourceOf('s3:GetObjectVersionTagging')).toEqual(['arn:aws:s3:::amzn-s3-demo-bucket/*']);
    expect(resourceOf('s3:GetObjectAcl')).toEqual(['arn:aws:s3:::amzn-s3-demo-bucket/*']);
    expect(resourceOf('kms:GetKeyPolicy')).toEqual([`arn:aws:kms:*:${ACCOUNT}:key/*`]);
    expect(statements.some(({ Action }) => Action.includes('iam:GetRole'))).toBe(false);
  });

  it('is for one principal, whatever the path of a role', () => {
    const caller = parseCaller(`arn:aws:sts::${ACCOUNT}:assumed-role/app-role/session`);
    const statement = statementsOf({ kind: 'caller', caller }).find(({ Action }) =>
      Action.includes('iam:GetRole'),
    );
    expect(statement?.Resource).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/app-role`,
      `arn:aws:iam::${ACCOUNT}:role/*/app-role`,
    ]);
  });

  it('is for one access point, or for those of the account until it is known which', () => {
    const resourceOf = (purpose: SessionPurpose) =>
      statementsOf(purpose).find(({ Action }) => Action.includes('s3:GetAccessPointPolicy'))?.Resource;
    expect(resourceOf({ kind: 'accessPoint', arn: ACCESS_POINT })).toEqual([ACCESS_POINT]);
    expect(resourceOf({ kind: 'accessPoint' })).toEqual([`arn:aws:s3:*:${ACCOUNT}:accesspoint/*`]);
  });

  it('is for one key', () => {
    expect(statementsOf({ kind: 'key', keyId: KEY })[0]?.Resource).toEqual([KEY]);
  });
});

describe('the session name', () => {
  it.each([
    { id: 'inv-42', name: 's3denied-inv-42' },
    { id: 'T1:C2/3 ü', name: 's3denied-T1-C2-3--' },
    { id: 'x'.repeat(100), name: `s3denied-${'x'.repeat(55)}` },
  ])('names the investigation $id within what STS takes', ({ id, name }) => {
    expect(sessionNameOf(id)).toBe(name);
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});
