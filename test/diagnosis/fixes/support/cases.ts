import { diagnose } from '../../../../src/diagnosis/index.js';
import type { CauseFinding, Evidence, SnippetFormat } from '../../../../src/diagnosis/types.js';
import { EMPTY_SNAPSHOT } from '../../../../src/evidence/snapshot.js';
import { loadLibrary } from '../../../../src/library.js';
import { parseErrorText } from '../../../../src/s3/index.js';
import { allow, BASES, withFields } from '../../../support/snapshots.js';

export interface FixCase {
  readonly name: string;
  /** The cause whose fix is looked at. */
  readonly cause: string;
  readonly base?: keyof typeof BASES;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly key?: string;
  readonly operation?: string;
  readonly principal?: string;
  readonly headers?: Readonly<Record<string, readonly string[] | null>>;
  readonly context?: Readonly<Record<string, readonly string[] | null>>;
  readonly accessPointArn?: string;
  readonly verified: boolean | null;
}

export const BUCKET = 'amzn-s3-demo-bucket';
const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;
const JANE = 'arn:aws:iam::111122223333:user/Jane';
const ROLE = 'arn:aws:iam::111122223333:role/app';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/session';
const POINT = 'arn:aws:s3:eu-west-1:444455556666:accesspoint/reports';
const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const EVERYTHING = allow('*', '*');

/** A key, and policy texts, with all that a shell, HCL, YAML, JSON and IAM itself could take for something else. */
export const HOSTILE =
  'it\'s "q" `id` $(id) ${aws:username} $${x} %{if} {{y}} #c \\ !! *? \n\tEOF\n- : |\u0008\u000c\u2028é';

function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function denies(more: object): object {
  return { Effect: 'Deny', Action: 's3:*', Resource: '*', ...more };
}

export const CASES: readonly FixCase[] = [
  {
    name: 'bucket-policy-new',
    cause: 'bucket-policy-no-allow',
    base: 'crossAccount',
    set: { 'bucket.policy': null },
    verified: true,
  },
  {
    name: 'bucket-policy-extended',
    cause: 'bucket-policy-no-allow',
    base: 'crossAccount',
    set: {
      'bucket.policy': {
        Id: 'Shared',
        Version: '2012-10-17',
        Statement: [
          {
            Resource: [BUCKET_ARN, `${BUCKET_ARN}/*`],
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Sid: 'Partners',
            Effect: 'Allow',
            Principal: { AWS: ['arn:aws:iam::777788889999:root'] },
            Action: ['s3:GetObject'],
            Resource: `${BUCKET_ARN}/\${aws:PrincipalTag/team}/%{x}*`,
          },
        ],
      },
    },
    context: { 'aws:SecureTransport': ['true'] },
    verified: true,
  },
  {
    name: 'bucket-policy-unread',
    cause: 'bucket-policy-no-allow',
    error: `User: ${JANE} is not authorized to perform: s3:GetObject on resource: "${BUCKET_ARN}/reports/2026.csv" because no resource-based policy allows the s3:GetObject action`,
    verified: null,
  },
  {
    name: 'bucket-policy-hostile-key',
    cause: 'bucket-policy-no-allow',
    base: 'crossAccount',
    key: HOSTILE,
    set: {
      'bucket.policy': policy({
        Sid: 'Old',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::777788889999:root' },
        Action: 's3:GetObject',
        Resource: `${BUCKET_ARN}/*`,
        Condition: {
          StringEquals: { 'aws:PrincipalTag/Ün: "safe" ${x}': HOSTILE },
          Null: { 'aws:TokenIssueTime': 'true' },
        },
      }),
      'caller.identityPolicies': [{ name: 'all', document: EVERYTHING }],
    },
    verified: true,
  },
  {
    name: 'identity-inline',
    cause: 'identity-no-allow',
    base: 'sameAccount',
    set: { 'caller.identityPolicies': [] },
    verified: true,
  },
  {
    name: 'identity-unread',
    cause: 'identity-no-allow',
    base: 'sameAccount',
    set: { 'caller.identityPolicies': '__unknown__' },
    error: `User: ${JANE} is not authorized to perform: s3:GetObject on resource: "${BUCKET_ARN}/reports/2026.csv" because no identity-based policy allows the s3:GetObject action`,
    verified: null,
  },
  {
    name: 'identity-of-permission-set',
    cause: 'identity-no-allow',
    base: 'sameAccount',
    principal: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Data_Readers_0123456789abcdef/jane',
    set: {
      'caller.arn':
        'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Data_Readers_0123456789abcdef',
      'caller.identityPolicies': [
        { name: 'AwsSSOInlinePolicy', document: allow('s3:ListBucket', BUCKET_ARN) },
      ],
    },
    verified: true,
  },
  {
    name: 'identity-deny-of-group',
    cause: 'identity-deny',
    base: 'sameAccount',
    set: {
      'caller.identityPolicies': [
        { name: 'reader', document: EVERYTHING },
        { name: 'group/developers/guard', document: policy(denies({ Sid: 'NoData' })) },
      ],
    },
    verified: true,
  },
  {
    name: 'identity-deny-of-managed',
    cause: 'identity-deny',
    base: 'sameAccount',
    principal: SESSION,
    set: {
      'caller.arn': ROLE,
      'caller.identityPolicies': [
        { name: 'reader', document: EVERYTHING },
        {
          name: 'arn:aws:iam::111122223333:policy/team/guard',
          document: policy(
            denies({ Condition: { ArnNotLike: { 'AWS:PrincipalArn': 'arn:aws:iam::*:role/admin' } } }),
          ),
        },
      ],
    },
    verified: true,
  },
  {
    name: 'boundary-of-ones-own',
    cause: 'boundary-implicit',
    base: 'sameAccount',
    set: {
      'caller.permissionsBoundary': {
        name: 'arn:aws:iam::111122223333:policy/boundaries/developer',
        document: allow(['ec2:*', 's3:ListBucket'], '*'),
      },
    },
    verified: true,
  },
  {
    name: 'boundary-of-aws',
    cause: 'boundary-implicit',
    base: 'sameAccount',
    set: {
      'caller.permissionsBoundary': {
        name: 'arn:aws:iam::aws:policy/AmazonEC2FullAccess',
        document: allow('ec2:*', '*'),
      },
    },
    verified: null,
  },
  {
    name: 'session-policy',
    cause: 'session-policy-implicit',
    base: 'sameAccount',
    principal: SESSION,
    set: {
      'caller.arn': ROLE,
      'caller.sessionPolicies': [{ name: 'session', document: allow('s3:ListBucket', '*') }],
    },
    verified: true,
  },
  {
    name: 'key-policy',
    cause: 'kms-key-policy-no-allow',
    base: 'crossAccount',
    set: {
      'kmsKey.policy': policy({
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 'kms:*',
        Resource: '*',
      }),
    },
    verified: true,
  },
  {
    name: 'key-policy-bucket-key-context',
    cause: 'kms-bucket-key-context',
    base: 'crossAccount',
    set: {
      'bucket.encryption': {
        algorithm: 'aws:kms',
        kmsKeyId: KEY_ARN,
        bucketKeyEnabled: true,
        blockedEncryptionTypes: [],
      },
      'kmsKey.policy': policy({
        Effect: 'Allow',
        Principal: { AWS: JANE },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': `${BUCKET_ARN}/*` } },
      }),
    },
    verified: true,
  },
  {
    name: 'endpoint-policy',
    cause: 'vpce-policy-implicit',
    base: 'sameAccount',
    set: {
      vpcEndpoint: {
        id: 'vpce-1a2b3c4d',
        policy: allow('s3:*', 'arn:aws:s3:::amzn-s3-demo-bucket1/*', { Principal: '*' }),
      },
    },
    verified: true,
  },
  {
    name: 'access-point-policy',
    cause: 'access-point-policy',
    base: 'crossAccount',
    accessPointArn: POINT,
    set: {
      accessPoint: {
        arn: POINT,
        policy: null,
        networkOrigin: 'Internet',
        vpcId: null,
        publicAccessBlock: null,
      },
      'caller.identityPolicies': [{ name: 'all', document: EVERYTHING }],
    },
    verified: true,
  },
  {
    name: 'access-point-not-delegated',
    cause: 'access-point-not-delegated',
    base: 'crossAccount',
    accessPointArn: POINT,
    set: {
      accessPoint: {
        arn: POINT,
        policy: allow('s3:GetObject', `${POINT}/object/*`, { Principal: { AWS: JANE } }),
        networkOrigin: 'Internet',
        vpcId: null,
        publicAccessBlock: null,
      },
      'bucket.policy': null,
      'caller.identityPolicies': [{ name: 'all', document: EVERYTHING }],
    },
    verified: true,
  },
  {
    name: 'scp-deny',
    cause: 'scp-deny',
    base: 'sameAccount',
    set: {
      'caller.serviceControlPolicies': [
        [{ name: 'FullAWSAccess', document: EVERYTHING }],
        [
          {
            name: 'arn:aws:organizations::999900001111:policy/o-exampleorgid/service_control_policy/p-examplepolicyid111',
            document: policy(
              { Effect: 'Allow', Action: '*', Resource: '*' },
              denies({
                Sid: 'Regions',
                Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] } },
              }),
            ),
          },
        ],
      ],
    },
    verified: true,
  },
  {
    name: 'scp-implicit',
    cause: 'scp-implicit',
    base: 'sameAccount',
    set: {
      'caller.serviceControlPolicies': [[{ name: 'FullAWSAccess', document: EVERYTHING }], []],
    },
    verified: true,
  },
  {
    name: 'rcp-deny-hostile-name',
    cause: 'rcp-deny',
    base: 'sameAccount',
    set: {
      'bucket.resourceControlPolicies': [[{ name: HOSTILE, document: policy(denies({ Principal: '*' })) }]],
    },
    verified: true,
  },
  {
    name: 'deny-by-network',
    cause: 'condition-source-vpce',
    base: 'sameAccount',
    set: {
      'bucket.policy': policy(
        denies({
          Sid: 'OnlyOurVpc',
          Principal: '*',
          Resource: `${BUCKET_ARN}/*`,
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
        }),
      ),
    },
    verified: null,
  },
  {
    name: 'deny-by-address-through-endpoint',
    cause: 'sourceip-through-vpce',
    base: 'sameAccount',
    set: {
      vpcEndpoint: { id: 'vpce-1a2b3c4d', policy: allow('*', '*', { Principal: '*' }) },
      'bucket.policy': policy(
        denies({
          Principal: '*',
          Resource: `${BUCKET_ARN}/*`,
          Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
        }),
      ),
    },
    verified: true,
  },
  {
    name: 'wrong-arn-blank',
    cause: 'wrong-arn-form',
    base: 'sameAccount',
    set: {
      'caller.identityPolicies': [
        {
          name: 'reader',
          document: allow(
            ['s3:GetObject', 's3:PutObject'],
            ['arn:aws:s3::: amzn-s3-demo-bucket/*', 'arn:aws:s3:::x/*'],
          ),
        },
      ],
    },
    verified: true,
  },
  {
    name: 'wrong-arn-bucket',
    cause: 'wrong-arn-form',
    base: 'sameAccount',
    set: {
      'caller.identityPolicies': [
        {
          name: 'reader',
          document: {
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: BUCKET_ARN },
          },
        },
      ],
    },
    verified: true,
  },
  {
    name: 'wrong-arn-bucket-beside-listing',
    cause: 'wrong-arn-form',
    base: 'sameAccount',
    set: {
      'caller.identityPolicies': [
        { name: 'reader', document: allow(['s3:GetObject', 's3:ListBucket'], BUCKET_ARN) },
      ],
    },
    verified: true,
  },
  {
    name: 'stale-principal',
    cause: 'bucket-policy-stale-principal',
    base: 'crossAccount',
    set: {
      'bucket.policy': policy({
        Effect: 'Allow',
        Principal: { AWS: ['AIDAIOSFODNN7EXAMPLE', 'arn:aws:iam::777788889999:root'] },
        Action: 's3:GetObject',
        Resource: `${BUCKET_ARN}/*`,
      }),
    },
    verified: true,
  },
  {
    name: 'public-policy-cut-off',
    cause: 'bpa-restrict-public-buckets',
    base: 'crossAccount',
    set: {
      'bucket.publicAccessBlock': { RestrictPublicBuckets: true },
      'bucket.policyIsPublic': true,
      'bucket.policy': policy(
        {
          Sid: 'Everyone',
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: `${BUCKET_ARN}/*`,
        },
        {
          Sid: 'Partner',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::777788889999:root' },
          Action: 's3:PutObject',
          Resource: `${BUCKET_ARN}/*`,
        },
      ),
    },
    verified: true,
  },
  {
    name: 'object-not-owned',
    cause: 'object-not-owned',
    base: 'crossAccount',
    set: { 'bucket.objectOwnership': 'ObjectWriter', 'object.ownerId': 'd'.repeat(64), 'object.acl': null },
    verified: true,
  },
  {
    name: 'key-by-alias',
    cause: 'kms-alias-in-caller-account',
    base: 'crossAccount',
    operation: 'PutObject',
    set: {
      'bucket.encryption': {
        algorithm: 'aws:kms',
        kmsKeyId: 'alias/reports',
        bucketKeyEnabled: false,
        blockedEncryptionTypes: ['SSE-C'],
      },
    },
    headers: { 'x-amz-server-side-encryption': null },
    verified: true,
  },
  {
    name: 'key-pending-deletion',
    cause: 'kms-key-pending-deletion',
    base: 'crossAccount',
    set: { 'kmsKey.state': 'PendingDeletion' },
    verified: true,
  },
  {
    name: 'archived-object',
    cause: 'archived-object',
    base: 'sameAccount',
    key: HOSTILE,
    set: { 'object.storageClass': 'GLACIER' },
    verified: true,
  },
];

const { causes: catalogue } = loadLibrary(undefined);

export function evidenceOf(row: FixCase): Evidence {
  const snapshot = withFields(row.base === undefined ? EMPTY_SNAPSHOT : BASES[row.base](), row.set ?? {});
  const principal = row.principal ?? snapshot.caller?.arn;
  return {
    ...(row.error === undefined ? {} : { error: parseErrorText(row.error) }),
    request: {
      operation: row.operation ?? 'GetObject',
      bucket: BUCKET,
      key: row.key ?? 'reports/2026.csv',
      ...(principal === undefined ? {} : { principal }),
      ...(row.accessPointArn === undefined ? {} : { accessPointArn: row.accessPointArn }),
      headers: row.headers ?? {},
      context: row.context ?? {},
    },
    snapshot:
      row.key === undefined || snapshot.object === undefined
        ? snapshot
        : { ...snapshot, object: { ...snapshot.object, key: row.key } },
    stated: [],
  };
}

export function causeOf(row: FixCase): CauseFinding {
  const { causes } = diagnose(evidenceOf(row), catalogue);
  const found = causes.find(({ id }) => id === row.cause);
  const confirmed = causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
  if (found?.status !== 'confirmed')
    throw new Error(`${row.name}: ${row.cause} is ${found?.status}; confirmed are ${confirmed.join(', ')}`);
  return found;
}

export function textsOf({ fix }: Pick<CauseFinding, 'fix'>, format: SnippetFormat): readonly string[] {
  return fix.snippets.filter((snippet) => snippet.format === format).map(({ text }) => text);
}
