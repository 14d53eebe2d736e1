/** SSE-KMS as S3 does it: which key is meant, under which encryption context, and what grants add. */

import { bucketArn, objectArn, splitArn } from './arn.js';
import { isRecord } from './text.js';

/** How a key is written where S3 stores it (`KMSMasterKeyID`, `x-amz-server-side-encryption-aws-kms-key-id`). */
export type KmsKeyReference =
  | {
      readonly form: 'key-arn';
      readonly arn: string;
      readonly account: string;
      readonly region: string;
      readonly keyId: string;
    }
  | {
      readonly form: 'alias-arn';
      readonly arn: string;
      readonly account: string;
      readonly region: string;
      readonly alias: string;
    }
  /** Resolved in the account of whoever makes the request: for another account's caller that is the wrong key. */
  | { readonly form: 'key-id'; readonly keyId: string }
  | { readonly form: 'alias'; readonly alias: string }
  /** The AWS managed key, `aws/s3`: it serves its own account's principals only. */
  | { readonly form: 'aws-managed' };

/**
 * Reads a key reference. No key named (undefined, or empty) with SSE-KMS means the AWS managed key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id ; undefined where the text is none of the forms.
 */
export function parseKmsKey(text: string | undefined): KmsKeyReference | undefined {
  const name = (text ?? '').trim();
  if (name === '' || name === 'alias/aws/s3' || name === 'aws/s3') return { form: 'aws-managed' };
  const arn = splitArn(name);
  if (arn !== undefined) return keyFromArn(name, arn.service, arn.account, arn.region, arn.resource);
  if (/^alias\/[\w/-]{1,250}$/.test(name)) return { form: 'alias', alias: name };
  return isKeyId(name) ? { form: 'key-id', keyId: name } : undefined;
}

function keyFromArn(
  arn: string,
  service: string,
  account: string,
  region: string,
  resource: string,
): KmsKeyReference | undefined {
  if (service !== 'kms') return undefined;
  if (resource === 'alias/aws/s3') return { form: 'aws-managed' };
  if (resource.startsWith('alias/')) return { form: 'alias-arn', arn, account, region, alias: resource };
  if (resource.startsWith('key/')) return { form: 'key-arn', arn, account, region, keyId: resource.slice(4) };
  return undefined;
}

function isKeyId(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) || /^mrk-[0-9a-f]{32}$/i.test(text);
}

/** KMS's `EncryptionContext`: names and values. */
export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * What S3 passes to KMS: `aws:s3:arn` is the object's ARN, or the *bucket's* with an S3 Bucket Key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function s3EncryptionContext(place: {
  bucket: string;
  key: string;
  bucketKey: boolean;
  region?: string;
}): EncryptionContext {
  const { bucket, key, bucketKey, region } = place;
  return { 'aws:s3:arn': bucketKey ? bucketArn(bucket, region) : objectArn(bucket, key, region) };
}

export type GrantAnswer = 'yes' | 'no' | 'unknown';

/**
 * Whether one of the grants (entries of KMS ListGrants) allows the operation to the principal. A grant to a role covers its
 * sessions; grants name single principals, never accounts. `unknown`: the grants have not AWS's shape, or a grant that would
 * match wants an encryption context that is not known here.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantAllows(
  grants: unknown,
  principal: string,
  operation: string,
  encryptionContext: EncryptionContext | undefined,
): GrantAnswer {
  if (!Array.isArray(grants)) return 'unknown';
  const list: readonly unknown[] = grants;
  const wanted = operation.replace(/^kms:/i, '');
  const answers = list.map((grant) => oneGrant(grant, principal, wanted, encryptionContext));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function oneGrant(
  grant: unknown,
  principal: string,
  operation: string,
  context: EncryptionContext | undefined,
): GrantAnswer {
  if (!isRecord(grant)) return 'unknown';
  const operations: readonly unknown[] = Array.isArray(grant['Operations']) ? grant['Operations'] : [];
  if (!operations.includes(operation)) return 'no';
  const grantee = grant['GranteePrincipal'];
  if (typeof grantee !== 'string') return 'unknown';
  if (grantee !== principal && grantee !== roleOfSession(principal)) return 'no';
  return constraintsHold(grant['Constraints'], context);
}

/** `EncryptionContextEquals` is the whole context, `EncryptionContextSubset` part of it; values compare case-sensitively. */
function constraintsHold(constraints: unknown, context: EncryptionContext | undefined): GrantAnswer {
  if (!isRecord(constraints)) return 'yes';
  const equals = constraints['EncryptionContextEquals'];
  const subset = constraints['EncryptionContextSubset'];
  const demanded = isRecord(equals) ? equals : isRecord(subset) ? subset : undefined;
  if (demanded === undefined) return 'yes';
  if (context === undefined) return 'unknown';
  const holds = Object.entries(demanded).every(([name, value]) => context[name] === value);
  const exact = !isRecord(equals) || Object.keys(equals).length === Object.keys(context).length;
  return holds && exact ? 'yes' : 'no';
}

/**
 * The role's ARN of a session's, for roles without a path: `…:assumed-role/Name/session` → `…:role/Name`. A session's ARN
 * does not tell the path, so that a grant to a role with one is matched only by the caller's own role ARN.
 */
function roleOfSession(principal: string): string | undefined {
  const arn = splitArn(principal);
  const role = /^assumed-role\/([^/]+)\//.exec(arn?.resource ?? '')?.[1];
  return arn === undefined || role === undefined
    ? undefined
    : `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
}
