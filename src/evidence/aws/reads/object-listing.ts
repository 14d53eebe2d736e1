import { z } from 'zod';
import type { Snapshot } from '../../snapshot.js';
import { listedObjectSchema } from './answer-schemas.js';
import { ownedBucket } from './bucket-target.js';
import type { ObjectRead } from './object-target.js';

const LISTING = {
  duty: 'bucket',
  scope: 'bucket',
  fields: ['object.exists', 'object.ownerId', 'object.storageClass', 'object.restored'],
} as const;

/**
 * Whether the key exists, and who owns it, without any permission to read objects. S3 lists in UTF-8 order, in which a key comes
 * first among those that begin with it: one entry is enough.
 */
export const listObject: ObjectRead = {
  ...LISTING,
  call: 's3:ListObjectsV2',
  iamAction: 's3:ListBucket',
  words: 'whether the object exists',
  purpose:
    'Whether the key exists, who owns it, its storage class and whether it is restored, by listing this one name.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const query = { ...ownedBucket(target), Prefix: target.key, MaxKeys: 1, FetchOwner: true };
    const command = new sdk.ListObjectsV2Command({ ...query, OptionalObjectAttributes: ['RestoreStatus'] });
    const answer = await client.send(command, options);
    // Always there, also where nothing is: an answer without it says nothing.
    z.number().parse(answer.KeyCount);
    const found = answer.Contents?.find((entry) => entry.Key === target.key);
    return { object: found === undefined ? { exists: false } : existing(found) };
  },
};

/** A version that is a delete marker counts as none: there is nothing to read. */
export const listObjectVersion: ObjectRead = {
  ...LISTING,
  call: 's3:ListObjectVersions',
  iamAction: 's3:ListBucketVersions',
  words: 'whether the version exists',
  purpose: 'The same of the version that a request names, by listing the versions of this one name.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const query = {
      ...ownedBucket(target),
      Prefix: target.key,
      OptionalObjectAttributes: ['RestoreStatus' as const],
    };
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await client.send(new sdk.ListObjectVersionsCommand({ ...query, ...markers }), options);
      const more = z.boolean().parse(page.IsTruncated);
      const found = page.Versions?.find(
        ({ Key, VersionId }) => Key === target.key && VersionId === target.versionId,
      );
      if (found !== undefined) return { object: existing(found) };
      // The versions of a key come before those of the keys that begin with it.
      if (!more || page.NextKeyMarker !== target.key) return { object: { exists: false } };
      markers = {
        KeyMarker: page.NextKeyMarker,
        ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
      };
    }
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreStatus.html: only an archived object that is or gets restored has one. */
function existing(entry: unknown): NonNullable<Snapshot['object']> {
  const { StorageClass, Owner, RestoreStatus } = listedObjectSchema.parse(entry);
  const restored =
    RestoreStatus?.RestoreExpiryDate !== undefined && RestoreStatus.IsRestoreInProgress !== true;
  return {
    exists: true,
    storageClass: StorageClass,
    restored,
    ...(Owner?.ID === undefined ? {} : { ownerId: Owner.ID }),
  };
}
