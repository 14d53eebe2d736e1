import type { GrantContext } from './context.js';
import { GRANT_METHODS, type GrantMethod } from './facts.js';
import type { GrantWay } from './types.js';
import { canBeGrantedByAcl } from './way-acl.js';

const TITLES = {
  'bucket-policy': 'A bucket policy here, an IAM policy there',
  acl: 'An ACL here, an IAM policy there',
  role: 'A role here, which they assume',
} as const satisfies Readonly<Record<GrantMethod, string>>;

export function titleOf(method: GrantMethod): string {
  return TITLES[method];
}

/** The three ways, weighed for this very case: https://repost.aws/knowledge-center/cross-account-access-s3 */
export function waysOf(context: GrantContext, taken: GrantMethod): readonly GrantWay[] {
  return GRANT_METHODS.map((method) => {
    const impossible = whyImpossible(method, context);
    return {
      method,
      title: TITLES[method],
      taken: method === taken,
      ...(impossible === undefined ? {} : { impossible }),
      ...TRADE_OFFS[method],
    };
  });
}

const TRADE_OFFS: Readonly<Record<GrantMethod, Pick<GrantWay, 'for' | 'against'>>> = {
  'bucket-policy': {
    for: [
      'One document shows who may do what, down to a prefix and a single user or role.',
      'They go on using their own credentials.',
    ],
    against: [
      'It does not reach objects that other accounts own, which there are only where ACLs are on.',
      'A bucket policy holds 20 KB at most: for many grants of this kind, access points are better.',
    ],
  },
  acl: {
    for: ['It grants single objects, whoever owns them, without a policy of the bucket.'],
    against: [
      'It names a whole account: which user or role may is for that account alone to say.',
      'Only reading, listing and uploading; no folders, no conditions. Each object needs its own.',
      'ACLs have to be on, and AWS advises against that; uploads may then belong to the uploader.',
    ],
  },
  role: {
    for: [
      'All permissions are kept in the bucket’s account. It works with the AWS managed key aws/s3, and in the console.',
      'One role can serve other AWS services as well.',
    ],
    against: [
      'They have to assume the role, and lose their own permissions while they do: no copying from their own buckets.',
      'Sessions last 12 hours at most, and one hour where a role assumes another.',
    ],
  },
};

/** Why a way cannot do what is wanted; undefined: it can. */
function whyImpossible(method: GrantMethod, context: GrantContext): string | undefined {
  if (context.key.used === 'managed' && method !== 'role')
    return 'the AWS managed key aws/s3 encrypts the objects, and it serves nobody of another account';
  return method === 'acl' ? whyNoAcl(context) : undefined;
}

/** Why an ACL cannot do what a bucket policy could; undefined: it can. */
export function whyNoAcl({ goal, situation }: Pick<GrantContext, 'goal' | 'situation'>): string | undefined {
  const ownership = situation.evidence.snapshot.bucket?.objectOwnership;
  if (ownership === 'BucketOwnerEnforced')
    return 'ACLs are off in this bucket (Object Ownership is "Bucket owner enforced")';
  return canBeGrantedByAcl(goal.level) ? undefined : 'no permission of an ACL lets another account delete';
}
