import { abacStatusSchema, tagSetSchema } from './answer-schemas.js';
import { BUCKET_SETTING, ownedBucket, type BucketRead } from './bucket-target.js';

/** Goes on telling the tags where ABAC is on, unlike the calls that write them. */
export const getBucketTagging: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketTagging',
  iamAction: 's3:GetBucketTagging',
  fields: ['bucket.tags'],
  words: "the bucket's tags",
  purpose: "The bucket's tags, which policies may ask for where ABAC is on.",
  absent: { codes: ['NoSuchTagSet'], value: { bucket: { tags: {} } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketTaggingCommand(ownedBucket(target)), options);
    return { bucket: { tags: tagSetSchema.parse(answer.TagSet) } };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html */
export const getBucketAbac: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketAbac',
  iamAction: 's3:GetBucketAbac',
  fields: ['bucket.abacEnabled'],
  words: "whether the bucket's tags count",
  purpose: 'Whether ABAC is on, without which policies do not see the tags of the bucket.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketAbacCommand(ownedBucket(target)), options);
    return { bucket: { abacEnabled: abacStatusSchema.parse(answer.AbacStatus).Status === 'Enabled' } };
  },
};
