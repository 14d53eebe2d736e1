import type { Snapshot } from '../../src/evidence/snapshot.js';
import { snapshotSchema } from '../../src/evidence/snapshot.js';

const CALLER_ACCOUNT = '111122223333';
const BUCKET_ACCOUNT = '444455556666';
const BUCKET = 'amzn-s3-demo-bucket';
const FULL_ACCESS = { name: 'FullAWSAccess', document: allow('*', '*') };

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[],
  more: object = {},
): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }],
  };
}

/** Everything known, and nothing in the way: Jane reads an object of her own account's bucket. */
export function sameAccount(): Snapshot {
  return snapshotSchema.parse({
    version: 1,
    caller: {
      arn: `arn:aws:iam::${CALLER_ACCOUNT}:user/Jane`,
      account: CALLER_ACCOUNT,
      canonicalId: 'c'.repeat(64),
      organizationId: 'o-exampleorgid',
      managementAccount: false,
      identityPolicies: [
        { name: 'reader', document: allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::${BUCKET}/*`) },
        { name: 'lister', document: allow('s3:ListBucket', `arn:aws:s3:::${BUCKET}`) },
      ],
      permissionsBoundary: null,
      sessionPolicies: [],
      tags: {},
      serviceControlPolicies: [[FULL_ACCESS], [FULL_ACCESS]],
    },
    bucket: {
      name: BUCKET,
      account: CALLER_ACCOUNT,
      region: 'eu-west-1',
      policy: null,
      policyIsPublic: false,
      publicAccessBlock: null,
      accountPublicAccessBlock: null,
      objectOwnership: 'BucketOwnerEnforced',
      ownerId: 'b'.repeat(64),
      acl: null,
      requestPayer: 'BucketOwner',
      encryption: {
        algorithm: 'AES256',
        kmsKeyId: null,
        bucketKeyEnabled: false,
        blockedEncryptionTypes: [],
      },
      organizationId: 'o-exampleorgid',
      resourceControlPolicies: [[]],
      tags: {},
      abacEnabled: false,
    },
    accessPoint: null,
    object: {
      key: 'reports/2026.csv',
      exists: true,
      ownerId: 'b'.repeat(64),
      encryption: { algorithm: 'AES256' },
      storageClass: 'STANDARD',
      restored: false,
      acl: null,
      tags: {},
    },
    kmsKey: null,
    vpcEndpoint: null,
  });
}

/** Everything known, and nothing in the way: Jane reads an object of another account's bucket, encrypted with that account's key. */
export function crossAccount(): Snapshot {
  const same = sameAccount();
  const keyArn = `arn:aws:kms:eu-west-1:${BUCKET_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const jane = { Principal: { AWS: `arn:aws:iam::${CALLER_ACCOUNT}:user/Jane` } };
  return snapshotSchema.parse({
    ...same,
    caller: {
      ...same.caller,
      identityPolicies: [
        ...(same.caller?.identityPolicies ?? []),
        { name: 'key-user', document: allow(['kms:Decrypt', 'kms:GenerateDataKey'], keyArn) },
      ],
    },
    bucket: {
      ...same.bucket,
      account: BUCKET_ACCOUNT,
      policy: allow(
        ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
        [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        jane,
      ),
      encryption: {
        algorithm: 'aws:kms',
        kmsKeyId: keyArn,
        bucketKeyEnabled: false,
        blockedEncryptionTypes: [],
      },
    },
    object: { ...same.object, encryption: { algorithm: 'aws:kms', kmsKeyArn: keyArn } },
    kmsKey: {
      arn: keyArn,
      account: BUCKET_ACCOUNT,
      region: 'eu-west-1',
      manager: 'CUSTOMER',
      state: 'Enabled',
      policy: allow(['kms:Decrypt', 'kms:GenerateDataKey'], '*', jane),
      grants: [],
      resourceControlPolicies: [[]],
    },
  });
}

const USER = `arn:aws:iam::${CALLER_ACCOUNT}:user/Jane`;
const ROLE = `arn:aws:iam::${CALLER_ACCOUNT}:role/app`;

/** The same with a role in Jane's place. */
function asRole(snapshot: Snapshot): Snapshot {
  return snapshotSchema.parse(JSON.parse(JSON.stringify(snapshot).replaceAll(USER, ROLE)));
}

export const BASES = {
  sameAccount,
  crossAccount,
  sameAccountRole: () => asRole(sameAccount()),
  crossAccountRole: () => asRole(crossAccount()),
} as const;

/**
 * Sets fields by path (`bucket.policy`); the value `"__unknown__"` takes the field away. `bucket.policy+` adds a statement to a policy
 * (which lets the caller in already), `caller.identityPolicies+` a policy to a list, `caller.identityPolicies-` takes one off by name.
 */
export function withFields(snapshot: Snapshot, fields: Readonly<Record<string, unknown>>): Snapshot {
  const copy: Record<string, unknown> = structuredClone(snapshot);
  for (const [path, value] of Object.entries(fields)) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let node = copy;
    for (const part of parts) {
      node[part] = node[part] ?? {};
      node = node[part] as Record<string, unknown>;
    }
    setField(node, last, value);
  }
  return snapshotSchema.parse(copy);
}

function setField(node: Record<string, unknown>, field: string, value: unknown): void {
  const name = field.slice(0, -1);
  if (value === '__unknown__') delete node[field];
  else if (field.endsWith('+')) node[name] = added(node[name], value);
  else if (field.endsWith('-'))
    node[name] = (node[name] as readonly { name: string }[]).filter((policy) => policy.name !== value);
  else node[field] = value;
}

function added(before: unknown, value: unknown): unknown {
  if (Array.isArray(before)) return [...before, value];
  const { Statement: statements = [], ...rest } = (before ?? { Version: '2012-10-17' }) as {
    Statement?: unknown;
  };
  return { ...rest, Statement: [statements, value].flat() };
}
