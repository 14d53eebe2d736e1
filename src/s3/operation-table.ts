/**
 * S3's operations, the kind of thing they do, and the permissions that each needs.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 *
 * `needs` are the permissions that every request of the operation needs; `read` and `write` name what SSE-KMS adds
 * (see permissions.ts); what a header or a version id adds stands in permissions.ts as well.
 */

export type OperationKind = 'read' | 'write' | 'list' | 'delete' | 'configure';
type Place = 'object' | 'bucket' | 'source-object' | 'service';

export interface OperationRow {
  readonly name: string;
  readonly kind: OperationKind;
  readonly needs: readonly { readonly iamAction: string; readonly on: Place }[];
  /** KMS permissions that it needs where SSE-KMS is in play. */
  readonly kms?: readonly ('Decrypt' | 'GenerateDataKey')[];
  /** The permission that replaces the first of `needs` where a version is named. */
  readonly versionAction?: string;
}

const onObject = (...iamActions: readonly string[]) =>
  iamActions.map((iamAction) => ({ iamAction, on: 'object' as const }));
const onBucket = (...iamActions: readonly string[]) =>
  iamActions.map((iamAction) => ({ iamAction, on: 'bucket' as const }));
const onService = (...iamActions: readonly string[]) =>
  iamActions.map((iamAction) => ({ iamAction, on: 'service' as const }));
const copySource = [{ iamAction: 's3:GetObject', on: 'source-object' }] as const;

const OBJECT_ROWS: readonly OperationRow[] = [
  {
    name: 'GetObject',
    kind: 'read',
    needs: onObject('s3:GetObject'),
    kms: ['Decrypt'],
    versionAction: 's3:GetObjectVersion',
  },
  { name: 'HeadObject', kind: 'read', needs: onObject('s3:GetObject'), versionAction: 's3:GetObjectVersion' },
  {
    name: 'GetObjectAttributes',
    kind: 'read',
    needs: onObject('s3:GetObject', 's3:GetObjectAttributes'),
    kms: ['Decrypt'],
    versionAction: 's3:GetObjectVersion',
  },
  { name: 'SelectObjectContent', kind: 'read', needs: onObject('s3:GetObject'), kms: ['Decrypt'] },
  { name: 'GetObjectTorrent', kind: 'read', needs: onObject('s3:GetObjectTorrent') },
  {
    name: 'GetObjectAcl',
    kind: 'read',
    needs: onObject('s3:GetObjectAcl'),
    versionAction: 's3:GetObjectVersionAcl',
  },
  {
    name: 'GetObjectTagging',
    kind: 'read',
    needs: onObject('s3:GetObjectTagging'),
    versionAction: 's3:GetObjectVersionTagging',
  },
  { name: 'GetObjectRetention', kind: 'read', needs: onObject('s3:GetObjectRetention') },
  { name: 'GetObjectLegalHold', kind: 'read', needs: onObject('s3:GetObjectLegalHold') },
  { name: 'PutObject', kind: 'write', needs: onObject('s3:PutObject'), kms: ['GenerateDataKey'] },
  { name: 'PostObject', kind: 'write', needs: onObject('s3:PutObject'), kms: ['GenerateDataKey'] },
  {
    name: 'CopyObject',
    kind: 'write',
    needs: [...copySource, ...onObject('s3:PutObject')],
    kms: ['GenerateDataKey'],
  },
  {
    name: 'UploadPartCopy',
    kind: 'write',
    needs: [...copySource, ...onObject('s3:PutObject')],
    kms: ['GenerateDataKey', 'Decrypt'],
  },
  { name: 'CreateMultipartUpload', kind: 'write', needs: onObject('s3:PutObject'), kms: ['GenerateDataKey'] },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html: Decrypt for the part, GenerateDataKey for the whole upload.
  {
    name: 'UploadPart',
    kind: 'write',
    needs: onObject('s3:PutObject'),
    kms: ['GenerateDataKey', 'Decrypt'],
  },
  { name: 'CompleteMultipartUpload', kind: 'write', needs: onObject('s3:PutObject'), kms: ['Decrypt'] },
  {
    name: 'PutObjectAcl',
    kind: 'write',
    needs: onObject('s3:PutObjectAcl'),
    versionAction: 's3:PutObjectVersionAcl',
  },
  {
    name: 'PutObjectTagging',
    kind: 'write',
    needs: onObject('s3:PutObjectTagging'),
    versionAction: 's3:PutObjectVersionTagging',
  },
  { name: 'PutObjectRetention', kind: 'write', needs: onObject('s3:PutObjectRetention') },
  { name: 'PutObjectLegalHold', kind: 'write', needs: onObject('s3:PutObjectLegalHold') },
  { name: 'RestoreObject', kind: 'write', needs: onObject('s3:RestoreObject') },
  {
    name: 'DeleteObject',
    kind: 'delete',
    needs: onObject('s3:DeleteObject'),
    versionAction: 's3:DeleteObjectVersion',
  },
  {
    name: 'DeleteObjects',
    kind: 'delete',
    needs: onObject('s3:DeleteObject'),
    versionAction: 's3:DeleteObjectVersion',
  },
  {
    name: 'DeleteObjectTagging',
    kind: 'delete',
    needs: onObject('s3:DeleteObjectTagging'),
    versionAction: 's3:DeleteObjectVersionTagging',
  },
  { name: 'AbortMultipartUpload', kind: 'delete', needs: onObject('s3:AbortMultipartUpload') },
  { name: 'ListParts', kind: 'list', needs: onObject('s3:ListMultipartUploadParts') },
];

const LIST_ROWS: readonly OperationRow[] = [
  { name: 'ListObjectsV2', kind: 'list', needs: onBucket('s3:ListBucket') },
  { name: 'ListObjects', kind: 'list', needs: onBucket('s3:ListBucket') },
  { name: 'HeadBucket', kind: 'list', needs: onBucket('s3:ListBucket') },
  { name: 'ListObjectVersions', kind: 'list', needs: onBucket('s3:ListBucketVersions') },
  { name: 'ListMultipartUploads', kind: 'list', needs: onBucket('s3:ListBucketMultipartUploads') },
  { name: 'ListBuckets', kind: 'list', needs: onService('s3:ListAllMyBuckets') },
];

/** Bucket configuration: [the operation's noun, what reads it, what writes it, what deletes it]; null: no such operation. */
const CONFIGURATIONS: readonly (readonly [string, string | null, string | null, string | null])[] = [
  ['BucketAbac', 's3:GetBucketAbac', 's3:PutBucketAbac', null],
  ['BucketAccelerateConfiguration', 's3:GetAccelerateConfiguration', 's3:PutAccelerateConfiguration', null],
  ['BucketAcl', 's3:GetBucketAcl', 's3:PutBucketAcl', null],
  [
    'BucketAnalyticsConfiguration',
    's3:GetAnalyticsConfiguration',
    's3:PutAnalyticsConfiguration',
    's3:PutAnalyticsConfiguration',
  ],
  ['BucketCors', 's3:GetBucketCORS', 's3:PutBucketCORS', 's3:PutBucketCORS'],
  [
    'BucketEncryption',
    's3:GetEncryptionConfiguration',
    's3:PutEncryptionConfiguration',
    's3:PutEncryptionConfiguration',
  ],
  [
    'BucketIntelligentTieringConfiguration',
    's3:GetIntelligentTieringConfiguration',
    's3:PutIntelligentTieringConfiguration',
    's3:PutIntelligentTieringConfiguration',
  ],
  [
    'BucketInventoryConfiguration',
    's3:GetInventoryConfiguration',
    's3:PutInventoryConfiguration',
    's3:PutInventoryConfiguration',
  ],
  ['BucketLifecycleConfiguration', 's3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration', null],
  [
    'BucketLifecycle',
    's3:GetLifecycleConfiguration',
    's3:PutLifecycleConfiguration',
    's3:PutLifecycleConfiguration',
  ],
  ['BucketLocation', 's3:GetBucketLocation', null, null],
  ['BucketLogging', 's3:GetBucketLogging', 's3:PutBucketLogging', null],
  [
    'BucketMetricsConfiguration',
    's3:GetMetricsConfiguration',
    's3:PutMetricsConfiguration',
    's3:PutMetricsConfiguration',
  ],
  ['BucketNotificationConfiguration', 's3:GetBucketNotification', 's3:PutBucketNotification', null],
  [
    'BucketOwnershipControls',
    's3:GetBucketOwnershipControls',
    's3:PutBucketOwnershipControls',
    's3:PutBucketOwnershipControls',
  ],
  ['BucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  ['BucketPolicyStatus', 's3:GetBucketPolicyStatus', null, null],
  [
    'BucketReplication',
    's3:GetReplicationConfiguration',
    's3:PutReplicationConfiguration',
    's3:PutReplicationConfiguration',
  ],
  ['BucketRequestPayment', 's3:GetBucketRequestPayment', 's3:PutBucketRequestPayment', null],
  ['BucketTagging', 's3:GetBucketTagging', 's3:PutBucketTagging', 's3:PutBucketTagging'],
  ['BucketVersioning', 's3:GetBucketVersioning', 's3:PutBucketVersioning', null],
  ['BucketWebsite', 's3:GetBucketWebsite', 's3:PutBucketWebsite', 's3:DeleteBucketWebsite'],
  [
    'ObjectLockConfiguration',
    's3:GetBucketObjectLockConfiguration',
    's3:PutBucketObjectLockConfiguration',
    null,
  ],
  [
    'PublicAccessBlock',
    's3:GetBucketPublicAccessBlock',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketPublicAccessBlock',
  ],
];

const OTHER_ROWS: readonly OperationRow[] = [
  { name: 'CreateBucket', kind: 'configure', needs: onBucket('s3:CreateBucket') },
  { name: 'DeleteBucket', kind: 'configure', needs: onBucket('s3:DeleteBucket') },
  { name: 'CreateSession', kind: 'configure', needs: onBucket('s3express:CreateSession') },
  { name: 'GetDataAccess', kind: 'read', needs: onService('s3:GetDataAccess') },
];

function configurationRows(): readonly OperationRow[] {
  return CONFIGURATIONS.flatMap(([noun, get, put, remove]) => [
    ...(get === null ? [] : [{ name: `Get${noun}`, kind: 'configure' as const, needs: onBucket(get) }]),
    ...(put === null ? [] : [{ name: `Put${noun}`, kind: 'configure' as const, needs: onBucket(put) }]),
    ...(remove === null
      ? []
      : [{ name: `Delete${noun}`, kind: 'configure' as const, needs: onBucket(remove) }]),
  ]);
}

/** Every operation, the everyday ones first. */
export const OPERATIONS: readonly OperationRow[] = [
  ...OBJECT_ROWS,
  ...LIST_ROWS,
  ...configurationRows(),
  ...OTHER_ROWS,
];

/**
 * The AWS CLI's high-level commands → the operations that they call, the one that is denied most often first.
 * Where the direction decides, each direction has its own list.
 * https://docs.aws.amazon.com/cli/latest/reference/s3/
 */
export const CLI_COMMANDS = {
  ls: { any: ['ListObjectsV2'] },
  cp: {
    download: ['GetObject', 'HeadObject'],
    upload: ['PutObject', 'CreateMultipartUpload'],
    copy: ['CopyObject', 'HeadObject'],
  },
  mv: {
    download: ['GetObject', 'HeadObject', 'DeleteObject'],
    upload: ['PutObject', 'CreateMultipartUpload'],
    copy: ['CopyObject', 'HeadObject', 'DeleteObject'],
  },
  sync: {
    any: ['ListObjectsV2'],
    download: ['ListObjectsV2', 'GetObject'],
    upload: ['ListObjectsV2', 'PutObject'],
    copy: ['ListObjectsV2', 'CopyObject'],
  },
  rm: { any: ['DeleteObject'] },
  presign: { any: ['GetObject'] },
  mb: { any: ['CreateBucket'] },
  rb: { any: ['DeleteBucket'] },
  website: { any: ['PutBucketWebsite'] },
} as const satisfies Readonly<Record<string, Partial<Record<CliDirection, readonly string[]>>>>;

export type CliDirection = 'any' | 'download' | 'upload' | 'copy';
export type CliCommand = keyof typeof CLI_COMMANDS;
