import { defaultRetentionSchema, versioningSchema } from './answer-schemas.js';
import { BUCKET_SETTING, ownedBucket, type BucketRead } from './bucket-target.js';

/** A bucket that never had versioning answers without a status: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketVersioning',
  iamAction: 's3:GetBucketVersioning',
  fields: ['bucket.versioning'],
  words: 'versioning',
  purpose: 'Whether the bucket keeps versions, and whether deleting one takes MFA.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketVersioningCommand(ownedBucket(target)), options);
    const { Status, MFADelete } = versioningSchema.parse(answer);
    return { bucket: { versioning: { status: Status ?? null, mfaDelete: MFADelete === 'Enabled' } } };
  },
};

export const getObjectLockConfiguration: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetObjectLockConfiguration',
  iamAction: 's3:GetBucketObjectLockConfiguration',
  fields: ['bucket.objectLock'],
  words: 'Object Lock',
  purpose: 'Whether Object Lock is on, and the retention that new objects get.',
  absent: { codes: ['ObjectLockConfigurationNotFoundError'], value: { bucket: { objectLock: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetObjectLockConfigurationCommand(ownedBucket(target)), options);
    const defaultRetention = defaultRetentionSchema.parse(answer.ObjectLockConfiguration);
    return { bucket: { objectLock: { defaultRetention } } };
  },
};
