import type { AuditAccount, CollectionRequest } from '../../../src/evidence/collector.js';
import type { StandInEstate } from './estate.js';

/** An estate in which there is something of everything, so that collecting it takes every call and the longest ways. */

const MANAGEMENT = '123456789012';
const CALLER = '111122223333';
const OWNER = '444455556666';
const KEEPER = '777788889999';

const BUCKET = 'amzn-s3-demo-bucket';
const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const KEY_ARN = `arn:aws:kms:eu-west-1:${KEEPER}:key/${KEY_ID}`;
const LOG_GROUP = 'cloudtrail/s3-data-events';
const VERSION_ID = '3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY';
const ENDPOINT = 'vpce-1a2b3c4d';
const UNIT = 'ou-abcd-11111111';

export const USER_ARN = `arn:aws:iam::${CALLER}:user/people/Jane`;
export const ROLE_SESSION_ARN = `arn:aws:sts::${CALLER}:assumed-role/app-role/session-1`;
const ACCESS_POINT_ARN = `arn:aws:s3:eu-west-1:${OWNER}:accesspoint/reports`;

function allow(action: string, more: object = {}): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*', ...more }] };
}

function managed(name: string): string {
  return `arn:aws:iam::${CALLER}:policy/${name}`;
}

const PERSON = { boundary: managed('boundary'), inline: { own: allow('s3:Get*'), other: allow('s3:List*') } };

export const FULL_ESTATE: StandInEstate = {
  accounts: {
    [MANAGEMENT]: { canonicalId: 'a'.repeat(64) },
    [CALLER]: {
      canonicalId: 'b'.repeat(64),
      users: {
        Jane: {
          ...PERSON,
          path: '/people/',
          tags: { team: 'blue' },
          attached: [managed('user-one'), managed('user-two')],
          groups: ['readers', 'writers'],
        },
      },
      roles: {
        'app-role': {
          ...PERSON,
          tags: { team: 'blue' },
          attached: [managed('user-one'), managed('user-two')],
        },
      },
      groups: {
        readers: { inline: { shared: allow('s3:GetObject') }, attached: [managed('readers')] },
        writers: { inline: { shared: allow('s3:PutObject') }, attached: [managed('writers')] },
      },
      policies: Object.fromEntries(
        ['boundary', 'user-one', 'user-two', 'readers', 'writers', 'session'].map((name) => [
          managed(name),
          allow('s3:*'),
        ]),
      ),
      vpcEndpoints: { [ENDPOINT]: allow('s3:*', { Principal: '*' }) },
      signIns: [
        {
          eventName: 'AssumeRole',
          requestParameters: {
            roleArn: `arn:aws:iam::${CALLER}:role/app-role`,
            roleSessionName: 'session-1',
            policyArns: [{ arn: managed('session') }],
          },
        },
      ],
    },
    [OWNER]: {
      canonicalId: 'c'.repeat(64),
      publicAccessBlock: { BlockPublicAcls: true },
      buckets: {
        [BUCKET]: {
          region: 'eu-west-1',
          policy: allow('s3:GetObject', { Principal: { AWS: USER_ARN } }),
          publicAccessBlock: { RestrictPublicBuckets: true },
          ownership: 'BucketOwnerEnforced',
          payer: 'Requester',
          encryption: { algorithm: 'aws:kms', kmsKeyId: KEY_ARN, bucketKeyEnabled: true },
          versioning: 'Enabled',
          objectLock: { Mode: 'GOVERNANCE', Days: 30 },
          indexDocument: 'index.html',
          tags: { project: 'x' },
          abac: true,
          objects: { 'reports/q1.csv': VERSION_ID },
        },
      },
      accessPoints: {
        reports: {
          region: 'eu-west-1',
          bucket: BUCKET,
          bucketAccount: OWNER,
          alias: 'reports-abcdefghijklmnopqrstuvwxyz123456-s3alias',
          policy: allow('s3:GetObject', { Principal: { AWS: USER_ARN } }),
        },
      },
      logGroups: { [LOG_GROUP]: [] },
    },
    [KEEPER]: {
      canonicalId: 'd'.repeat(64),
      keys: {
        [KEY_ID]: {
          region: 'eu-west-1',
          policy: allow('kms:*', { Principal: { AWS: `arn:aws:iam::${KEEPER}:root` } }),
          grants: [{ GranteePrincipal: USER_ARN, Operations: ['Decrypt'] }],
        },
      },
    },
  },
  organization: {
    id: 'o-exampleorgid',
    managementAccount: MANAGEMENT,
    rootId: 'r-abcd',
    policyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    parents: { [UNIT]: 'r-abcd', [MANAGEMENT]: 'r-abcd', [CALLER]: UNIT, [OWNER]: UNIT, [KEEPER]: UNIT },
    policies: {
      'p-FullAWSAccess': {
        type: 'SERVICE_CONTROL_POLICY',
        document: allow('*'),
        attachedTo: ['r-abcd', UNIT, CALLER, OWNER, KEEPER],
      },
      'p-ofunit11': { type: 'SERVICE_CONTROL_POLICY', document: allow('s3:*'), attachedTo: [UNIT] },
      'p-RCPFullAWSAccess': {
        type: 'RESOURCE_CONTROL_POLICY',
        document: allow('*', { Principal: '*' }),
        attachedTo: ['r-abcd', UNIT, CALLER, OWNER, KEEPER],
      },
    },
    blockPublicAccess: 'none',
  },
};

export const AUDIT_ACCOUNTS: readonly AuditAccount[] = [CALLER, OWNER, KEEPER, MANAGEMENT].map((account) => ({
  account,
  roleArn: `arn:aws:iam::${account}:role/s3denied-audit`,
  externalId: `external-id-of-${account}`,
  region: 'eu-west-1',
  organization: account === MANAGEMENT,
  ...(account === OWNER ? { trailLogGroup: LOG_GROUP } : {}),
}));

/** Asks for all that can be asked in one go. */
export const FULL_REQUEST: Omit<CollectionRequest, 'principal' | 'signal' | 'onProgress'> = {
  investigationId: 'inv-42',
  accounts: AUDIT_ACCOUNTS,
  key: 'reports/q1.csv',
  operation: 'GetObject',
  versionId: VERSION_ID,
  accessPointArn: ACCESS_POINT_ARN,
  vpcEndpointId: ENDPOINT,
  requestId: 'TX4442587FB7D0A2F9',
};
