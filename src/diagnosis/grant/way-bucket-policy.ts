import type { GrantContext } from './context.js';
import { granteeAllows, keyAllows } from './grantee-side.js';
import { isAllowedToday, nothingToDo, policyPart } from './part.js';
import { allowInS3, nameGrantee } from './permits.js';
import type { GrantPart } from './types.js';
import { goalInWords } from './words.js';

/**
 * The bucket's account and the grantee's both allow it, each in a policy of its own. The principal is named, never `*`: a public
 * statement would be cut off by Block Public Access, and would let everybody in without it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
 */
export function planBucketPolicy(context: GrantContext): readonly GrantPart[] {
  return [bucketAllows(context), ...keyAllows(context), granteeAllows(context)];
}

function bucketAllows({ goal, situation, situations, permits }: GrantContext): GrantPart {
  const { grantee, bucketAccount } = goal;
  const owner = {
    owner: 'bucket-account',
    ...(bucketAccount === undefined ? {} : { account: bucketAccount }),
  } as const;
  if (isAllowedToday(situations, 'resource', ['s3']))
    return nothingToDo({
      ...owner,
      summary: `Nothing to add here: the bucket policy lets ${grantee.words} ${goalInWords(goal)} already.`,
    });
  const handOver =
    permits.handedOver.length === 0
      ? ''
      : ' Uploads have to hand the objects over (bucket-owner-full-control), or the bucket’s owner could not read them.';
  const summary = `Add this to the bucket policy: it lets ${grantee.words} ${goalInWords(goal)}, and nobody else.${handOver}`;
  return policyPart({ ...owner, summary }, { target: 'bucket.policy' }, situation, (variables) =>
    allowInS3(permits, goal, nameGrantee(goal), variables),
  );
}
