import { parseErrorText } from '../../src/s3/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import { allow, withFields } from '../support/snapshots.js';
import type { Scenario } from './scenarios.js';

/** One thing that stands in the way of a request: fields of the snapshot, of the request's headers and of its context. */
export interface Blockage {
  readonly name: string;
  readonly fits: (scenario: Scenario) => boolean;
  /** As `withFields` takes them, so that several of them add up in one policy. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly headers?: Evidence['request']['headers'];
  readonly context?: Evidence['request']['context'];
  /** S3 says so itself, with a code of its own: the policies let the request in. Left out: AccessDenied. */
  readonly code?: string;
}

const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const EVERYTHING = [BUCKET, `${BUCKET}/*`];
const FULL = { name: 'FullAWSAccess', document: allow('*', '*') };
const EVERYBODY = { Principal: '*' };

function statement(more: object = {}): object {
  return { Effect: 'Deny', Action: 's3:*', Resource: EVERYTHING, ...more };
}

function deny(more: object = {}): object {
  return { Version: '2012-10-17', Statement: [statement(more)] };
}

function allowingButFor(more: object = {}): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, statement(more)],
  };
}

function named(name: string, document: object) {
  return { name, document };
}

/** A Deny in the bucket policy, beside whatever stands there. */
function guarded(condition?: object): Readonly<Record<string, unknown>> {
  const more = condition === undefined ? {} : { Condition: condition };
  return { 'bucket.policy+': statement({ ...EVERYBODY, ...more }) };
}

const always = () => true;
const across = ({ accounts }: Scenario) => accounts === 'cross';
const within = ({ accounts }: Scenario) => accounts === 'same';
const uploads = ({ kind }: Scenario) => kind === 'write';
const usesKey = ({ kms }: Scenario) => kms === true;
const hasSession = ({ session }: Scenario) => session === true;
const throughPoint = ({ through }: Scenario) => through === 'access point';
const direct = ({ through }: Scenario) => through === undefined;
const KEY_OWNER = { Principal: { AWS: 'arn:aws:iam::444455556666:root' } };

export const BLOCKAGES: readonly Blockage[] = [
  { name: 'no identity policy', fits: always, set: { 'caller.identityPolicies': [] } },
  {
    name: 'a blank in the ARN of an identity policy',
    fits: (scenario) => within(scenario) && direct(scenario) && scenario.kind === 'read',
    set: {
      'caller.identityPolicies': [
        named('reader', allow('s3:GetObject', 'arn:aws:s3::: amzn-s3-demo-bucket/*')),
      ],
    },
  },
  {
    name: 'a Deny in an identity policy',
    fits: direct,
    set: { 'caller.identityPolicies+': named('none', deny()) },
  },
  {
    name: 'a Deny without MFA in an identity policy',
    fits: direct,
    set: {
      'caller.identityPolicies+': named(
        'mfa',
        deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      ),
    },
  },
  {
    name: 'an identity policy for an upload without an ACL',
    fits: ({ acl }) => acl !== undefined,
    set: {
      'caller.identityPolicies-': 'objects',
      'caller.identityPolicies+': named('writer', allow('s3:PutObject', `${BUCKET}/*`)),
    },
  },
  {
    name: 'a silent boundary',
    fits: always,
    set: { 'caller.permissionsBoundary': named('b', allow('ec2:*', '*')) },
  },
  {
    name: 'a boundary with a Deny',
    fits: direct,
    set: { 'caller.permissionsBoundary': named('b', allowingButFor()) },
  },
  {
    name: 'a silent session policy',
    fits: hasSession,
    set: { 'caller.sessionPolicies': [named('s', allow('ec2:*', '*'))] },
  },
  {
    name: 'a session policy with a Deny',
    fits: hasSession,
    set: { 'caller.sessionPolicies': [named('s', allowingButFor())] },
  },
  {
    name: 'an SCP with a Deny',
    fits: direct,
    set: { 'caller.serviceControlPolicies': [[FULL], [FULL, named('no-s3', deny())]] },
  },
  {
    name: 'a level without an SCP that allows',
    fits: always,
    set: { 'caller.serviceControlPolicies': [[FULL], [named('ec2', allow('ec2:*', '*'))]] },
  },
  {
    name: 'an RCP with a Deny',
    fits: always,
    set: { 'bucket.resourceControlPolicies': [[named('perimeter', deny(EVERYBODY))]] },
  },
  {
    name: 'no bucket policy',
    fits: (scenario) => across(scenario) && direct(scenario) && scenario.acl === undefined,
    set: { 'bucket.policy': null },
  },
  {
    name: 'a bucket policy for a deleted user',
    fits: (scenario) => across(scenario) && direct(scenario) && scenario.kind === 'read',
    set: {
      'bucket.policy': allow('s3:GetObject', `${BUCKET}/*`, { Principal: { AWS: 'AIDAIOSFODNN7EXAMPLE' } }),
    },
  },
  {
    name: 'a bucket policy for another address only',
    fits: (scenario) => across(scenario) && direct(scenario) && scenario.acl === undefined,
    set: {
      'bucket.policy': allow(
        ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
        EVERYTHING,
        {
          ...EVERYBODY,
          Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
        },
      ),
    },
  },
  { name: 'a Deny without a condition', fits: always, set: guarded() },
  {
    name: 'a Deny of other endpoints',
    fits: always,
    set: guarded({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }),
  },
  {
    name: 'a Deny of other addresses',
    fits: always,
    set: guarded({ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
  },
  {
    name: 'a Deny without MFA',
    fits: always,
    set: guarded({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
  },
  {
    name: 'a Deny of other organizations',
    fits: always,
    set: guarded({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-otherorgid1' } }),
  },
  {
    name: 'a Deny of uploads without a key',
    fits: uploads,
    set: guarded({ StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }),
  },
  {
    name: 'a Deny of other storage classes',
    fits: uploads,
    set: guarded({ StringNotEquals: { 's3:x-amz-storage-class': 'STANDARD_IA' } }),
  },
  {
    name: 'an access point policy that leaves Jane out',
    fits: throughPoint,
    set: {
      'accessPoint.policy': allow('s3:PutObject', '*', {
        Principal: { AWS: 'arn:aws:iam::111122223333:role/other' },
      }),
    },
  },
  {
    name: 'a bucket that leaves nothing to its access points',
    fits: throughPoint,
    set: { 'bucket.policy': null },
  },
  {
    name: 'a missing object that Jane may not look for',
    fits: (scenario) => scenario.kind === 'read' && direct(scenario),
    set: { 'object.exists': false, 'caller.identityPolicies-': 'lister' },
  },
  {
    name: "another account's object",
    fits: (scenario) => scenario.kind === 'read' && within(scenario),
    set: { 'bucket.objectOwnership': 'ObjectWriter', 'object.ownerId': 'f'.repeat(64) },
  },
  {
    name: 'ACLs that are off',
    fits: uploads,
    set: { 'bucket.objectOwnership': 'BucketOwnerEnforced' },
    headers: { 'x-amz-acl': ['private'] },
  },
  {
    name: 'a public policy that Block Public Access restricts',
    fits: (scenario) => across(scenario) && direct(scenario),
    set: {
      'bucket.policy': allow(
        ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:PutObjectAcl'],
        EVERYTHING,
        EVERYBODY,
      ),
      'bucket.policyIsPublic': true,
      'bucket.publicAccessBlock': { RestrictPublicBuckets: true },
    },
  },
  {
    name: 'Block Public Access that ignores the public ACL',
    fits: ({ by }) => by === 'public ACL',
    set: { 'bucket.publicAccessBlock': { IgnorePublicAcls: true } },
  },
  {
    name: 'an archived object',
    fits: ({ kind, operation }) => kind === 'read' && operation === 'GetObject',
    set: { 'object.storageClass': 'GLACIER', 'object.restored': false },
    code: 'InvalidObjectState',
  },
  {
    name: 'a bucket that takes no customer keys',
    fits: ({ customerKey }) => customerKey === true,
    set: {
      'bucket.encryption': {
        algorithm: 'AES256',
        kmsKeyId: null,
        bucketKeyEnabled: false,
        blockedEncryptionTypes: ['SSE-C'],
      },
    },
  },
  { name: 'Requester Pays', fits: across, set: { 'bucket.requestPayer': 'Requester' } },
  {
    name: 'a key policy that leaves Jane out',
    fits: (scenario) => usesKey(scenario) && scenario.by === undefined,
    set: { 'kmsKey.policy': allow('kms:*', '*', KEY_OWNER) },
  },
  {
    name: 'a key policy with a Deny',
    fits: usesKey,
    set: {
      'kmsKey.policy+': { Effect: 'Deny', ...EVERYBODY, Action: 'kms:*', Resource: '*' },
    },
  },
  {
    name: 'a KMS grant for somebody else',
    fits: ({ by }) => by === 'grant',
    set: { 'kmsKey.grants': [] },
  },
  {
    name: 'no identity policy for the key',
    fits: usesKey,
    set: { 'caller.identityPolicies-': 'key-user' },
  },
  {
    name: 'an endpoint policy for another bucket',
    fits: always,
    set: {
      vpcEndpoint: {
        id: 'vpce-9f9f9f9f',
        policy: allow('s3:*', 'arn:aws:s3:::amzn-s3-demo-bucket1/*', EVERYBODY),
      },
    },
  },
  {
    name: 'an endpoint policy with a Deny',
    fits: direct,
    set: { vpcEndpoint: { id: 'vpce-9f9f9f9f', policy: allowingButFor(EVERYBODY) } },
  },
];

/** Of two such one cause is made, or an answer cannot tell them apart: a plain Deny beside one with a condition, one condition twice. */
const HIDDEN_BY: Readonly<Record<string, RegExp>> = {
  'a Deny without a condition': /^(a Deny (of|without MFA)|a bucket policy for another address)/,
  'a Deny without MFA in an identity policy': /^a Deny without MFA$/,
  'a Deny in an identity policy': /^a Deny without MFA in an identity policy$/,
};

/** Those of them that can hold at once: one document each, no condition beside a plain Deny, and nothing that S3 says only of who may. */
export function compatible(blockages: readonly Blockage[]): readonly Blockage[] {
  const written = new Set<string>();
  return blockages
    .filter(({ code }) => code === undefined)
    .filter(({ name, set = {} }) => {
      const beside = HIDDEN_BY[name];
      if (beside !== undefined && blockages.some((other) => beside.test(other.name))) return false;
      const paths = Object.keys(set).filter((path) => !/[+-]$/.test(path));
      if (paths.some((path) => written.has(path))) return false;
      for (const path of paths) written.add(path);
      return true;
    });
}

/** What an audit may fail to read, and what nobody may have said. */
export const HIDEABLE: readonly string[] = [
  'caller.identityPolicies',
  'caller.permissionsBoundary',
  'caller.sessionPolicies',
  'caller.serviceControlPolicies',
  'bucket.policy',
  'bucket.policyIsPublic',
  'bucket.publicAccessBlock',
  'bucket.resourceControlPolicies',
  'bucket.requestPayer',
  'bucket.objectOwnership',
  'accessPoint',
  'object',
  'kmsKey',
  'vpcEndpoint',
  'context',
  'headers',
];

const CONTEXT = {
  'aws:SourceIp': ['203.0.113.7'],
  'aws:SecureTransport': ['true'],
  'aws:MultiFactorAuthPresent': ['false'],
  'aws:PrincipalOrgID': ['o-exampleorgid'],
};
const HEADERS = {
  'x-amz-request-payer': null,
  'x-amz-acl': null,
  'x-amz-server-side-encryption': null,
  'x-amz-server-side-encryption-aws-kms-key-id': null,
  'x-amz-server-side-encryption-customer-algorithm': null,
  'x-amz-storage-class': null,
};
/** What tells which request it was is known from the start. */
const TOLD = ['x-amz-copy-source', 'x-amz-server-side-encryption-customer-algorithm'] as const;

/** The scenario with these blockages, as far as it is known where these fields are hidden. */
export function estateWith(
  scenario: Scenario,
  blockages: readonly Blockage[],
  hidden: readonly string[],
): Evidence {
  const full = blockages.reduce((snapshot, { set = {} }) => withFields(snapshot, set), scenario.snapshot());
  const snapshot = withFields(full, Object.fromEntries(hidden.map((path) => [path, '__unknown__'])));
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
  const network = full.vpcEndpoint === null ? {} : { 'aws:SourceIp': null };
  const told = Object.fromEntries(
    TOLD.flatMap((name) => {
      const value = scenario.headers?.[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const headers = Object.assign(
    {},
    HEADERS,
    scenario.headers,
    ...blockages.map((each) => each.headers ?? {}),
  );
  const context = Object.assign({}, CONTEXT, network, ...blockages.map((each) => each.context ?? {}));
  const code = blockages.find((each) => each.code !== undefined)?.code ?? 'AccessDenied';
  return {
    error: parseErrorText(
      `An error occurred (${code}) when calling the ${scenario.operation} operation: Access Denied`,
    ),
    request: {
      operation: scenario.operation,
      principal: full.caller?.arn ?? 'arn:aws:iam::111122223333:user/Jane',
      bucket: 'amzn-s3-demo-bucket',
      key: 'reports/2026.csv',
      ...scenario.request,
      headers: hidden.includes('headers') ? told : headers,
      context: hidden.includes('context') ? {} : context,
    },
    snapshot,
    stated: [],
  };
}
