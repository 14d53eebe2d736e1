import type { Facts, Read } from '../read.js';

/** Where a bucket is: known before any of its settings are read. */
export interface BucketTarget {
  readonly bucket: string;
  /** INVARIANT: sent as ExpectedBucketOwner with every read, so that another account's bucket is never taken for this one. */
  readonly account: string;
  /** Left out where it could not be read: S3 then redirects. */
  readonly region?: string;
}

export type BucketRead = Read<BucketTarget, Facts>;

export function ownedBucket(target: BucketTarget): { Bucket: string; ExpectedBucketOwner: string } {
  return { Bucket: target.bucket, ExpectedBucketOwner: target.account };
}

/** What most rows about a bucket have in common. */
export const BUCKET_SETTING = { duty: 'bucket', scope: 'bucket' } as const;
