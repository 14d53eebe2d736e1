import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { snapshotSchema } from '../../../src/evidence/snapshot.js';
import { collectOverWire, reasonsFor } from '../../support/collect-over-wire.js';
import { errorAnswer, json } from '../../support/moto-answers.js';
import { startAws, type FakeAws } from '../../support/moto-aws.js';
import {
  auditAccount,
  buildOrganization,
  DENY_INSECURE,
  DENY_OUTSIDE,
  LONE_ACCOUNT,
  MANAGEMENT_ACCOUNT,
  ORGANIZATION_BUCKET,
  type OrganizationEstate,
} from '../../support/moto-organization.js';
import { describeWithPeer } from '../../support/peers.js';

const ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const OFF = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
const FIELDS = [
  'caller.serviceControlPolicies',
  'caller.resourceControlPolicies',
  'bucket.resourceControlPolicies',
] as const;

describeWithPeer('moto_server', "collecting an organization's policies over the wire", () => {
  let aws: FakeAws;
  let estate: OrganizationEstate;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    estate = await buildOrganization(aws);
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  function collect(...others: ReturnType<typeof auditAccount>[]) {
    const accounts = [auditAccount(estate.caller), auditAccount(estate.bucketOwner), ...others];
    return collectOverWire({ accounts, principal: estate.caller, bucket: ORGANIZATION_BUCKET });
  }
  const namesOf = (levels: readonly (readonly { name: string }[])[] | undefined) =>
    levels?.map((level) => level.map(({ name }) => name.split('/').at(-1) ?? '').toSorted());

  it('reads the levels from the root down to the account, through the management account', async () => {
    const { snapshot } = await collect(auditAccount(MANAGEMENT_ACCOUNT));
    expect(snapshotSchema.safeParse(snapshot).success).toBe(true);
    const scp = estate.scpArn.split('/').at(-1) ?? '';
    const rcp = estate.rcpArn.split('/').at(-1) ?? '';
    const full = 'p-FullAWSAccess';
    const all = 'p-RCPFullAWSAccess';
    expect(snapshot.caller).toMatchObject({ organizationId: estate.id, managementAccount: false });
    expect(namesOf(snapshot.caller?.serviceControlPolicies)).toEqual([
      [full],
      [full],
      [full, scp].toSorted(),
      [full],
    ]);
    expect(snapshot.caller?.serviceControlPolicies?.[2]).toContainEqual({
      name: estate.scpArn,
      document: DENY_OUTSIDE,
    });
    expect(snapshot.caller?.resourceControlPolicies).toHaveLength(4);
    expect(snapshot.bucket?.organizationId).toBe(estate.id);
    expect(namesOf(snapshot.bucket?.resourceControlPolicies)).toEqual([[all, rcp].toSorted(), [all]]);
    expect(snapshot.bucket?.resourceControlPolicies?.[0]).toContainEqual({
      name: estate.rcpArn,
      document: DENY_INSECURE,
    });
  });

  it('reads each policy, unit and root once, whoever is bound by them', async () => {
    await collect(auditAccount(MANAGEMENT_ACCOUNT));
    for (const call of [
      'organizations:DescribePolicy',
      'organizations:ListPoliciesForTarget',
      'organizations:ListParents',
    ]) {
      const asked = aws.log.filter((made) => made.call === call).map(({ params }) => String(params));
      expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    }
    expect(aws.log.filter(({ call }) => call === 'organizations:ListRoots')).toHaveLength(1);
  });

  it('asks an account that is marked as the organization’s without waiting to hear which organization it is', async () => {
    aws.hang('organizations:DescribeOrganization');
    const accounts = [auditAccount(estate.caller), auditAccount(MANAGEMENT_ACCOUNT, { organization: true })];
    const { snapshot } = await collectOverWire(
      { accounts, principal: estate.caller },
      { callMilliseconds: 2500 },
    );
    expect(snapshot.caller?.serviceControlPolicies).toHaveLength(4);
  });

  it('learns the organization of an account that may not be audited from the organization’s own account', async () => {
    const accounts = [auditAccount(MANAGEMENT_ACCOUNT, { organization: true })];
    const { snapshot } = await collectOverWire({ accounts, principal: estate.caller });
    expect(snapshot.caller).toMatchObject({ organizationId: estate.id, managementAccount: false });
    expect(snapshot.caller?.serviceControlPolicies).toHaveLength(4);
  });

  it('says where the policies would show, where no role is configured there', async () => {
    const result = await collect();
    for (const field of FIELDS) {
      expect(reasonsFor(result, field)).toEqual([
        {
          field,
          reason: `the organization's policies show only in account ${MANAGEMENT_ACCOUNT} or a delegated administrator, and no audit role is configured there`,
          neededPermission: 'organizations:ListPoliciesForTarget',
        },
      ]);
    }
    expect(result.snapshot.caller).toMatchObject({ organizationId: estate.id });
  });

  it('knows that no policy binds an account without an organization', async () => {
    const result = await collectOverWire({ accounts: [auditAccount(LONE_ACCOUNT)], principal: LONE_ACCOUNT });
    expect(result.snapshot.caller).toMatchObject({
      organizationId: null,
      managementAccount: false,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    });
    expect(result.snapshot.unavailable).toEqual([]);
  });

  it('knows that no policy binds the management account, and reads none', async () => {
    const accounts = [auditAccount(MANAGEMENT_ACCOUNT)];
    const { snapshot } = await collectOverWire({ accounts, principal: MANAGEMENT_ACCOUNT });
    expect(snapshot.caller).toMatchObject({ managementAccount: true, serviceControlPolicies: [] });
    expect(aws.log.map(({ call }) => call)).not.toContain('organizations:ListPoliciesForTarget');
  });

  it('knows that an organization which only shares a bill has no policies', async () => {
    const Organization = {
      Id: estate.id,
      MasterAccountId: MANAGEMENT_ACCOUNT,
      FeatureSet: 'CONSOLIDATED_BILLING',
    };
    aws.respond('organizations:DescribeOrganization', () => json(200, { Organization }));
    const { snapshot } = await collect();
    expect(snapshot.caller).toMatchObject({ organizationId: estate.id, serviceControlPolicies: [] });
  });

  it('takes a type of policy that is switched off for no constraint, not for levels that allow nothing', async () => {
    const types = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }];
    aws.respond('organizations:ListRoots', () =>
      json(200, { Roots: [{ Id: estate.rootId, PolicyTypes: types }] }),
    );
    const { snapshot } = await collect(auditAccount(MANAGEMENT_ACCOUNT));
    expect(snapshot.caller?.serviceControlPolicies).toHaveLength(4);
    expect(snapshot.bucket?.resourceControlPolicies).toEqual([]);
  });

  it('does not take another organization’s account for the one that manages this', async () => {
    const accounts = [auditAccount(LONE_ACCOUNT), auditAccount(MANAGEMENT_ACCOUNT, { organization: true })];
    aws.respond('organizations:DescribeOrganization', () =>
      json(200, {
        Organization: { Id: 'o-elsewhere1', MasterAccountId: '343434343434', FeatureSet: 'ALL' },
      }),
    );
    aws.respond('organizations:ListParents', (call) =>
      errorAnswer(call, 400, 'ChildNotFoundException', 'no'),
    );
    const result = await collectOverWire({ accounts, principal: LONE_ACCOUNT });
    expect(reasonsFor(result, 'caller.serviceControlPolicies')[0]?.reason).toContain('account 343434343434');
    expect(result.snapshot.caller).not.toHaveProperty('serviceControlPolicies');
  });

  it.each(['ListRoots', 'ListParents', 'ListPoliciesForTarget', 'DescribePolicy'])(
    'without organizations:%s, the policies are unknown and nothing is taken for none',
    async (name) => {
      aws.deny(`organizations:${name}`);
      const result = await collect(auditAccount(MANAGEMENT_ACCOUNT));
      for (const field of FIELDS) {
        expect(new Set(reasonsFor(result, field).map(({ neededPermission }) => neededPermission))).toEqual(
          new Set([`organizations:${name}`]),
        );
        expect(result.snapshot).not.toHaveProperty(field.split('.'));
      }
    },
  );

  it('without organizations:DescribeOrganization, the organization and its policies are unknown', async () => {
    aws.deny('organizations:DescribeOrganization');
    const result = await collect(auditAccount(MANAGEMENT_ACCOUNT));
    for (const field of [
      'caller.organizationId',
      'caller.managementAccount',
      'bucket.organizationId',
      ...FIELDS,
    ]) {
      expect(reasonsFor(result, field)).toEqual([
        {
          field,
          reason: 'AccessDenied: organizations:DescribeOrganization',
          neededPermission: 'organizations:DescribeOrganization',
        },
      ]);
    }
  });

  it.each([
    { content: { s3_attributes: { public_access_block_configuration: 'all' } }, is: ON },
    { content: { s3_attributes: { public_access_block_configuration: { '@@assign': 'all' } } }, is: ON },
    { content: { s3_attributes: { public_access_block_configuration: 'none' }, more: 1 }, is: OFF },
    { content: { s3_attributes: {} }, is: null },
    { content: {}, is: null },
  ])('reads Block Public Access as the organization enforces it: $content', async ({ content, is }) => {
    const EffectivePolicy = { PolicyContent: JSON.stringify(content), PolicyType: 'S3_POLICY' };
    aws.respond('organizations:DescribeEffectivePolicy', () => json(200, { EffectivePolicy }));
    const { snapshot } = await collect();
    expect(snapshot.bucket?.organizationPublicAccessBlock).toEqual(is);
    const [asked] = aws.log.filter(({ call }) => call === 'organizations:DescribeEffectivePolicy');
    expect(asked).toMatchObject({ account: estate.bucketOwner });
    expect(asked?.params.get('PolicyType')).toBe('S3_POLICY');
  });

  it.each(['EffectivePolicyNotFoundException', 'AWSOrganizationsNotInUseException'])(
    'knows from %s that the organization enforces no Block Public Access',
    async (code) => {
      aws.respond('organizations:DescribeEffectivePolicy', (call) => errorAnswer(call, 400, code, 'none'));
      const result = await collect();
      expect(result.snapshot.bucket?.organizationPublicAccessBlock).toBeNull();
      expect(reasonsFor(result, 'bucket.organizationPublicAccessBlock')).toEqual([]);
    },
  );

  it.each([
    { name: 'is no JSON', content: '{' },
    { name: 'has another value', content: '{"s3_attributes":{"public_access_block_configuration":"some"}}' },
  ])('takes an effective policy that $name for unknown', async ({ content }) => {
    const EffectivePolicy = { PolicyContent: content };
    aws.respond('organizations:DescribeEffectivePolicy', () => json(200, { EffectivePolicy }));
    const result = await collect();
    expect(result.snapshot.bucket).not.toHaveProperty('organizationPublicAccessBlock');
    expect(reasonsFor(result, 'bucket.organizationPublicAccessBlock')[0]?.reason).toContain(
      'could not be read',
    );
  });

  it('without organizations:DescribeEffectivePolicy, says so', async () => {
    aws.deny('organizations:DescribeEffectivePolicy');
    const result = await collect();
    expect(reasonsFor(result, 'bucket.organizationPublicAccessBlock')).toMatchObject([
      { neededPermission: 'organizations:DescribeEffectivePolicy' },
    ]);
  });

  it("reads the canonical id of the caller's account, and says what is missing", async () => {
    const { snapshot } = await collect();
    expect(snapshot.caller?.canonicalId).toMatch(/^[\da-f]+$/);
    aws.deny('s3:ListBuckets', estate.caller);
    expect(reasonsFor(await collect(), 'caller.canonicalId')).toEqual([
      {
        field: 'caller.canonicalId',
        reason: 'AccessDenied: s3:ListAllMyBuckets',
        neededPermission: 's3:ListAllMyBuckets',
      },
    ]);
  });
});
