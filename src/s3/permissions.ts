/**
 * The permissions that one request needs: its operation's, what its headers and its version id add, and what SSE-KMS adds.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */

import { GRANT_HEADERS, headerValue, isSent } from './headers.js';
import { operationNamed } from './operations.js';
import type { OperationRow } from './operation-table.js';
import { parseQuery } from './text.js';
import type { RequestFacts, RequiredPermission } from './types.js';

/** How the object is, or will be, encrypted. */
export interface EncryptionFacts {
  /** SSE-KMS or DSSE-KMS, by the object (reads) or by the bucket's default (writes). A request header overrides it. */
  readonly kms: boolean;
  readonly bucketKey?: boolean;
  /** Copies: whether the source is SSE-KMS. Left out: not known, and its kms:Decrypt comes out as not certainly required. */
  readonly sourceKms?: boolean;
}

const WRITES_NEW_OBJECT = new Set(['PutObject', 'PostObject', 'CopyObject', 'CreateMultipartUpload']);
const KMS_ALGORITHMS = new Set(['aws:kms', 'aws:kms:dsse']);

/** What a header adds to a request that writes an object: all of them on the object written. */
const WRITE_EXTRAS = [
  { headers: ['x-amz-acl', ...GRANT_HEADERS], iamAction: 's3:PutObjectAcl' },
  { headers: ['x-amz-tagging'], iamAction: 's3:PutObjectTagging' },
  {
    headers: ['x-amz-object-lock-mode', 'x-amz-object-lock-retain-until-date'],
    iamAction: 's3:PutObjectRetention',
  },
  { headers: ['x-amz-object-lock-legal-hold'], iamAction: 's3:PutObjectLegalHold' },
] as const;

/**
 * Every permission that the request needs, S3's first; empty where the operation is not known. Headers that nobody told
 * about add nothing. `required: false`: only decides between 404 and 403, or only where the object is tagged or encrypted.
 */
export function requiredPermissions(
  facts: RequestFacts,
  encryption: EncryptionFacts,
): readonly RequiredPermission[] {
  const row = facts.operation === undefined ? undefined : operationNamed(facts.operation);
  if (row === undefined) return [];
  return unique([
    ...basePermissions(facts, row),
    ...headerPermissions(facts, row),
    ...copyTagPermissions(facts, row),
    ...kmsPermissions(facts, row, encryption),
    ...listPermission(row),
  ]);
}

function basePermissions(facts: RequestFacts, row: OperationRow): readonly RequiredPermission[] {
  return row.needs.map(({ iamAction, on }, index) => {
    if (on === 'source-object') return { iamAction: sourceAction(facts, iamAction), on, required: true };
    const versioned = index === 0 && facts.versionId !== undefined && row.versionAction !== undefined;
    return { iamAction: versioned ? (row.versionAction ?? iamAction) : iamAction, on, required: true };
  });
}

/** `x-amz-copy-source: /bucket/key?versionId=…` needs the …Version form. */
function sourceAction(facts: RequestFacts, iamAction: string): string {
  const query = headerValue(facts, 'x-amz-copy-source')?.split('?')[1];
  return query !== undefined && parseQuery(query).has('versionid') ? `${iamAction}Version` : iamAction;
}

function headerPermissions(facts: RequestFacts, row: OperationRow): readonly RequiredPermission[] {
  const found: RequiredPermission[] = [];
  const add = (iamAction: string) => found.push({ iamAction, on: 'object', required: true });
  if (WRITES_NEW_OBJECT.has(row.name)) {
    for (const { headers, iamAction } of WRITE_EXTRAS) if (isSent(facts, ...headers)) add(iamAction);
  }
  // Conditional writes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
  if (
    (WRITES_NEW_OBJECT.has(row.name) || row.name === 'CompleteMultipartUpload') &&
    isSent(facts, 'if-match')
  )
    add('s3:GetObject');
  if (headerValue(facts, 'x-amz-bypass-governance-retention')?.toLowerCase() === 'true')
    add('s3:BypassGovernanceRetention');
  return found;
}

/** A copy takes the source's tags along, unless told to replace them. */
function copyTagPermissions(facts: RequestFacts, row: OperationRow): readonly RequiredPermission[] {
  if (row.name !== 'CopyObject') return [];
  if (headerValue(facts, 'x-amz-tagging-directive')?.toUpperCase() === 'REPLACE') return [];
  return [
    { iamAction: 's3:GetObjectTagging', on: 'source-object', required: false },
    { iamAction: 's3:PutObjectTagging', on: 'object', required: false },
  ];
}

function kmsPermissions(
  facts: RequestFacts,
  row: OperationRow,
  encryption: EncryptionFacts,
): readonly RequiredPermission[] {
  const found: RequiredPermission[] = [];
  if (row.kms !== undefined && usesKms(facts, row, encryption)) {
    const names = new Set<string>(row.kms);
    if (names.has('GenerateDataKey') && encryption.bucketKey) names.add('Decrypt');
    for (const name of names) found.push({ iamAction: `kms:${name}`, on: 'key', required: true });
  }
  const copies = row.needs.some(({ on }) => on === 'source-object');
  if (copies && (encryption.sourceKms ?? encryption.kms)) {
    found.push({ iamAction: 'kms:Decrypt', on: 'source-key', required: encryption.sourceKms === true });
  }
  return found;
}

/** Writes: the request's own header beats the bucket's default. */
function usesKms(facts: RequestFacts, row: OperationRow, encryption: EncryptionFacts): boolean {
  if (!WRITES_NEW_OBJECT.has(row.name)) return encryption.kms;
  const algorithm = headerValue(facts, 'x-amz-server-side-encryption');
  if (algorithm !== undefined) return KMS_ALGORITHMS.has(algorithm);
  if (isSent(facts, 'x-amz-server-side-encryption-customer-algorithm')) return false;
  return encryption.kms;
}

/** Who may list the bucket is told 404 for a missing key, everyone else 403. */
function listPermission(row: OperationRow): readonly RequiredPermission[] {
  const reads = row.kind === 'read' && row.needs.some(({ on }) => on === 'object');
  return reads || row.name === 'CopyObject'
    ? [{ iamAction: 's3:ListBucket', on: 'bucket', required: false }]
    : [];
}

function unique(permissions: readonly RequiredPermission[]): readonly RequiredPermission[] {
  const byKey = new Map<string, RequiredPermission>();
  for (const permission of permissions) {
    const key = `${permission.iamAction} ${permission.on}`;
    if (!byKey.get(key)?.required) byKey.set(key, permission);
  }
  return [...byKey.values()];
}
