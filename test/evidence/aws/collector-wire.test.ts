import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { AwsCollectorOptions } from '../../../src/evidence/aws/collector.js';
import { READS } from '../../../src/evidence/aws/reads/index.js';
import type { CollectionRequest } from '../../../src/evidence/collector.js';
import { NEVER_READ_DATA, type ReadInfo } from '../../../src/evidence/read-info.js';
import { snapshotSchema } from '../../../src/evidence/snapshot.js';
import { collectOverWire, reasonsFor, unread } from '../../support/collect-over-wire.js';
import { errorAnswer, xml } from '../../support/moto-answers.js';
import {
  AUDIT_ACCOUNTS,
  BUCKET_ACCOUNT,
  CALLER_ACCOUNT,
  KEY_ACCOUNT,
  startAws,
  type FakeAws,
} from '../../support/moto-aws.js';
import {
  ALIAS_BUCKET,
  BARE_USER_ARN,
  BUCKET,
  BUCKET_POLICY,
  buildEstate,
  KEY,
  KEY_POLICY,
  PLAIN_BUCKET,
  policy,
  ROLE_SESSION_ARN,
  USER_ARN,
  type Estate,
} from '../../support/moto-estate.js';
import { describeWithPeer } from '../../support/peers.js';

const REQUEST = {
  investigationId: 'inv-42',
  accounts: AUDIT_ACCOUNTS,
  bucket: BUCKET,
  key: KEY,
  principal: USER_ARN,
  operation: 'GetObject',
};

const policySchema = z.object({
  Statement: z.array(z.object({ Effect: z.string(), Action: z.array(z.string()) })),
});

function collect(request: Partial<CollectionRequest> = {}, options: AwsCollectorOptions = {}) {
  return collectOverWire({ ...REQUEST, ...request }, options);
}

function allows(action: string) {
  return policy('Allow', action, '*');
}

/** What is read whatever else there is: an organization, an endpoint or a trail has tests of its own. */
const ROWS = READS.filter(({ duty }) => ['bucket', 'accessPoint', 'caller', 'key'].includes(duty));

/** A request for which this row of the table is read. */
function requestFor(
  read: ReadInfo,
  { accessPointArn, accessPointAlias }: Estate,
): Partial<CollectionRequest> {
  if (read.duty === 'caller') return { principal: /Role/.test(read.call) ? ROLE_SESSION_ARN : USER_ARN };
  if (read.call === 's3control:ListAccessPoints') return { bucket: accessPointAlias };
  if (read.duty === 'accessPoint') return { accessPointArn };
  const versionId = /Version(s|Acl|Tagging)$/.test(read.iamAction) ? { versionId: 'null' } : {};
  return { bucket: BUCKET, key: KEY, ...versionId };
}

describeWithPeer('moto_server', 'collecting over the wire', () => {
  let aws: FakeAws;
  let estate: Estate;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    estate = await buildEstate(aws);
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  it('reads a user, a bucket of a second account and a key of a third', async () => {
    const result = await collect();
    const { snapshot } = result;
    expect(snapshotSchema.safeParse(snapshot).success).toBe(true);
    expect(unread(result)).toEqual([]);
    expect(snapshot.accessPoint).toBeNull();
    expect(snapshot.bucket).toMatchObject({
      name: BUCKET,
      account: BUCKET_ACCOUNT,
      region: 'eu-west-1',
      policy: BUCKET_POLICY,
      policyIsPublic: false,
      publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: false, RestrictPublicBuckets: true },
      accountPublicAccessBlock: null,
      objectOwnership: 'BucketOwnerEnforced',
      requestPayer: 'Requester',
      encryption: { algorithm: 'aws:kms', kmsKeyId: estate.keyArn, bucketKeyEnabled: true },
    });
    expect(snapshot.bucket?.ownerId).toBe(snapshot.object?.ownerId);
    expect(snapshot.object).toMatchObject({ key: KEY, exists: true, storageClass: 'STANDARD' });
    expect(snapshot.kmsKey).toMatchObject({
      arn: estate.keyArn,
      account: KEY_ACCOUNT,
      region: 'eu-west-1',
      manager: 'CUSTOMER',
      state: 'Enabled',
      policy: KEY_POLICY,
      grants: [{ GranteePrincipal: USER_ARN, Operations: ['DescribeKey'] }],
    });
  });

  it("reads a user's own, managed and group policies, boundary and tags", async () => {
    const { snapshot } = await collect();
    expect(snapshot.caller).toMatchObject({
      arn: USER_ARN,
      account: CALLER_ACCOUNT,
      tags: { team: 'blue' },
      sessionPolicies: [],
      permissionsBoundary: { name: estate.boundaryArn, document: allows('s3:*') },
      identityPolicies: [
        { name: 'own', document: allows('s3:GetObject') },
        { name: estate.managedPolicyArn, document: allows('s3:ListAllMyBuckets') },
        { name: 'group/readers/shared', document: allows('s3:GetObjectTagging') },
        { name: estate.groupPolicyArn, document: allows('s3:ListBucket') },
      ],
    });
  });

  it('reads the role behind a session whose ARN does not tell its path, and says what no API tells', async () => {
    const result = await collect({ principal: ROLE_SESSION_ARN });
    const { caller } = result.snapshot;
    expect(caller?.identityPolicies?.map(({ name }) => name)).toEqual(['own', estate.managedPolicyArn]);
    expect(caller?.permissionsBoundary?.name).toBe(estate.boundaryArn);
    expect(caller?.tags).toEqual({ team: 'blue' });
    expect(caller).not.toHaveProperty('sessionPolicies');
    expect(reasonsFor(result, 'caller.sessionPolicies')).toHaveLength(1);
    expect(reasonsFor(result, 'caller.sessionTags')).toHaveLength(1);
  });

  it('takes what is not configured for none, not for unknown', async () => {
    const result = await collect({ bucket: PLAIN_BUCKET, key: 'missing', operation: 'PutObject' });
    const { snapshot } = result;
    expect(snapshot.bucket).toMatchObject({
      policy: null,
      policyIsPublic: false,
      publicAccessBlock: null,
      objectOwnership: null,
      encryption: null,
      requestPayer: 'BucketOwner',
      versioning: { status: null, mfaDelete: false },
      objectLock: null,
      website: null,
      tags: {},
      abacEnabled: false,
    });
    expect(snapshot.object).toEqual({
      key: 'missing',
      exists: false,
      acl: null,
      tags: {},
      retention: null,
      legalHold: false,
    });
    expect(snapshot.kmsKey).toBeNull();
    expect(unread(result)).toEqual([]);
    expect(reasonsFor(result, 'object.encryption')).toEqual([]);
  });

  it('knows of a user without policies, boundary and tags that there are none', async () => {
    const { snapshot } = await collect({ principal: BARE_USER_ARN });
    expect(snapshot.caller).toMatchObject({
      arn: BARE_USER_ARN,
      account: CALLER_ACCOUNT,
      tags: {},
      sessionPolicies: [],
      permissionsBoundary: null,
      identityPolicies: [],
    });
  });

  it('follows S3 into the region where the bucket is', async () => {
    const redirect = '<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>';
    const elsewhere = xml(301, redirect);
    aws.respond(
      's3:GetBucketLocation',
      () => ({ ...elsewhere, headers: { ...elsewhere.headers, 'x-amz-bucket-region': 'eu-west-1' } }),
      { account: BUCKET_ACCOUNT, times: 1 },
    );
    const accounts = AUDIT_ACCOUNTS.map((account) => ({ ...account, region: 'us-east-1' }));
    const result = await collect({ accounts });
    expect(result.snapshot.bucket).toMatchObject({ region: 'eu-west-1', policy: BUCKET_POLICY });
    expect(unread(result)).toEqual([]);
  });

  it('tells a denial that more rights would not lift', async () => {
    const message = `User: ${USER_ARN} is not authorized to perform: s3:GetBucketPolicy with an explicit deny in a resource-based policy`;
    aws.respond('s3:GetBucketPolicy', (call) => errorAnswer(call, 403, 'AccessDenied', message));
    expect(unread(await collect())).toEqual([
      {
        field: 'bucket.policy',
        reason: 'AccessDenied: s3:GetBucketPolicy (explicit deny in a resource-based policy)',
        neededPermission: 's3:GetBucketPolicy',
      },
    ]);
  });

  it('resolves an alias before it reads the key, in the session of the bucket’s own account', async () => {
    const { snapshot } = await collect({ bucket: ALIAS_BUCKET });
    expect(snapshot.kmsKey).toMatchObject({ arn: estate.aliasedKeyArn, account: BUCKET_ACCOUNT });
    expect(snapshot.kmsKey?.policy).toBeDefined();
    const forKeys = aws.log
      .filter(({ call }) => call === 'sts:AssumeRole')
      .filter(({ params }) => params.get('Policy')?.includes('kms:GetKeyPolicy'))
      .filter(({ params }) => params.get('RoleArn')?.includes(BUCKET_ACCOUNT));
    expect(forKeys).toHaveLength(1);
  });

  it('makes every call of the table that these accounts are asked, and none that is not in it', async () => {
    await collect();
    await collect({ principal: ROLE_SESSION_ARN, versionId: 'null', bucket: estate.accessPointAlias });
    const made = new Set(aws.log.map(({ call }) => call));
    made.delete('sts:AssumeRole');
    expect(ROWS.filter(({ call }) => !made.has(call))).toEqual([]);
    expect([...made].filter((call) => !READS.some((read) => read.call === call))).toEqual([]);
  });

  it('sends the expected owner with every call about a bucket', async () => {
    await collect();
    const aboutBuckets = aws.log.filter(({ bucket }) => bucket !== undefined);
    expect(aboutBuckets.length).toBeGreaterThan(8);
    expect(aboutBuckets.every(({ account, expectedBucketOwner }) => expectedBucketOwner === account)).toBe(
      true,
    );
  });

  it('assumes each role with its external id, the investigation’s name, and no more rights than reading', async () => {
    await collect();
    const assumed = aws.log.filter(({ call }) => call === 'sts:AssumeRole').map(({ params }) => params);
    expect(assumed.length).toBeGreaterThanOrEqual(4);
    for (const params of assumed) {
      const account = params.get('RoleArn')?.split(':')[4];
      expect(params.get('ExternalId')).toBe(`external-id-of-${account}`);
      expect(params.get('RoleSessionName')).toBe('s3denied-inv-42');
      expect(params.get('DurationSeconds')).toBe('900');
      const text = params.get('Policy') ?? '';
      expect(text.length).toBeLessThanOrEqual(2048);
      const { Statement } = policySchema.parse(JSON.parse(text));
      const allowed = Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
      expect(allowed.filter((action) => !READS.some(({ iamAction }) => iamAction === action))).toEqual([]);
      expect(Statement.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action }) => Action)).toEqual([
        ...NEVER_READ_DATA,
      ]);
    }
  });

  it('records each call with its outcome, and no credential anywhere', async () => {
    const logged: string[] = [];
    aws.deny('s3:GetBucketPolicy');
    const result = await collect(
      {},
      { logger: { debug: (...all) => void logged.push(JSON.stringify(all)) } },
    );
    expect(result.calls).toContainEqual({
      account: BUCKET_ACCOUNT,
      roleArn: `arn:aws:iam::${BUCKET_ACCOUNT}:role/s3denied-audit`,
      call: 's3:GetBucketPolicy',
      outcome: 'denied',
    });
    const made = aws.log.map(({ call }) => call).toSorted();
    expect(result.calls.map(({ call }) => call).toSorted()).toEqual(made);
    const everything = `${JSON.stringify(result)}${logged.join('')}`;
    for (const accessKeyId of new Set(aws.log.map((call) => call.accessKeyId))) {
      expect(everything).not.toContain(accessKeyId);
    }
    expect(everything).not.toContain('external-id-of-');
  });

  it('shows progress that only grows and ends at its total', async () => {
    const shown: { done: number; total: number; reading: string }[] = [];
    await collect({ onProgress: (progress) => void shown.push(progress) });
    expect(shown.map(({ done }) => done)).toEqual(shown.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(new Set(shown.map(({ total }) => total)).size).toBe(1);
    expect(shown.at(-1)).toMatchObject({ done: shown[0]?.total });
    expect(shown.map(({ reading }) => reading)).toContain('bucket policy');
  });

  // Where the bucket is shows in two ways, so that one permission less costs nothing there.
  const LOCATING = new Set(['s3:GetBucketLocation', 's3:ListBuckets']);
  const withoutLocating = ROWS.filter(({ call }) => !LOCATING.has(call));

  it.each(withoutLocating)('without $iamAction, says so and takes nothing for none ($call)', async (read) => {
    aws.deny(read.call);
    const result = await collectOverWire(requestFor(read, estate));
    const missing = unread(result).filter(({ neededPermission }) => neededPermission !== undefined);
    expect(missing.length).toBeGreaterThan(0);
    for (const { field, reason, neededPermission } of missing) {
      expect(neededPermission).toBe(read.iamAction);
      expect(reason).toContain(`AccessDenied: ${read.iamAction}`);
      expect(result.snapshot).not.toHaveProperty(field.split('.'));
    }
    const named = missing.map(({ field }) => field);
    expect(read.fields.some((field) => named.includes(field))).toBe(true);
  });

  it.each([...LOCATING])('still finds the bucket without %s', async (call) => {
    aws.deny(call);
    const { snapshot } = await collect();
    expect(snapshot.bucket).toMatchObject({ account: BUCKET_ACCOUNT, policy: BUCKET_POLICY });
  });

  it('says what is missing where nothing tells whose bucket it is', async () => {
    for (const call of LOCATING) aws.deny(call);
    const result = await collect();
    const needed = reasonsFor(result, 'bucket.policy').map(({ neededPermission }) => neededPermission);
    expect(new Set(needed)).toEqual(new Set(['s3:GetBucketLocation', 's3:ListAllMyBuckets']));
    expect(result.snapshot.bucket).toEqual({ name: BUCKET });
  });

  it.each([
    { account: CALLER_ACCOUNT, field: 'caller.identityPolicies' },
    { account: BUCKET_ACCOUNT, field: 'bucket.policy' },
    { account: KEY_ACCOUNT, field: 'kmsKey.policy' },
  ])(
    'where the role of $account may not be assumed, all it would have read is unknown',
    async ({ account, field }) => {
      aws.denyRole(account);
      const result = await collect();
      expect(reasonsFor(result, field)).not.toHaveLength(0);
      for (const { reason, neededPermission } of reasonsFor(result, field)) {
        expect(reason).toContain(
          `the audit role arn:aws:iam::${account}:role/s3denied-audit could not be assumed`,
        );
        expect(neededPermission).toBe('sts:AssumeRole');
      }
    },
  );

  it('says that a bucket is in none of the audited accounts', async () => {
    const accounts = AUDIT_ACCOUNTS.filter(({ account }) => account !== BUCKET_ACCOUNT);
    const result = await collect({ accounts });
    expect(reasonsFor(result, 'bucket.policy')).toEqual([
      {
        field: 'bucket.policy',
        reason: `the bucket is in none of the accounts that may be audited here (${CALLER_ACCOUNT}, ${KEY_ACCOUNT})`,
      },
    ]);
    expect(result.snapshot.bucket).toEqual({ name: BUCKET });
    expect(aws.log.filter(({ account }) => account === BUCKET_ACCOUNT)).toEqual([]);
  });

  it('asks many accounts a few at a time, and no more once the bucket is found', async () => {
    const others = Array.from({ length: 16 }, (_, index) => {
      const account = `2000000000${String(index).padStart(2, '0')}`;
      return { account, roleArn: `arn:aws:iam::${account}:role/s3denied-audit`, externalId: 'some-id' };
    });
    const owners = AUDIT_ACCOUNTS.filter(({ account }) => account === BUCKET_ACCOUNT);
    const accounts = [...others.slice(0, 8), ...owners, ...others.slice(8)];
    const { snapshot } = await collect({ accounts });
    expect(snapshot.bucket?.account).toBe(BUCKET_ACCOUNT);
    const asked = new Set(aws.log.map(({ params }) => params.get('RoleArn')?.split(':')[4]));
    asked.delete(undefined);
    expect(asked).toEqual(new Set(accounts.slice(0, 12).map(({ account }) => account)));
  });

  it('says that there is no such bucket', async () => {
    const result = await collect({ bucket: 'amzn-s3-demo-nowhere' });
    expect(reasonsFor(result, 'bucket.policy')[0]?.reason).toBe('NoSuchBucket: no bucket has this name');
  });

  it('reads nothing of a caller or key whose account may not be audited, and says so', async () => {
    const accounts = AUDIT_ACCOUNTS.filter(({ account }) => account === BUCKET_ACCOUNT);
    const result = await collect({ accounts });
    expect(reasonsFor(result, 'caller.identityPolicies')[0]?.reason).toContain(`account ${CALLER_ACCOUNT}`);
    expect(reasonsFor(result, 'kmsKey.policy')[0]?.reason).toContain(`account ${KEY_ACCOUNT}`);
    expect(result.snapshot.bucket?.policy).toEqual(BUCKET_POLICY);
    expect(result.snapshot.kmsKey).toEqual({ arn: estate.keyArn, account: KEY_ACCOUNT, region: 'eu-west-1' });
  });

  it.each(['s3:GetBucketPolicy', 'iam:GetUser', 'kms:DescribeKey', 'sts:AssumeRole'])(
    'tries again where AWS throttles %s',
    async (call) => {
      aws.throttle(call, 1);
      expect(unread(await collect())).toEqual([]);
    },
    15_000,
  );

  it('gives up on what stays throttled, and on nothing else', async () => {
    aws.throttle('s3:GetBucketPolicy', Infinity);
    expect(unread(await collect())).toEqual([
      {
        field: 'bucket.policy',
        reason: expect.stringMatching(/^(SlowDown|no answer within 5 s): s3:GetBucketPolicy$/),
      },
    ]);
  }, 15_000);

  it('does not wait for a call that hangs', async () => {
    aws.hang('s3:GetBucketPolicy');
    const result = await collect({}, { callMilliseconds: 1500 });
    expect(unread(result)).toEqual([
      { field: 'bucket.policy', reason: 'no answer within 1.5 s: s3:GetBucketPolicy' },
    ]);
    expect(result.calls).toContainEqual(
      expect.objectContaining({ call: 's3:GetBucketPolicy', outcome: 'timeout' }),
    );
  });

  it('keeps to the deadline of the whole', async () => {
    aws.hang('iam:ListGroupsForUser');
    aws.hang('s3:GetBucketAcl');
    const result = await collect({}, { totalMilliseconds: 4000 });
    expect(reasonsFor(result, 'bucket.acl')[0]?.reason).toBe('not read within 4 s: s3:GetBucketAcl');
    expect(reasonsFor(result, 'caller.identityPolicies')[0]?.reason).toContain('not read within 4 s');
    expect(result.snapshot.bucket?.policy).toEqual(BUCKET_POLICY);
  });

  it('stops at once when the person leaves', async () => {
    aws.hang('s3:GetBucketLocation');
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 300);
    const result = await collect({ signal: leaving.signal });
    expect(reasonsFor(result, 'bucket.policy')[0]?.reason).toContain('the reading was stopped');
  });

  it('asks AWS nothing for somebody who left before', async () => {
    const { calls } = await collect({ signal: AbortSignal.abort() });
    expect(aws.log).toEqual([]);
    expect(calls).toEqual([]);
  });

  it.each([
    { name: 'is no JSON', body: '{"Version": "2012-10-17", "Statement": [' },
    { name: 'is no policy', body: '[]' },
    { name: 'is empty', body: '' },
  ])('takes a bucket policy that $name for unknown', async ({ body }) => {
    aws.respond('s3:GetBucketPolicy', () => ({ status: 200, headers: {}, body }));
    const result = await collect();
    expect(unread(result)).toEqual([
      { field: 'bucket.policy', reason: "AWS's answer could not be read: s3:GetBucketPolicy" },
    ]);
    expect(result.snapshot.bucket).not.toHaveProperty('policy');
  });

  it('takes an answer in a shape that AWS does not document for unknown', async () => {
    aws.respond('s3:GetBucketRequestPayment', () => xml(200, '<Whatever/>'));
    aws.respond('s3:GetBucketAcl', () => xml(200, 'cut off <Acc'));
    aws.respond('s3:ListObjectsV2', () => xml(200, '<Whatever/>'));
    aws.respond('iam:ListAttachedUserPolicies', () => xml(200, '<Whatever/>'));
    const result = await collect();
    expect(new Set(unread(result).map(({ reason }) => reason.split(':')[0]))).toEqual(
      new Set(["AWS's answer could not be read"]),
    );
    expect(
      unread(result)
        .map(({ field }) => field)
        .toSorted(),
    ).toEqual([
      'bucket.acl',
      'bucket.ownerId',
      'bucket.requestPayer',
      'caller.identityPolicies',
      'object.exists',
      'object.restored',
      'object.storageClass',
    ]);
  });

  it('says so where a user does not exist', async () => {
    const result = await collect({ principal: `arn:aws:iam::${CALLER_ACCOUNT}:user/Nobody` });
    expect(reasonsFor(result, 'caller.tags')[0]?.reason).toMatch(/^NoSuchEntity\w*: iam:GetUser$/);
    expect(result.snapshot.caller).not.toHaveProperty('identityPolicies');
  });

  it('survives an AWS that is not there', async () => {
    const endpoint = process.env['AWS_ENDPOINT_URL'];
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    try {
      const result = await collect({}, { callMilliseconds: 2000 });
      expect(reasonsFor(result, 'bucket.policy')[0]?.reason).toContain('could not be assumed');
    } finally {
      process.env['AWS_ENDPOINT_URL'] = endpoint;
    }
  });

  // How long it takes is measured by `npm run bench`.
  it('lets no call wait for another whose answer it does not need', async () => {
    await collect();
    const calls = [...new Set(aws.log.map(({ call }) => call))];
    aws.reset();
    for (const call of STUCK) aws.hang(call);
    const enough = new AbortController();
    const collecting = collect(
      { signal: enough.signal },
      { callMilliseconds: 60_000, totalMilliseconds: 60_000 },
    );
    const missing = () => calls.filter((call) => !aws.log.some((one) => one.call === call));
    for (let tries = 0; tries < 200 && missing().length > 0; tries += 1) await sleep(50);
    enough.abort();
    await collecting;
    expect(missing()).toEqual([]);
  });
});

/** Nothing depends on what these answer. */
const STUCK = [
  's3:GetBucketPolicy',
  's3:GetBucketAcl',
  's3:GetBucketVersioning',
  's3:GetBucketTagging',
  's3control:GetPublicAccessBlock',
  's3:ListObjectsV2',
  's3:GetObjectAcl',
  's3:GetObjectRetention',
  'iam:GetUser',
  'kms:DescribeKey',
  'kms:ListGrants',
];
