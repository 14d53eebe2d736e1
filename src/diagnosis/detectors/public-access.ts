import {
  aclAllows,
  effectivePublicAccessBlock,
  headerState,
  isPublicPolicy,
  PUBLIC_ACCESS_SETTINGS,
  type PublicAccessSetting,
} from '../../s3/index.js';
import type { Situation } from '../situation.js';
import { throughAccessPoint } from './access-point.js';
import { confirmed, possible, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';
import { isAllowedByPolicy, OWNERSHIP_CALL } from './ownership.js';

const BLOCK_CALL = 's3:GetBucketPublicAccessBlock';

/**
 * A setting as it is in force: the strictest of access point, bucket, account and organization. What GetPublicAccessBlock tells of the
 * account has the organization's in it already: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
function inForce(situation: Situation, setting: PublicAccessSetting): boolean | undefined {
  const { bucket, accessPoint } = situation.evidence.snapshot;
  if (bucket?.organizationPublicAccessBlock?.[setting] === true) return true;
  const own = effectivePublicAccessBlock(
    bucket?.publicAccessBlock,
    bucket?.accountPublicAccessBlock,
    accessPoint?.publicAccessBlock,
  )[setting];
  const unread =
    throughAccessPoint(situation.evidence) === true && accessPoint?.publicAccessBlock === undefined;
  return own === false && unread ? undefined : own;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const restrictPublicBuckets: Detector = (situation) => {
  if (situation.crossAccount === false)
    return ruledOut('snapshot', 'the caller belongs to the account that owns the bucket');
  const restricted = inForce(situation, 'RestrictPublicBuckets');
  if (restricted === false)
    return ruledOut(BLOCK_CALL, 'RestrictPublicBuckets is off for bucket and account');
  const open = isPublic(situation);
  if (open === false) return ruledOut('s3:GetBucketPolicyStatus', 'the bucket policy is not public');
  return open === true && restricted === true
    ? confirmed(
        BLOCK_CALL,
        'RestrictPublicBuckets is on and the bucket policy is public: only the owning account gets in',
      )
    : UNKNOWN;
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
  const ignored = inForce(situation, 'IgnorePublicAcls');
  if (ignored === false) return ruledOut(BLOCK_CALL, 'IgnorePublicAcls is off for bucket and account');
  if (situation.crossAccount === false) return ruledOut('snapshot', 'within the account no ACL is needed');
  if (bucket?.objectOwnership === 'BucketOwnerEnforced')
    return ruledOut(OWNERSHIP_CALL, 'ACLs are off in this bucket');
  const main = situation.simulations.find(
    ({ permission, service }) => permission.required && service === 's3',
  );
  if (main !== undefined && isAllowedByPolicy(main))
    return ruledOut('s3:GetBucketPolicy', 'the bucket policy grants the access: no ACL is needed');
  const acl = situation.kind === 'list' ? bucket?.acl : object?.acl;
  if (acl === undefined || ignored !== true) return UNKNOWN;
  const who = { authenticated: situation.principal?.kind !== 'anonymous' };
  if (acl === null || aclAllows(acl, who, 'READ') !== 'yes')
    return ruledOut('s3:GetObjectAcl', 'no ACL grants public access');
  const says = 'a public ACL grants the access, and IgnorePublicAcls voids it';
  return bucket?.objectOwnership === undefined ? possible(BLOCK_CALL, says) : confirmed(BLOCK_CALL, says);
};

const SETS_ACL =
  /^(PutObject|PostObject|CopyObject|CreateMultipartUpload|PutObjectAcl|PutBucketAcl|CreateBucket)$/;
const PUBLIC_CANNED = /^(public-read|public-read-write|authenticated-read)$/;
const PUBLIC_GROUP = /groups\/global\/(AllUsers|AuthenticatedUsers)/;

const blockPublicAcls: Detector = (situation) => {
  const { evidence, operation } = situation;
  if (operation !== undefined && !SETS_ACL.test(operation))
    return ruledOut('request', `${operation} sets no ACL`);
  const blocked = inForce(situation, 'BlockPublicAcls');
  if (blocked === false) return ruledOut(BLOCK_CALL, 'BlockPublicAcls is off for bucket and account');
  const canned = headerState(evidence.request, 'x-amz-acl');
  const byGrant = Object.entries(evidence.request.headers).some(
    ([name, values]) => name.startsWith('x-amz-grant-') && values?.some((value) => PUBLIC_GROUP.test(value)),
  );
  const byCanned = canned.state === 'sent' && canned.values.some((value) => PUBLIC_CANNED.test(value));
  if (byGrant || byCanned)
    return blocked === true
      ? confirmed(BLOCK_CALL, 'the request sets a public ACL, and BlockPublicAcls is on')
      : possible('request', 'the request sets a public ACL');
  // The ACL of PutObjectAcl and PutBucketAcl may stand in the body.
  const told =
    canned.state === 'sent' ||
    (canned.state === 'absent' && !/^Put(Object|Bucket)Acl$/.test(operation ?? ''));
  return told ? ruledOut('request', 'the request sets no public ACL') : UNKNOWN;
};

/** What policy was to be put is in no snapshot: whether it was public, the error text tells, or a person. */
const blockPublicPolicy: Detector = (situation) => {
  const { operation } = situation;
  if (operation !== undefined && operation !== 'PutBucketPolicy')
    return ruledOut('request', `${operation} puts no policy`);
  const blocked = inForce(situation, 'BlockPublicPolicy');
  if (blocked === false) return ruledOut(BLOCK_CALL, 'BlockPublicPolicy is off for bucket and account');
  return blocked === true && operation !== undefined
    ? possible(BLOCK_CALL, 'BlockPublicPolicy is on: a policy that opens the bucket to everyone is refused')
    : UNKNOWN;
};

const BY_SETTING: Readonly<Record<PublicAccessSetting, Detector>> = {
  RestrictPublicBuckets: restrictPublicBuckets,
  IgnorePublicAcls: ignorePublicAcls,
  BlockPublicAcls: blockPublicAcls,
  BlockPublicPolicy: blockPublicPolicy,
};

/** Where the organization enforces the setting that stands in the way, neither bucket nor account can turn it off. */
const organizationPolicy: Detector = (situation, policies) => {
  const enforced = situation.evidence.snapshot.bucket?.organizationPublicAccessBlock;
  const source = 'organizations:DescribeEffectivePolicy';
  if (enforced === null)
    return ruledOut(source, 'no policy of the organization is about Block Public Access');
  if (enforced === undefined) return UNKNOWN;
  const on = PUBLIC_ACCESS_SETTINGS.filter((setting) => enforced[setting] === true);
  const found = on.map((setting) => ({ setting, ...BY_SETTING[setting](situation, policies) }));
  const blocking = found.find(({ status }) => status === 'confirmed');
  if (blocking !== undefined)
    return confirmed(source, `the organization turns ${blocking.setting} on for the account`);
  if (found.every(({ status }) => status === 'ruled_out'))
    return ruledOut(source, 'nothing that the organization blocks is in play here');
  return found.some(({ status }) => status === 'possible')
    ? possible(source, `the organization turns on ${on.join(', ')} for the account`)
    : UNKNOWN;
};

export const publicAccessDetectors: Detectors = {
  'bpa-restrict-public-buckets': restrictPublicBuckets,
  'bpa-ignore-public-acls': ignorePublicAcls,
  'bpa-block-public-acls': blockPublicAcls,
  'bpa-block-public-policy': blockPublicPolicy,
  'bpa-org-policy': organizationPolicy,
};
