import type { ContextValue } from '../policy/types.js';
import { isSent, operationNamed, parseKmsKey, s3EncryptionContext } from '../s3/index.js';
import type { Snapshot } from '../evidence/snapshot.js';
import type { OperationKind } from './catalogue.js';
import type { CopySource } from './copy-source.js';
import { accountIn, callerText } from './identity.js';
import type { Evidence } from './types.js';

/** Whether the request has S3 call KMS in the caller's name, with which key, and with which context. */
export interface KmsUse {
  readonly used: 'yes' | 'no' | 'unknown';
  readonly keyArn: string | undefined;
  readonly keyAccount: string | undefined;
  /** The key as the object, the header or the default names it; `null`: none is named, so it is the AWS managed one. */
  readonly keyId: string | null | undefined;
  /** What was read of exactly this key; a snapshot may hold another one. */
  readonly key: Snapshot['kmsKey'];
  readonly bucketKey: boolean | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Where this was seen, in words. */
  readonly because: string;
}

const KMS_ALGORITHMS = new Set(['aws:kms', 'aws:kms:dsse']);

/** A read uses the object's key, a write the key of the request's header or else the bucket's default. */
export function kmsUse(evidence: Evidence, kind: OperationKind | undefined, operation?: string): KmsUse {
  const { used, keyId, because } = encryptionFor(evidence, kind, operation);
  const { snapshot, error } = evidence;
  const read = isAnotherKey(keyId, snapshot.kmsKey?.arn) ? undefined : snapshot.kmsKey;
  const named = read?.arn ?? keyId;
  const key = named === undefined || named === null ? undefined : parseKmsKey(named);
  const keyArn = key?.form === 'key-arn' ? (named ?? undefined) : undefined;
  const bucketKey = snapshot.bucket?.encryption?.bucketKeyEnabled;
  return {
    used: error?.action?.toLowerCase().startsWith('kms:') === true ? 'yes' : used,
    keyArn,
    keyAccount: read?.account ?? (key?.form === 'key-arn' ? key.account : undefined),
    keyId,
    key: read,
    bucketKey,
    context: keyContext(evidence, bucketKey),
    because,
  };
}

/** The key that the source of a copy is encrypted with. Of another bucket than the one that was read, nothing is known. */
export function sourceKmsUse(evidence: Evidence, source: CopySource): KmsUse | undefined {
  const { error: _, ...rest } = evidence;
  const { snapshot } = evidence;
  if (source.bucket !== snapshot.bucket?.name) return undefined;
  const request = { ...evidence.request, key: source.key, headers: {} };
  const readThis = snapshot.object?.key === source.key;
  return kmsUse({ ...rest, request, snapshot: readThis ? snapshot : withoutObject(snapshot) }, 'read');
}

/** Whether the key of the object, the header or the default is by its ARN another one than the key that was read. */
function isAnotherKey(wanted: string | null | undefined, read: string | undefined): boolean {
  return (
    typeof wanted === 'string' &&
    read !== undefined &&
    parseKmsKey(wanted)?.form === 'key-arn' &&
    wanted !== read
  );
}

interface Encryption {
  readonly used: KmsUse['used'];
  readonly keyId?: string | null | undefined;
  readonly because: string;
}

function encryptionFor(
  evidence: Evidence,
  kind: OperationKind | undefined,
  operation: string | undefined,
): Encryption {
  const row = operation === undefined ? undefined : operationNamed(operation);
  if (row !== undefined && row.kms === undefined)
    return { used: 'no', because: `${row.name} has S3 call no KMS` };
  return kind === 'write' ? encryptionOfWrite(evidence) : encryptionOfRead(evidence, kind);
}

function encryptionOfRead({ snapshot }: Evidence, kind: OperationKind | undefined): Encryption {
  if (kind === 'list' || kind === 'configure' || kind === 'delete')
    return { used: 'no', because: 'this operation touches no object data' };
  const object = snapshot.object?.encryption;
  if (object !== undefined && object !== null)
    return {
      used: KMS_ALGORITHMS.has(object.algorithm) ? 'yes' : 'no',
      keyId: object.kmsKeyArn,
      because: `the object is encrypted with ${object.algorithm}`,
    };
  const { encryption } = snapshot.bucket ?? {};
  if (encryption !== undefined && encryption !== null && KMS_ALGORITHMS.has(encryption.algorithm))
    return {
      used: 'yes',
      keyId: encryption.kmsKeyId,
      because: `the bucket's default encryption is ${encryption.algorithm}`,
    };
  if (snapshot.kmsKey === null) return { used: 'no', because: 'no KMS key is involved' };
  if (snapshot.kmsKey !== undefined) return { used: 'yes', because: 'a KMS key is involved' };
  // A default of SSE-S3 says nothing for sure of an object that was written with a key of its own, but it is what nearly all have.
  return encryption === undefined
    ? { used: 'unknown', because: "the object's encryption is not known" }
    : { used: 'no', because: "the bucket's default encryption uses no KMS key" };
}

function encryptionOfWrite(evidence: Evidence): Encryption {
  const { request, snapshot } = evidence;
  const sent = request.headers['x-amz-server-side-encryption'];
  const sentKey = request.headers['x-amz-server-side-encryption-aws-kms-key-id'];
  if (isSent(request, 'x-amz-server-side-encryption-customer-algorithm'))
    return { used: 'no', because: 'the request brings a key of its own' };
  if (sent !== undefined && sent !== null)
    return {
      used: sent.some((value) => KMS_ALGORITHMS.has(value)) ? 'yes' : 'no',
      keyId: sentKey?.[0] ?? snapshot.bucket?.encryption?.kmsKeyId,
      because: `the request asks for ${sent.join(', ')}`,
    };
  return encryptionOfRead({ ...evidence, snapshot: withoutObject(snapshot) }, 'read');
}

function withoutObject(snapshot: Evidence['snapshot']): Evidence['snapshot'] {
  const { object: _, ...rest } = snapshot;
  return rest;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context */
function keyContext(evidence: Evidence, bucketKey: boolean | undefined): KmsUse['context'] {
  const { request, snapshot } = evidence;
  const bucket = request.bucket ?? snapshot.bucket?.name;
  const region = snapshot.bucket?.region ?? request.region;
  const caller = snapshot.caller?.account ?? accountIn(callerText(evidence) ?? '');
  const context: Record<string, ContextValue> = {};
  if (region !== undefined) context['kms:ViaService'] = `s3.${region}.amazonaws.com`;
  if (caller !== undefined) context['kms:CallerAccount'] = caller;
  // Whether the ARN is the object's or the bucket's, the Bucket Key decides.
  if (bucket === undefined || bucketKey === undefined || (!bucketKey && request.key === undefined))
    return context;
  const place = {
    bucket,
    key: request.key ?? '',
    bucketKey,
    ...(region === undefined ? {} : { region }),
  };
  for (const [name, value] of Object.entries(s3EncryptionContext(place)))
    context[`kms:EncryptionContext:${name}`] = value;
  context['kms:EncryptionContextKeys'] = ['aws:s3:arn'];
  return context;
}
