import { z } from 'zod';
import { parsePolicy } from '../policy-document.js';
import type { Facts, Read } from '../read.js';
import { bucketBehindSchema, networkOriginSchema } from './answer-schemas.js';
import { publicAccessBlockOf } from './public-access-block.js';

/** Where an access point is: its own account and region, which need not be the bucket owner's account. */
export interface AccessPointTarget {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The bucket behind an access point, and the account that owns it, where S3 tells. */
export interface BucketBehind {
  readonly bucket: string;
  readonly account?: string;
}

/** Its permission cannot be narrowed to one access point: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const getAccessPoint: Read<
  AccessPointTarget,
  { readonly facts: Facts; readonly behind: BucketBehind }
> = {
  duty: 'accessPoint',
  scope: 'everything',
  call: 's3control:GetAccessPoint',
  iamAction: 's3:GetAccessPoint',
  fields: ['accessPoint.networkOrigin', 'accessPoint.vpcId', 'accessPoint.publicAccessBlock'],
  words: 'access point',
  purpose:
    'Which bucket is behind an access point, from which network it may be used, and its Block Public Access settings.',
  run: async (clients, { account, region, name }, options) => {
    const { client, sdk } = await clients.s3Control(region);
    const command = new sdk.GetAccessPointCommand({ AccountId: account, Name: name });
    const answer = await client.send(command, options);
    const blocks = answer.PublicAccessBlockConfiguration;
    const accessPoint = {
      networkOrigin: networkOriginSchema.parse(answer.NetworkOrigin),
      vpcId: answer.VpcConfiguration?.VpcId ?? null,
      publicAccessBlock: blocks === undefined ? null : publicAccessBlockOf(blocks),
    };
    return { facts: { accessPoint }, behind: behindOf(answer) };
  },
};

export const getAccessPointPolicy: Read<AccessPointTarget, Facts> = {
  duty: 'accessPoint',
  scope: 'accessPoint',
  call: 's3control:GetAccessPointPolicy',
  iamAction: 's3:GetAccessPointPolicy',
  fields: ['accessPoint.policy'],
  words: 'access point policy',
  purpose: "The access point's policy, to see what it allows and denies.",
  absent: { codes: ['NoSuchAccessPointPolicy'], value: { accessPoint: { policy: null } } },
  run: async (clients, { account, region, name }, options) => {
    const { client, sdk } = await clients.s3Control(region);
    const command = new sdk.GetAccessPointPolicyCommand({ AccountId: account, Name: name });
    return { accessPoint: { policy: parsePolicy((await client.send(command, options)).Policy) } };
  },
};

export interface ListedAccessPoint {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly behind: BucketBehind;
}

const pageSchema = z.array(
  z.looseObject({ AccessPointArn: z.string(), Name: z.string(), Alias: z.string().optional() }),
);

/** Finds the access point that goes by an alias, in the region of the account's entry: an alias tells neither account nor region. */
export const listAccessPoints: Read<
  { readonly account: string; readonly alias: string },
  ListedAccessPoint | null
> = {
  duty: 'accessPoint',
  scope: 'everything',
  call: 's3control:ListAccessPoints',
  iamAction: 's3:ListAccessPoints',
  fields: ['accessPoint'],
  words: 'whose access point the alias is',
  purpose: 'Which access point goes by the alias that a request names instead of a bucket.',
  run: async (clients, { account, alias }, options) => {
    const { client, sdk } = await clients.s3Control(clients.region);
    for await (const page of sdk.paginateListAccessPoints({ client }, { AccountId: account }, options)) {
      const found = pageSchema.parse(page.AccessPointList).find(({ Alias }) => Alias === alias);
      if (found === undefined) continue;
      const { AccessPointArn, Name } = found;
      return { arn: AccessPointArn, name: Name, region: clients.region, behind: behindOf(found) };
    }
    return null;
  },
};

function behindOf(answer: unknown): BucketBehind {
  const { Bucket, BucketAccountId } = bucketBehindSchema.parse(answer);
  return { bucket: Bucket, ...(BucketAccountId === undefined ? {} : { account: BucketAccountId }) };
}

export const ACCESS_POINT_READS = [listAccessPoints, getAccessPoint, getAccessPointPolicy] as const;
