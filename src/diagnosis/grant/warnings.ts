import type { GrantContext } from './context.js';
import type { GrantMethod } from './facts.js';
import { operationsOf } from './probes.js';
import { whyNoAcl } from './ways.js';

/** What somebody should know before they apply the plan. `wanted`: the way that was asked for, which may not be the one that is planned. */
export function warningsFor(context: GrantContext, wanted: GrantMethod): readonly string[] {
  return [
    ...instead(context, wanted),
    ...aboutKey(context),
    ...aboutOwnership(context),
    ...aboutPayer(context),
    ...aboutAccount(context),
    ...aboutBucketAccount(context),
    ...aboutListing(context),
    ...aboutConsole(context),
  ];
}

function instead(context: GrantContext, wanted: GrantMethod): readonly string[] {
  const why = wanted === context.goal.method ? undefined : whyNoAcl(context);
  return why === undefined ? [] : [`An ACL cannot do it: ${why}. So this is the way by bucket policy.`];
}

/** https://repost.aws/knowledge-center/cross-account-access-denied-error-s3 */
function aboutKey({ goal, key }: GrantContext): readonly string[] {
  switch (key.used) {
    case 'no':
      return [];
    case 'unknown':
      return [
        'Whether a KMS key encrypts the objects is not known. If one does, the key’s policy and the grantee’s have to allow using it, too.',
      ];
    case 'managed':
      return goal.method === 'role'
        ? []
        : [
            'The AWS managed key aws/s3 encrypts the objects, and its policy cannot be changed: nobody of another account can use it. Make a customer managed key, set it as the bucket’s default encryption by its full ARN, and copy the objects onto themselves; or take the way by a role, which the key does serve.',
          ];
    case 'unnamed':
      return [
        'Which KMS key encrypts the objects is not known: an alias or a bare id names none in a policy. Give its ARN, and the statements for it are written as well.',
      ];
    case 'customer':
      return key.other === undefined
        ? []
        : [`Another key is used beside it: ${key.other}. Its policy has to let the same one in.`];
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
function aboutOwnership({ goal, situation }: GrantContext): readonly string[] {
  const ownership = situation.evidence.snapshot.bucket?.objectOwnership;
  if (ownership === 'BucketOwnerEnforced') return [];
  const uploads = operationsOf(goal).includes('PutObject');
  const condition =
    ownership === undefined ? 'If ACLs are on in this bucket, ' : 'ACLs are on in this bucket: ';
  return [
    ...(goal.method === 'acl'
      ? []
      : [
          `${condition}objects that other accounts have uploaded may belong to these accounts, and then no policy of the bucket’s account reaches them. "Bucket owner enforced" (Object Ownership) ends that.`,
        ]),
    ...(goal.method === 'acl' && uploads
      ? [
          'What they upload belongs to them: the bucket’s owner may not be able to read it. An ACL cannot insist on anything else.',
        ]
      : []),
    ...(goal.method === 'bucket-policy' && uploads && ownership === undefined
      ? [
          'If ACLs are on, uploads should be made with --acl bucket-owner-full-control, and s3:PutObjectAcl has to be allowed as well.',
        ]
      : []),
  ];
}

function aboutPayer({ situation }: GrantContext): readonly string[] {
  return situation.evidence.snapshot.bucket?.requestPayer === 'Requester'
    ? [
        'Requester Pays is on: each request has to say --request-payer requester, and their account pays for it.',
      ]
    : [];
}

function aboutAccount({ goal }: GrantContext): readonly string[] {
  return goal.grantee.kind === 'account' && goal.method !== 'acl'
    ? [
        `All of ${goal.grantee.words} is let in, as far as its own administrators allow it. Name a user or role to grant less.`,
      ]
    : [];
}

function aboutBucketAccount({ goal }: GrantContext): readonly string[] {
  return goal.method === 'role' && goal.bucketAccount === undefined
    ? ['Which account owns the bucket is not known: put its id in the place of BUCKET_ACCOUNT.']
    : [];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_id-based-policy-examples.html */
function aboutConsole({ goal }: GrantContext): readonly string[] {
  return goal.method === 'role'
    ? [
        'To browse in the S3 console the role needs s3:ListAllMyBuckets on *, and s3:ListBucket and s3:GetBucketLocation on the bucket, as well.',
      ]
    : [];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax */
function aboutListing({ goal, permits }: GrantContext): readonly string[] {
  const reads = operationsOf(goal).includes('GetObject');
  return reads && !permits.bucket.includes('s3:ListBucket')
    ? [
        'Listing is not part of it: a key that does not exist is answered with 403, not 404, and aws s3 sync or --recursive is refused.',
      ]
    : [];
}
