import { z } from 'zod';
import type { Read } from '../read.js';
import { ownedBucket, type BucketTarget } from './bucket-target.js';

/** The location constraints that are no region codes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
const REGION_OF_CONSTRAINT: Readonly<Record<string, string>> = { '': 'us-east-1', EU: 'eu-west-1' };

export type BucketLocation = { readonly exists: true; readonly region: string } | { readonly exists: false };

/** Succeeds only in the account that owns the bucket: a wrong ExpectedBucketOwner is answered with AccessDenied. */
export const getBucketLocation: Read<BucketTarget, BucketLocation> = {
  call: 's3:GetBucketLocation',
  iamAction: 's3:GetBucketLocation',
  duty: 'bucket',
  scope: 'bucket',
  fields: ['bucket.region', 'bucket.account'],
  words: 'where the bucket is',
  purpose: 'Which of the audited accounts owns the bucket, and in which region it is.',
  absent: { codes: ['NoSuchBucket'], value: { exists: false } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketLocationCommand(ownedBucket(target)), options);
    const constraint: string = answer.LocationConstraint ?? '';
    return { exists: true, region: REGION_OF_CONSTRAINT[constraint] ?? constraint };
  },
};

export interface ListedBucket {
  readonly listed: boolean;
  readonly region?: string;
}

const bucketsSchema = z.array(z.object({ Name: z.string(), BucketRegion: z.string().optional() }));

/** Tells "not in this account" from "not allowed to look", which AccessDenied to {@link getBucketLocation} does not. */
export const listBuckets: Read<BucketTarget, ListedBucket> = {
  call: 's3:ListBuckets',
  iamAction: 's3:ListAllMyBuckets',
  duty: 'bucket',
  scope: 'everything',
  fields: ['bucket.account'],
  words: 'whether the account has such a bucket',
  purpose:
    'Tells "the bucket is in another account" from "the bucket may not be read"; asks for this one name only.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const pages = sdk.paginateListBuckets({ client }, { Prefix: target.bucket }, options);
    for await (const page of pages) {
      const found = bucketsSchema.parse(page.Buckets).find(({ Name }) => Name === target.bucket);
      if (found !== undefined) {
        return { listed: true, ...(found.BucketRegion === undefined ? {} : { region: found.BucketRegion }) };
      }
    }
    return { listed: false };
  },
};
