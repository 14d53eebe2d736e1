import { websiteSchema } from './answer-schemas.js';
import { BUCKET_SETTING, ownedBucket, type BucketRead } from './bucket-target.js';

export const getBucketWebsite: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketWebsite',
  iamAction: 's3:GetBucketWebsite',
  fields: ['bucket.website'],
  words: 'website configuration',
  purpose: 'Whether the bucket is a website, which is read anonymously, and its index document.',
  absent: { codes: ['NoSuchWebsiteConfiguration'], value: { bucket: { website: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketWebsiteCommand(ownedBucket(target)), options);
    return { bucket: { website: websiteSchema.parse(answer) } };
  },
};
