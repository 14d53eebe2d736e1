import { allow, BASES, withFields } from '../support/snapshots.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import { parseErrorText } from '../../src/s3/index.js';

/** One thing that stands in the way of Jane's request: fields of the snapshot, and of the request's context. */
export interface Blockage {
  readonly name: string;
  readonly bases: readonly (keyof typeof BASES)[];
  readonly set: Readonly<Record<string, unknown>>;
}

const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';
const OBJECTS = `${BUCKET}/*`;
const BOTH = ['sameAccount', 'crossAccount'] as const;
const FULL = { name: 'FullAWSAccess', document: allow('*', '*') };
const EVERYBODY = { Principal: '*' };

function deny(more: object): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: OBJECTS, ...more }],
  };
}

function allowingButFor(more: object): object {
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const but = { Effect: 'Deny', Action: 's3:*', Resource: OBJECTS, ...more };
  return { Version: '2012-10-17', Statement: [everything, but] };
}

function named(name: string, document: object) {
  return { name, document };
}

/** A Deny that the request trips over, beside the Allow that another account's caller needs. */
function guarded(condition: object | undefined): object {
  const statements = [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:user/Jane' },
      Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      Resource: [BUCKET, OBJECTS],
    },
    {
      Sid: 'Guard',
      Effect: 'Deny',
      ...EVERYBODY,
      Action: 's3:*',
      Resource: OBJECTS,
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ];
  return { Version: '2012-10-17', Statement: statements };
}

export const BLOCKAGES: readonly Blockage[] = [
  { name: 'no identity policy', bases: BOTH, set: { 'caller.identityPolicies': [] } },
  {
    name: 'a blank in the ARN of an identity policy',
    bases: ['sameAccount'],
    set: {
      'caller.identityPolicies': [
        named('reader', allow('s3:GetObject', 'arn:aws:s3::: amzn-s3-demo-bucket/*')),
      ],
    },
  },
  {
    name: 'a Deny in an identity policy',
    bases: ['sameAccount'],
    set: { 'caller.identityPolicies': [named('all', allow('s3:*', '*')), named('none', deny({}))] },
  },
  {
    name: 'a silent boundary',
    bases: BOTH,
    set: { 'caller.permissionsBoundary': named('b', allow('ec2:*', '*')) },
  },
  {
    name: 'a boundary with a Deny',
    bases: BOTH,
    set: { 'caller.permissionsBoundary': named('b', allowingButFor({})) },
  },
  {
    name: 'a silent session policy',
    bases: ['sameAccount'],
    set: {
      'caller.arn': 'arn:aws:sts::111122223333:assumed-role/app/session',
      'caller.sessionPolicies': [named('s', allow('ec2:*', '*'))],
    },
  },
  {
    name: 'a session policy with a Deny',
    bases: ['sameAccount'],
    set: {
      'caller.arn': 'arn:aws:sts::111122223333:assumed-role/app/session',
      'caller.sessionPolicies': [named('s', allowingButFor({}))],
    },
  },
  {
    name: 'an SCP with a Deny',
    bases: BOTH,
    set: { 'caller.serviceControlPolicies': [[FULL], [FULL, named('no-s3', deny({}))]] },
  },
  {
    name: 'a level without an SCP that allows',
    bases: BOTH,
    set: { 'caller.serviceControlPolicies': [[FULL], [named('ec2', allow('ec2:*', '*'))]] },
  },
  {
    name: 'an RCP with a Deny',
    bases: BOTH,
    set: { 'bucket.resourceControlPolicies': [[named('perimeter', deny(EVERYBODY))]] },
  },
  { name: 'no bucket policy', bases: ['crossAccount'], set: { 'bucket.policy': null } },
  {
    name: 'a bucket policy for a deleted user',
    bases: ['crossAccount'],
    set: { 'bucket.policy': allow('s3:GetObject', OBJECTS, { Principal: { AWS: 'AIDAIOSFODNN7EXAMPLE' } }) },
  },
  { name: 'a Deny without a condition', bases: BOTH, set: { 'bucket.policy': guarded(undefined) } },
  {
    name: 'a Deny of other endpoints',
    bases: BOTH,
    set: { 'bucket.policy': guarded({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }) },
  },
  {
    name: 'a Deny of other addresses',
    bases: BOTH,
    set: { 'bucket.policy': guarded({ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }) },
  },
  {
    name: 'a Deny without MFA',
    bases: BOTH,
    set: { 'bucket.policy': guarded({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }) },
  },
  {
    name: 'a Deny of other organizations',
    bases: BOTH,
    set: { 'bucket.policy': guarded({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-otherorgid1' } }) },
  },
  {
    name: "another account's object",
    bases: ['sameAccount'],
    set: { 'bucket.objectOwnership': 'ObjectWriter', 'object.ownerId': 'f'.repeat(64) },
  },
  { name: 'Requester Pays', bases: ['crossAccount'], set: { 'bucket.requestPayer': 'Requester' } },
  {
    name: 'a key policy that leaves Jane out',
    bases: ['crossAccount'],
    set: { 'kmsKey.policy': allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::444455556666:root' } }) },
  },
  {
    name: 'no identity policy for the key',
    bases: ['crossAccount'],
    set: { 'caller.identityPolicies': [named('reader', allow('s3:GetObject', OBJECTS))] },
  },
  {
    name: 'an endpoint policy for another bucket',
    bases: BOTH,
    set: {
      vpcEndpoint: {
        id: 'vpce-9f9f9f9f',
        policy: allow('s3:*', 'arn:aws:s3:::amzn-s3-demo-bucket1/*', EVERYBODY),
      },
    },
  },
];

/** What an audit may fail to read, and what nobody may have said. */
export const HIDEABLE: readonly string[] = [
  'caller.identityPolicies',
  'caller.permissionsBoundary',
  'caller.sessionPolicies',
  'caller.serviceControlPolicies',
  'bucket.policy',
  'bucket.resourceControlPolicies',
  'bucket.requestPayer',
  'bucket.objectOwnership',
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

const BARE = 'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied';

/** Jane's read of an object with these blockages, as far as it is known where these fields are hidden. */
export function estateWith(
  base: keyof typeof BASES,
  blockages: readonly Blockage[],
  hidden: readonly string[],
): Evidence {
  const set = Object.assign({}, ...blockages.map((blockage) => blockage.set)) as Record<string, unknown>;
  const unknown = Object.fromEntries(hidden.map((path) => [path, '__unknown__']));
  const snapshot = withFields(withFields(BASES[base](), set), unknown);
  const throughEndpoint = set['vpcEndpoint'] !== undefined;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
  const context = throughEndpoint ? { ...CONTEXT, 'aws:SourceIp': null } : CONTEXT;
  return {
    error: parseErrorText(BARE),
    request: {
      operation: 'GetObject',
      principal: snapshot.caller?.arn ?? 'arn:aws:iam::111122223333:user/Jane',
      bucket: 'amzn-s3-demo-bucket',
      key: 'reports/2026.csv',
      headers: hidden.includes('headers') ? {} : { 'x-amz-request-payer': null },
      context: hidden.includes('context') ? {} : context,
    },
    snapshot,
    stated: [],
  };
}
