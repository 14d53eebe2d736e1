import { z } from 'zod';
import type { Facts, Read } from '../read.js';
import { accessControlListSchema } from './answer-schemas.js';
import { ownedBucket, type BucketTarget } from './bucket.js';

export interface ObjectTarget extends BucketTarget {
  readonly key: string;
}

export type ObjectRead = Read<ObjectTarget, Facts>;

/**
 * Whether the key exists, and who owns it, without any permission to read objects. S3 lists in UTF-8 order, in which a key comes
 * first among those that begin with it: one entry is enough.
 */
const listObject: ObjectRead = {
  call: 's3:ListObjectsV2',
  iamAction: 's3:ListBucket',
  duty: 'bucket',
  scope: 'bucket',
  fields: ['object.exists', 'object.ownerId', 'object.storageClass'],
  words: 'whether the object exists',
  purpose: 'Whether the key exists, who owns it and its storage class, by listing this one name.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const query = { ...ownedBucket(target), Prefix: target.key, MaxKeys: 1, FetchOwner: true };
    const answer = await client.send(new sdk.ListObjectsV2Command(query), options);
    // Always there, also where nothing is: an answer without it says nothing.
    z.number().parse(answer.KeyCount);
    const found = answer.Contents?.find((entry) => entry.Key === target.key);
    if (found === undefined) return { object: { exists: false } };
    const ownerId = found.Owner?.ID;
    return {
      object: {
        exists: true,
        storageClass: found.StorageClass ?? 'STANDARD',
        ...(ownerId === undefined ? {} : { ownerId }),
      },
    };
  },
};

const getObjectAcl: ObjectRead = {
  call: 's3:GetObjectAcl',
  iamAction: 's3:GetObjectAcl',
  duty: 'bucket',
  scope: 'objects',
  fields: ['object.acl'],
  words: 'object ACL and owner',
  purpose: "The object's ACL and the canonical id of its owner; never its contents.",
  absent: { codes: ['NoSuchKey', 'MethodNotAllowed'], value: { object: { acl: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const command = new sdk.GetObjectAclCommand({ ...ownedBucket(target), Key: target.key });
    const acl = accessControlListSchema.parse(await client.send(command, options));
    return { object: { acl, ownerId: acl.Owner.ID } };
  },
};

/** Read side by side with the bucket's settings. */
export const OBJECT_READS: readonly ObjectRead[] = [listObject, getObjectAcl];
