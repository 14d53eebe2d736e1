/**
 * Condition context keys that follow from the request itself: its headers, its operation, its address.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */

import { splitArn } from './arn.js';
import { GRANT_HEADERS, headerState, headerValue } from './headers.js';
import { operationNamed } from './operations.js';
import { parseQuery } from './text.js';
import type { RequestFacts } from './types.js';

export type RequestContext = Readonly<Record<string, readonly string[] | null>>;

const NEW_OBJECT = ['PutObject', 'PostObject', 'CopyObject', 'CreateMultipartUpload'] as const;
const ACL_WRITES = [...NEW_OBJECT, 'PutObjectAcl', 'PutBucketAcl', 'CreateBucket'] as const;
const LISTS = ['ListObjectsV2', 'ListObjects', 'ListObjectVersions', 'ListMultipartUploads'] as const;
const VERSIONED = [
  'GetObject',
  'HeadObject',
  'GetObjectAttributes',
  'GetObjectAcl',
  'PutObjectAcl',
  'GetObjectTagging',
  'PutObjectTagging',
  'DeleteObjectTagging',
  'DeleteObject',
  'DeleteObjects',
  'RestoreObject',
  'GetObjectRetention',
  'PutObjectRetention',
  'GetObjectLegalHold',
  'PutObjectLegalHold',
] as const;
const CONDITIONAL = [...NEW_OBJECT, 'CompleteMultipartUpload'] as const;
const LOCKED = [...NEW_OBJECT, 'PutObjectRetention'] as const;

interface KeyRow {
  /** The header, or the query parameter, in lower case. */
  readonly header: string;
  readonly contextKey: string;
  /** The operations whose requests can carry it; for every other operation the key is absent. */
  readonly operations: readonly string[];
}

/** Condition keys, the header that they come from, and the operations that have them. */
const REQUEST_KEYS: readonly KeyRow[] = [
  { header: 'x-amz-acl', contextKey: 's3:x-amz-acl', operations: ACL_WRITES },
  ...GRANT_HEADERS.map((header) => ({ header, contextKey: `s3:${header}`, operations: ACL_WRITES })),
  {
    header: 'x-amz-server-side-encryption',
    contextKey: 's3:x-amz-server-side-encryption',
    operations: NEW_OBJECT,
  },
  {
    header: 'x-amz-server-side-encryption-aws-kms-key-id',
    contextKey: 's3:x-amz-server-side-encryption-aws-kms-key-id',
    operations: NEW_OBJECT,
  },
  {
    header: 'x-amz-server-side-encryption-customer-algorithm',
    contextKey: 's3:x-amz-server-side-encryption-customer-algorithm',
    operations: [
      ...NEW_OBJECT,
      'UploadPart',
      'UploadPartCopy',
      'GetObject',
      'HeadObject',
      'SelectObjectContent',
    ],
  },
  { header: 'x-amz-storage-class', contextKey: 's3:x-amz-storage-class', operations: NEW_OBJECT },
  {
    header: 'x-amz-website-redirect-location',
    contextKey: 's3:x-amz-website-redirect-location',
    operations: NEW_OBJECT,
  },
  {
    header: 'x-amz-copy-source',
    contextKey: 's3:x-amz-copy-source',
    operations: ['CopyObject', 'UploadPartCopy'],
  },
  {
    header: 'x-amz-metadata-directive',
    contextKey: 's3:x-amz-metadata-directive',
    operations: ['CopyObject'],
  },
  {
    header: 'x-amz-object-ownership',
    contextKey: 's3:x-amz-object-ownership',
    operations: ['CreateBucket', 'PutBucketOwnershipControls'],
  },
  { header: 'x-amz-object-lock-mode', contextKey: 's3:object-lock-mode', operations: LOCKED },
  {
    header: 'x-amz-object-lock-retain-until-date',
    contextKey: 's3:object-lock-retain-until-date',
    operations: LOCKED,
  },
  {
    header: 'x-amz-object-lock-legal-hold',
    contextKey: 's3:object-lock-legal-hold',
    operations: [...NEW_OBJECT, 'PutObjectLegalHold'],
  },
  { header: 'if-match', contextKey: 's3:if-match', operations: CONDITIONAL },
  { header: 'if-none-match', contextKey: 's3:if-none-match', operations: CONDITIONAL },
  { header: 'prefix', contextKey: 's3:prefix', operations: LISTS },
  { header: 'delimiter', contextKey: 's3:delimiter', operations: LISTS },
  { header: 'max-keys', contextKey: 's3:max-keys', operations: LISTS },
];

/**
 * The context keys that the request settles. A list: the value sent; `null`: known to be absent (the header was not sent, or
 * the operation cannot carry it). What is not named is unknown. Keys given in `facts.context` win.
 */
export function contextFromRequest(facts: RequestFacts): RequestContext {
  const operation = facts.operation === undefined ? undefined : operationNamed(facts.operation)?.name;
  return {
    ...headerKeys(facts, operation),
    ...tagKeys(facts, operation),
    ...addressKeys(facts, operation),
    ...facts.context,
  };
}

/**
 * Whether a request of the operation can carry the context key at all. `false` means: absent, whatever was sent. Covers the
 * keys with a tag in their name, too, of which `s3:ExistingObjectTag/…` never applies to PutObject and DeleteObject.
 */
export function keyCanOccur(contextKey: string, operation: string): boolean {
  const key = contextKey.toLowerCase();
  const name = operationNamed(operation)?.name;
  if (name === undefined) return true;
  const row = REQUEST_KEYS.find((candidate) => candidate.contextKey.toLowerCase() === key);
  if (row !== undefined) return row.operations.includes(name);
  if (key.startsWith('s3:requestobjecttag'))
    return [...NEW_OBJECT, 'PutObjectTagging'].some((each) => each === name);
  if (key.startsWith('s3:existingobjecttag/')) return !CANNOT_SEE_EXISTING_TAGS.has(name);
  if (key === 's3:versionid') return VERSIONED.some((each) => each === name);
  return true;
}

const CANNOT_SEE_EXISTING_TAGS = new Set<string>([
  ...NEW_OBJECT,
  ...LISTS,
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'ListParts',
  'DeleteObject',
  'DeleteObjects',
  'HeadBucket',
  'ListBuckets',
]);

function headerKeys(
  facts: RequestFacts,
  operation: string | undefined,
): Record<string, readonly string[] | null> {
  const keys: Record<string, readonly string[] | null> = {};
  for (const { header, contextKey, operations } of REQUEST_KEYS) {
    const sent = headerState(facts, header);
    if (sent.state === 'sent') keys[contextKey] = sent.values;
    else if (sent.state === 'absent') keys[contextKey] = null;
    else if (operation !== undefined && !operations.includes(operation)) keys[contextKey] = null;
  }
  return keys;
}

/** `x-amz-tagging: project=x&team=y` → one key for each tag, and the list of their names. */
function tagKeys(facts: RequestFacts, operation: string | undefined): RequestContext {
  const sent = headerState(facts, 'x-amz-tagging');
  if (sent.state === 'absent') return { 's3:RequestObjectTagKeys': null };
  if (sent.state === 'unknown') {
    const possible = operation === undefined || keyCanOccur('s3:RequestObjectTagKeys', operation);
    return possible ? {} : { 's3:RequestObjectTagKeys': null };
  }
  const tags = new URLSearchParams(sent.values.join('&'));
  const named = [...tags].map(([tag, value]) => [`s3:RequestObjectTag/${tag}`, [value]] as const);
  return { ...Object.fromEntries(named), 's3:RequestObjectTagKeys': [...tags.keys()] };
}

function addressKeys(facts: RequestFacts, operation: string | undefined): RequestContext {
  const keys: Record<string, readonly string[] | null> = {};
  const versionId = facts.versionId ?? copySourceVersion(facts, operation);
  if (versionId !== undefined) keys['s3:VersionId'] = [versionId];
  else if (operation !== undefined && !keyCanOccur('s3:VersionId', operation)) keys['s3:VersionId'] = null;
  const lists = LISTS.some((name) => name === operation);
  // For listings, what stands behind the bucket in the address is the prefix.
  if (lists && facts.key !== undefined && headerState(facts, 'prefix').state === 'unknown')
    keys['s3:prefix'] = [facts.key];
  const accessPoint = facts.accessPointArn === undefined ? undefined : splitArn(facts.accessPointArn);
  if (accessPoint !== undefined && facts.accessPointArn !== undefined) {
    keys['s3:DataAccessPointArn'] = [facts.accessPointArn];
    keys['s3:DataAccessPointAccount'] = [accessPoint.account];
  }
  return keys;
}

function copySourceVersion(facts: RequestFacts, operation: string | undefined): string | undefined {
  if (operation !== 'CopyObject' && operation !== 'UploadPartCopy') return undefined;
  const query = headerValue(facts, 'x-amz-copy-source')?.split('?')[1];
  return query === undefined ? undefined : parseQuery(query).get('versionid');
}
