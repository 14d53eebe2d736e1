import type { Facts, Read } from '../read.js';
import { ownedBucket, type BucketTarget } from './bucket-target.js';

export interface ObjectTarget extends BucketTarget {
  readonly key: string;
  /** Left out: the current version. */
  readonly versionId?: string;
}

export type ObjectRead = Read<ObjectTarget, Facts>;

/** What the rows about an object itself have in common. */
export const OBJECT_SETTING = { duty: 'bucket', scope: 'objects' } as const;

interface OwnedObject {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
  readonly Key: string;
  readonly VersionId?: string;
}

export function ownedObject(target: ObjectTarget): OwnedObject {
  const { key, versionId } = target;
  return {
    ...ownedBucket(target),
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
}

/** S3's codes for: there is no such object, no such version, or it is a delete marker. */
export const NO_OBJECT = ['NoSuchKey', 'NoSuchVersion', 'MethodNotAllowed'] as const;
