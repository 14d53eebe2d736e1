import type { Snapshot } from '../../src/evidence/snapshot.js';
import type { RequestFacts } from '../../src/s3/types.js';
import { allow, BASES, withFields } from '../support/snapshots.js';

/** A request that everything lets through: what stands in its way is laid over it. */
export interface Scenario {
  readonly name: string;
  readonly operation: string;
  readonly kind: 'read' | 'write' | 'list' | 'delete';
  readonly accounts: 'same' | 'cross';
  readonly through?: 'access point';
  /** An upload that sets an ACL needs a permission more, and a bucket in which ACLs are on. */
  readonly acl?: string;
  /** A KMS grant lets the caller use the key, where the key's policy does not; the object's ACL lets everybody in, where no policy does. */
  readonly by?: 'grant' | 'public ACL';
  /** The upload brings its own key (SSE-C). */
  readonly customerKey?: true;
  readonly session?: true;
  readonly kms?: true;
  readonly snapshot: () => Snapshot;
  readonly headers?: RequestFacts['headers'];
  readonly request?: Partial<RequestFacts>;
}

const BUCKET = 'amzn-s3-demo-bucket';
const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;
const POINT = 'arn:aws:s3:eu-west-1:444455556666:accesspoint/reports';
const JANE = { Principal: { AWS: 'arn:aws:iam::111122223333:user/Jane' } };
const OBJECT_ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl', 's3:DeleteObject'];

/** The base with the permissions for every operation that is tried here. */
function based(base: keyof typeof BASES, fields: Readonly<Record<string, unknown>> = {}): () => Snapshot {
  const objects = { name: 'objects', document: allow(OBJECT_ACTIONS, `${BUCKET_ARN}/*`) };
  const cross = base.startsWith('cross');
  const bucketPolicy = allow([...OBJECT_ACTIONS, 's3:ListBucket'], [BUCKET_ARN, `${BUCKET_ARN}/*`], JANE);
  return () => {
    const role = base.endsWith('Role');
    const text = JSON.stringify(bucketPolicy);
    const policy: unknown = JSON.parse(role ? text.replaceAll('user/Jane', 'role/app') : text);
    return withFields(BASES[base](), {
      'caller.identityPolicies-': 'reader',
      'caller.identityPolicies+': objects,
      ...(cross ? { 'bucket.policy': policy } : {}),
      ...fields,
    });
  };
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a read in one account',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'same',
    snapshot: based('sameAccount'),
  },
  {
    name: 'a read across accounts',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'cross',
    kms: true,
    snapshot: based('crossAccount'),
  },
  {
    name: 'a read by a session',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'same',
    session: true,
    snapshot: based('sameAccountRole'),
    request: { principal: 'arn:aws:sts::111122223333:assumed-role/app/session' },
  },
  {
    name: 'a read across accounts by a session',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'cross',
    kms: true,
    session: true,
    snapshot: based('crossAccountRole'),
    request: { principal: 'arn:aws:sts::111122223333:assumed-role/app/session' },
  },
  {
    name: 'a read through an access point',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'cross',
    through: 'access point',
    snapshot: based('crossAccount', {
      'bucket.policy': allow('*', [BUCKET_ARN, `${BUCKET_ARN}/*`], {
        Principal: { AWS: '*' },
        Condition: { StringEquals: { 's3:DataAccessPointAccount': '444455556666' } },
      }),
      'caller.identityPolicies+': { name: 'point', document: allow('s3:*', [POINT, `${POINT}/object/*`]) },
      'object.encryption': { algorithm: 'AES256' },
      'bucket.encryption': { algorithm: 'AES256', kmsKeyId: null },
      kmsKey: null,
      accessPoint: {
        arn: POINT,
        policy: allow('s3:GetObject', `${POINT}/object/*`, JANE),
        networkOrigin: 'Internet',
        publicAccessBlock: {},
      },
    }),
    request: { accessPointArn: POINT },
  },
  {
    name: 'a read by a KMS grant',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'cross',
    kms: true,
    by: 'grant',
    snapshot: based('crossAccount', {
      'kmsKey.policy': allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::444455556666:root' } }),
      'kmsKey.grants': [{ GranteePrincipal: JANE.Principal.AWS, Operations: ['Decrypt', 'GenerateDataKey'] }],
    }),
  },
  {
    name: 'a read by a public ACL',
    operation: 'GetObject',
    kind: 'read',
    accounts: 'cross',
    by: 'public ACL',
    snapshot: based('crossAccount', {
      'bucket.policy': allow('s3:GetBucketLocation', BUCKET_ARN, JANE),
      'bucket.objectOwnership': 'ObjectWriter',
      'bucket.encryption': { algorithm: 'AES256', kmsKeyId: null },
      'object.encryption': { algorithm: 'AES256' },
      'object.acl': {
        Owner: { ID: 'b'.repeat(64) },
        Grants: [
          {
            Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
            Permission: 'READ',
          },
        ],
      },
      kmsKey: null,
    }),
  },
  {
    name: 'an upload in one account',
    operation: 'PutObject',
    kind: 'write',
    accounts: 'same',
    snapshot: based('sameAccount'),
  },
  {
    name: 'an upload across accounts',
    operation: 'PutObject',
    kind: 'write',
    accounts: 'cross',
    kms: true,
    snapshot: based('crossAccount'),
  },
  {
    name: 'an upload with an ACL',
    operation: 'PutObject',
    kind: 'write',
    accounts: 'cross',
    acl: 'bucket-owner-full-control',
    kms: true,
    snapshot: based('crossAccount', { 'bucket.objectOwnership': 'BucketOwnerPreferred' }),
    headers: { 'x-amz-acl': ['bucket-owner-full-control'] },
  },
  {
    name: 'a multipart upload',
    operation: 'CreateMultipartUpload',
    kind: 'write',
    accounts: 'cross',
    kms: true,
    snapshot: based('crossAccount'),
  },
  {
    name: 'a part of an upload',
    operation: 'UploadPart',
    kind: 'write',
    accounts: 'cross',
    kms: true,
    snapshot: based('crossAccount'),
  },
  {
    name: 'an upload with a key of its own',
    operation: 'PutObject',
    kind: 'write',
    accounts: 'same',
    customerKey: true,
    snapshot: based('sameAccount'),
    headers: { 'x-amz-server-side-encryption-customer-algorithm': ['AES256'] },
  },
  {
    name: 'a copy',
    operation: 'CopyObject',
    kind: 'write',
    accounts: 'same',
    snapshot: based('sameAccount'),
    headers: { 'x-amz-copy-source': [`${BUCKET}/reports/2025.csv`] },
  },
  {
    name: 'a listing in one account',
    operation: 'ListObjectsV2',
    kind: 'list',
    accounts: 'same',
    snapshot: based('sameAccount'),
  },
  {
    name: 'a listing across accounts',
    operation: 'ListObjectsV2',
    kind: 'list',
    accounts: 'cross',
    snapshot: based('crossAccount'),
  },
  {
    name: 'a listing of versions',
    operation: 'ListObjectVersions',
    kind: 'list',
    accounts: 'cross',
    snapshot: based('crossAccount', {
      'bucket.policy': allow(['s3:ListBucket', 's3:ListBucketVersions'], BUCKET_ARN, JANE),
      'caller.identityPolicies+': { name: 'versions', document: allow('s3:ListBucketVersions', BUCKET_ARN) },
    }),
  },
  {
    name: 'a deletion in one account',
    operation: 'DeleteObject',
    kind: 'delete',
    accounts: 'same',
    snapshot: based('sameAccount'),
  },
  {
    name: 'a deletion across accounts',
    operation: 'DeleteObject',
    kind: 'delete',
    accounts: 'cross',
    snapshot: based('crossAccount'),
  },
];
