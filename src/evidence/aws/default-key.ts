import type { Snapshot } from '../snapshot.js';

type Encryption = Exclude<NonNullable<Snapshot['bucket']>['encryption'], undefined>;

/** Which KMS key a bucket's default encryption leads to. */
export type DefaultKey =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly keyId: string; readonly account: string; readonly region: string }
  | { readonly kind: 'unclear'; readonly reason: string };

export interface KeyQuestion {
  readonly encryption: Encryption;
  readonly bucketAccount: string;
  readonly bucketRegion: string;
  /** Left out where nobody said who called. */
  readonly callerAccount?: string;
  readonly operation?: string;
}

const KMS_ARN = /^arn:[\w-]+:kms:([\w-]+):(\d{12}):(key|alias)\/[\w/-]+$/;

/**
 * The key by which the denied request is (or would be) encrypted, as far as the bucket's default tells. An object's own key shows
 * only with s3:GetObject, which the audit role must not have.
 */
export function defaultKeyOf(question: KeyQuestion): DefaultKey {
  const { encryption, bucketAccount, bucketRegion } = question;
  if (encryption === null || !encryption.algorithm.startsWith('aws:kms')) return withoutKey(question);
  const { kmsKeyId } = encryption;
  if (kmsKeyId === undefined || kmsKeyId === null) {
    return { kind: 'key', keyId: 'alias/aws/s3', account: bucketAccount, region: bucketRegion };
  }
  const [, region, account] = KMS_ARN.exec(kmsKeyId) ?? [];
  if (region !== undefined && account !== undefined) return { kind: 'key', keyId: kmsKeyId, account, region };
  const requester = requesterAccount(question);
  return requester === undefined
    ? {
        kind: 'unclear',
        reason:
          'the bucket names its key without an account: which key it is depends on who wrote the object',
      }
    : { kind: 'key', keyId: kmsKeyId, account: requester, region: bucketRegion };
}

function withoutKey({ operation }: KeyQuestion): DefaultKey {
  if (operation !== undefined && isWrite(operation)) return { kind: 'none' };
  const reason =
    'the default encryption uses no KMS key; one that an object was written with shows only with s3:GetObject, which is never asked for';
  return { kind: 'unclear', reason };
}

/**
 * KMS looks up an id or alias without an account in the account of who writes:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
 */
function requesterAccount({ bucketAccount, callerAccount, operation }: KeyQuestion): string | undefined {
  if (callerAccount === undefined || callerAccount === bucketAccount) return bucketAccount;
  return operation !== undefined && isWrite(operation) ? callerAccount : undefined;
}

function isWrite(operation: string): boolean {
  return /^(Put|Copy|Create|Upload|Complete|Post)/.test(operation);
}
