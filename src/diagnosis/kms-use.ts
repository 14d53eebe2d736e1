import type { ContextValue } from '../policy/types.js';
import { parseKmsKey, s3EncryptionContext } from '../s3/index.js';
import type { OperationKind } from './catalogue.js';
import { accountIn, callerText } from './identity.js';
import type { Evidence } from './types.js';

/** Whether the request has S3 call KMS in the caller's name, with which key, and with which context. */
export interface KmsUse {
  readonly used: 'yes' | 'no' | 'unknown';
  readonly keyArn: string | undefined;
  readonly keyAccount: string | undefined;
  readonly bucketKey: boolean | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Where this was seen, in words. */
  readonly because: string;
}

const KMS_ALGORITHMS = new Set(['aws:kms', 'aws:kms:dsse']);

/** A read uses the object's key, a write the key of the request's header or else the bucket's default. */
export function kmsUse(evidence: Evidence, kind: OperationKind | undefined): KmsUse {
  const { used, keyId, because } =
    kind === 'write' ? encryptionOfWrite(evidence) : encryptionOfRead(evidence, kind);
  const { snapshot, error } = evidence;
  const named = snapshot.kmsKey?.arn ?? keyId;
  const key = named === undefined || named === null ? undefined : parseKmsKey(named);
  const keyArn = key?.form === 'key-arn' ? (named ?? undefined) : undefined;
  const bucketKey = snapshot.bucket?.encryption?.bucketKeyEnabled;
  return {
    used: error?.action?.toLowerCase().startsWith('kms:') === true ? 'yes' : used,
    keyArn,
    keyAccount: snapshot.kmsKey?.account ?? (key?.form === 'key-arn' ? key.account : undefined),
    bucketKey,
    context: keyContext(evidence, bucketKey),
    because,
  };
}

interface Encryption {
  readonly used: KmsUse['used'];
  readonly keyId?: string | null | undefined;
  readonly because: string;
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
  if (bucket === undefined || (bucketKey !== true && request.key === undefined)) return context;
  const place = {
    bucket,
    key: request.key ?? '',
    bucketKey: bucketKey === true,
    ...(region === undefined ? {} : { region }),
  };
  for (const [name, value] of Object.entries(s3EncryptionContext(place)))
    context[`kms:EncryptionContext:${name}`] = value;
  context['kms:EncryptionContextKeys'] = ['aws:s3:arn'];
  return context;
}
