import { aclAllows, effectivePublicAccessBlock, isPublicPolicy } from '../../s3/index.js';
import type { Situation } from '../situation.js';
import {
  confirmed,
  possible,
  ruledOut,
  sourceOf,
  UNKNOWN,
  type Detector,
  type Detectors,
} from './detector.js';

const OWNERSHIP_CALL = 's3:GetBucketOwnershipControls';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
const objectNotOwned: Detector = (situation) => {
  const { bucket, object, caller } = situation.evidence.snapshot;
  const source = sourceOf(situation, 'bucket.objectOwnership', OWNERSHIP_CALL);
  if (situation.kind === 'list' || situation.kind === 'configure')
    return ruledOut('snapshot', 'the request is about the bucket, not about an object');
  if (bucket?.objectOwnership === 'BucketOwnerEnforced')
    return ruledOut(source, 'ObjectOwnership is BucketOwnerEnforced: the bucket owner owns every object');
  if (object?.ownerId === undefined || bucket?.ownerId === undefined) return UNKNOWN;
  if (object.ownerId === bucket.ownerId) return ruledOut('s3:ListBucket', 'the bucket owner owns the object');
  if (object.ownerId === caller?.canonicalId)
    return ruledOut('s3:ListBucket', "the caller's own account owns the object");
  const says = `the object belongs to ${short(object.ownerId)}, the bucket to ${short(bucket.ownerId)}`;
  return bucket.objectOwnership === undefined
    ? possible('s3:ListBucket', says)
    : confirmed('s3:ListBucket', `${says}, and ObjectOwnership is ${bucket.objectOwnership ?? 'not set'}`);
};

function short(canonicalId: string): string {
  return canonicalId.length > 12 ? `${canonicalId.slice(0, 8)}…` : canonicalId;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
const requesterPays: Detector = (situation) => {
  const { evidence, crossAccount, principal } = situation;
  const source = sourceOf(situation, 'bucket.requestPayer', 's3:GetBucketRequestPayment');
  const payer = evidence.snapshot.bucket?.requestPayer;
  const header = evidence.request.headers['x-amz-request-payer'];
  if (payer === 'BucketOwner') return ruledOut(source, 'Payer is BucketOwner');
  if (crossAccount === false) return ruledOut('snapshot', 'caller and bucket are in one account');
  if (header !== undefined && header !== null)
    return ruledOut('request', 'the request carries x-amz-request-payer');
  if (payer === undefined) return UNKNOWN;
  if (principal?.kind === 'anonymous')
    return confirmed(source, 'Payer is Requester, and an anonymous request can never pay');
  if (header === null)
    return confirmed(source, 'Payer is Requester, and the request did not say x-amz-request-payer');
  return nothingElse(situation)
    ? confirmed(source, 'Payer is Requester, and nothing else stands in the way of a request that was denied')
    : possible(source, 'Payer is Requester; whether the request said x-amz-request-payer is not known');
};

/** A request that S3 denied although every policy allows it. */
function nothingElse({ evidence, simulations }: Situation): boolean {
  return (
    evidence.error !== undefined &&
    simulations.length > 0 &&
    simulations.every(
      ({ permission, evaluation }) => !permission.required || evaluation.decision === 'allowed',
    )
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const restrictPublicBuckets: Detector = (situation) => {
  const { bucket, accessPoint } = situation.evidence.snapshot;
  if (situation.crossAccount === false)
    return ruledOut('snapshot', 'the caller belongs to the account that owns the bucket');
  const blocked = effectivePublicAccessBlock(
    bucket?.publicAccessBlock,
    bucket?.accountPublicAccessBlock,
    accessPoint?.publicAccessBlock,
  );
  const call = 's3:GetBucketPublicAccessBlock';
  if (blocked.RestrictPublicBuckets === false)
    return ruledOut(call, 'RestrictPublicBuckets is off for bucket and account');
  const open = isPublic(situation);
  if (open === false) return ruledOut('s3:GetBucketPolicyStatus', 'the bucket policy is not public');
  if (open === true && blocked.RestrictPublicBuckets === true)
    return confirmed(
      call,
      'RestrictPublicBuckets is on and the bucket policy is public: only the owning account gets in',
    );
  return UNKNOWN;
};

function isPublic({ evidence }: Situation): boolean | undefined {
  const { bucket } = evidence.snapshot;
  if (bucket?.policyIsPublic !== undefined) return bucket.policyIsPublic;
  if (bucket?.policy === undefined) return undefined;
  if (bucket.policy === null) return false;
  const judged = isPublicPolicy(bucket.policy);
  return judged === 'unknown' ? undefined : judged;
}

const ignorePublicAcls: Detector = (situation) => {
  const { bucket, object } = situation.evidence.snapshot;
  const call = 's3:GetBucketPublicAccessBlock';
  const blocked = effectivePublicAccessBlock(bucket?.publicAccessBlock, bucket?.accountPublicAccessBlock);
  if (blocked.IgnorePublicAcls === false)
    return ruledOut(call, 'IgnorePublicAcls is off for bucket and account');
  if (situation.crossAccount === false) return ruledOut('snapshot', 'within the account no ACL is needed');
  if (bucket?.objectOwnership === 'BucketOwnerEnforced')
    return ruledOut(OWNERSHIP_CALL, 'ACLs are off in this bucket');
  const acl = situation.kind === 'list' ? bucket?.acl : object?.acl;
  if (acl === undefined || blocked.IgnorePublicAcls !== true) return UNKNOWN;
  const who = { authenticated: situation.principal?.kind !== 'anonymous' };
  if (acl === null || aclAllows(acl, who, 'READ') !== 'yes')
    return ruledOut('s3:GetObjectAcl', 'no ACL grants public access');
  return confirmed(call, 'a public ACL grants the access, and IgnorePublicAcls voids it');
};

const aclNoGrant: Detector = (situation) => {
  const { bucket } = situation.evidence.snapshot;
  if (bucket?.objectOwnership === 'BucketOwnerEnforced')
    return ruledOut(OWNERSHIP_CALL, 'ACLs are off in this bucket');
  return situation.crossAccount === false
    ? ruledOut('snapshot', 'within the account no ACL is needed')
    : UNKNOWN;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html#object-ownership-considerations */
const aclsDisabled: Detector = (situation) => {
  const { evidence, kind } = situation;
  const acl = evidence.request.headers['x-amz-acl'];
  const grants = Object.entries(evidence.request.headers).some(
    ([name, value]) => name.startsWith('x-amz-grant-') && value !== null,
  );
  const ownership = evidence.snapshot.bucket?.objectOwnership;
  if (kind !== undefined && kind !== 'write') return ruledOut('snapshot', 'the request uploads nothing');
  if (ownership !== undefined && ownership !== 'BucketOwnerEnforced')
    return ruledOut(OWNERSHIP_CALL, 'ACLs are on in this bucket');
  if (acl === null && !grants) return ruledOut('request', 'the request sets no ACL');
  const harmless =
    acl?.every((value) => value === 'bucket-owner-full-control' || value === 'bucket-owner-read') ?? true;
  if (ownership === 'BucketOwnerEnforced' && (grants || (acl !== undefined && acl !== null && !harmless)))
    return confirmed(OWNERSHIP_CALL, `the request sets an ACL, and ObjectOwnership is BucketOwnerEnforced`);
  return UNKNOWN;
};

export const bucketSettingDetectors: Detectors = {
  'object-not-owned': objectNotOwned,
  'requester-pays': requesterPays,
  'bpa-restrict-public-buckets': restrictPublicBuckets,
  'bpa-ignore-public-acls': ignorePublicAcls,
  'acl-no-grant': aclNoGrant,
  'acls-disabled': aclsDisabled,
};
