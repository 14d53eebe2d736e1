import { z } from 'zod';
import type { Facts, Read } from '../read.js';
import { parseSignIn, type SignIn } from '../sign-in.js';

const OF_ACCOUNT = { duty: 'callerAccount', scope: 'everything' } as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html: one for the whole account. */
export const getCanonicalId: Read<undefined, Facts> = {
  ...OF_ACCOUNT,
  call: 's3:ListBuckets',
  iamAction: 's3:ListAllMyBuckets',
  fields: ['caller.canonicalId'],
  words: "the caller's canonical id",
  purpose: "The canonical id of the caller's account, as ACLs name it.",
  run: async (clients, _, options) => {
    const { client, sdk } = await clients.s3();
    const answer = await client.send(new sdk.ListBucketsCommand({ MaxBuckets: 1 }), options);
    return { caller: { canonicalId: z.string().min(1).parse(answer.Owner?.ID) } };
  },
};

interface SignInQuery {
  readonly sessionName: string;
  readonly region: string;
  readonly since: Date;
}

/** Two of 50 events each: more would run into the limit of two calls a second. */
const PAGES = 2;

/**
 * How sessions of this name came about, newest first. An event lists the session's name among its resources, always and without
 * the role's path, which the ARN of a session does not tell.
 */
export const lookUpSignIns: Read<SignInQuery, readonly SignIn[]> = {
  ...OF_ACCOUNT,
  call: 'cloudtrail:LookupEvents',
  iamAction: 'cloudtrail:LookupEvents',
  fields: ['caller.sessionPolicies'],
  words: 'how the session came about',
  purpose: 'Whether the session was narrowed by a session policy when its role was assumed.',
  run: async (clients, { sessionName, region, since }, options) => {
    const { client, sdk } = await clients.cloudTrail(region);
    const query = {
      LookupAttributes: [{ AttributeKey: sdk.LookupAttributeKey.RESOURCE_NAME, AttributeValue: sessionName }],
      StartTime: since,
    };
    const found: SignIn[] = [];
    let pages = 0;
    for await (const page of sdk.paginateLookupEvents({ client }, query, options)) {
      const events = z.array(z.object({ CloudTrailEvent: z.string() })).parse(page.Events ?? []);
      found.push(...events.flatMap(({ CloudTrailEvent }) => parseSignIn(CloudTrailEvent) ?? []));
      pages += 1;
      if (pages === PAGES) break;
    }
    return found;
  },
};
