import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { READS } from '../../../src/evidence/aws/reads/index.js';
import type { CollectionRequest } from '../../../src/evidence/collector.js';
import { ACCOUNT_KINDS, DUTIES_OF_ACCOUNT, type AccountKind } from '../../../src/evidence/read-info.js';
import { collectOverWire } from '../../support/collect-over-wire.js';
import { json, xml } from '../../support/moto-answers.js';
import { BUCKET_ACCOUNT, CALLER_ACCOUNT, startAws, type FakeAws } from '../../support/moto-aws.js';
import {
  ALIAS_BUCKET,
  BUCKET,
  buildEstate,
  KEY,
  policy,
  ROLE_SESSION_ARN,
  USER_ARN,
} from '../../support/moto-estate.js';
import { auditAccount, MANAGEMENT_ACCOUNT } from '../../support/moto-organization.js';
import { describeWithPeer } from '../../support/peers.js';

const ACCOUNT_OF: Readonly<Record<AccountKind, string>> = {
  bucket: BUCKET_ACCOUNT,
  caller: CALLER_ACCOUNT,
  organization: MANAGEMENT_ACCOUNT,
};

/** Whose something is gets found out by asking every audited account, also those that are of another kind. */
const ASKED_OF_ALL = new Set([
  's3:GetBucketLocation',
  's3:ListBuckets',
  's3control:ListAccessPoints',
  'ec2:DescribeVpcEndpoints',
]);

const ORGANIZATION: Readonly<Record<string, object>> = {
  DescribeOrganization: {
    Organization: { Id: 'o-abcdefghij', MasterAccountId: MANAGEMENT_ACCOUNT, FeatureSet: 'ALL' },
  },
  ListRoots: {
    Roots: [{ Id: 'r-ab12', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }],
  },
  ListParents: { Parents: [{ Id: 'r-ab12', Type: 'ROOT' }] },
  ListPoliciesForTarget: { Policies: [{ Id: 'p-FullAWSAccess' }] },
  DescribePolicy: {
    Policy: {
      PolicySummary: { Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess' },
      Content: JSON.stringify(policy('Allow', '*', '*')),
    },
  },
};

const KEY_OF_CALLER = `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>arn:aws:kms:eu-west-1:${CALLER_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;

describeWithPeer('moto_server', 'what the collectors call in accounts of each kind', () => {
  let aws: FakeAws;
  const made = new Map<string, ReadonlySet<string>>();

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    const { accessPointAlias } = await buildEstate(aws);
    aws.reset();
    for (const [name, answer] of Object.entries(ORGANIZATION)) {
      aws.respond(`organizations:${name}`, () => json(200, answer));
    }
    const trailLogGroup = 'cloudtrail-s3';
    const accounts = Object.values(ACCOUNT_OF).map((account) =>
      auditAccount(account, { trailLogGroup, organization: account === MANAGEMENT_ACCOUNT }),
    );
    const requests: readonly Partial<CollectionRequest>[] = [
      { principal: USER_ARN, bucket: ALIAS_BUCKET, key: KEY, vpcEndpointId: 'vpce-0a1b2c3d4e5f67890' },
      { principal: ROLE_SESSION_ARN, bucket: accessPointAlias, key: KEY, versionId: 'null' },
      {
        principal: CALLER_ACCOUNT,
        accounts: accounts.filter(({ account }) => account === MANAGEMENT_ACCOUNT),
      },
    ];
    for (const request of requests) await collectOverWire({ accounts, ...request });
    aws.deny('s3:GetBucketLocation');
    aws.respond('s3:GetBucketEncryption', () => xml(200, KEY_OF_CALLER));
    await collectOverWire({ accounts, bucket: BUCKET });
    for (const account of Object.values(ACCOUNT_OF)) {
      made.set(account, new Set(aws.log.filter((call) => call.account === account).map(({ call }) => call)));
    }
  }, 120_000);
  afterAll(() => aws?.stop());

  it.each(ACCOUNT_KINDS)('is exactly what the audit role of kind %s allows', (kind) => {
    const allowed = new Set<string>(
      READS.filter(({ duty }) => DUTIES_OF_ACCOUNT[kind].includes(duty)).map(({ call }) => call),
    );
    const called = [...(made.get(ACCOUNT_OF[kind]) ?? [])].filter(
      (call) => allowed.has(call) || !ASKED_OF_ALL.has(call),
    );
    expect(called.toSorted()).toEqual([...allowed].toSorted());
  });
});
