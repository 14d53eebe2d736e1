import { ACTION_ACL_PERMISSIONS, aclAllows, headerState } from '../../s3/index.js';
import type { Simulation, Situation } from '../situation.js';
import {
  confirmed,
  possible,
  ruledOut,
  sourceOf,
  UNKNOWN,
  type Detector,
  type Detectors,
} from './detector.js';

export const OWNERSHIP_CALL = 's3:GetBucketOwnershipControls';

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
  if (isGrantedByAcl(situation)) return ruledOut('s3:GetObjectAcl', "the object's ACL lets the caller in");
  const says = `the object belongs to ${short(object.ownerId)}, the bucket to ${short(bucket.ownerId)}`;
  return bucket.objectOwnership === undefined
    ? possible('s3:ListBucket', says)
    : confirmed('s3:ListBucket', `${says}, and ObjectOwnership is ${bucket.objectOwnership ?? 'not set'}`);
};

function short(canonicalId: string): string {
  return canonicalId.length > 12 ? `${canonicalId.slice(0, 8)}…` : canonicalId;
}

/** The uploader may have shared the object with the caller's account, or with the bucket owner whose principal calls. */
function isGrantedByAcl({ evidence, crossAccount }: Situation): boolean {
  const { object, caller, bucket } = evidence.snapshot;
  const ids = [caller?.canonicalId, crossAccount === false ? bucket?.ownerId : undefined];
  return ids.some(
    (canonicalId) => canonicalId !== undefined && aclAllows(object?.acl, { canonicalId }, 'READ') === 'yes',
  );
}

const aclNoGrant: Detector = (situation) => {
  const { bucket, object, caller } = situation.evidence.snapshot;
  if (bucket?.objectOwnership === 'BucketOwnerEnforced')
    return ruledOut(OWNERSHIP_CALL, 'ACLs are off in this bucket');
  if (situation.crossAccount === false) return ruledOut('snapshot', 'within the account no ACL is needed');
  const main = situation.simulations.find(
    ({ permission, service }) => permission.required && service === 's3',
  );
  const rule = Object.entries(ACTION_ACL_PERMISSIONS).find(
    ([action]) => action === main?.permission.iamAction,
  )?.[1];
  const acl = rule?.of === 'object' ? object?.acl : bucket?.acl;
  if (main === undefined || rule === undefined || acl === undefined || acl === null) return UNKNOWN;
  const canonicalId = caller?.canonicalId === undefined ? {} : { canonicalId: caller.canonicalId };
  const who = { authenticated: situation.principal?.kind !== 'anonymous', ...canonicalId };
  const call = rule.of === 'object' ? 's3:GetObjectAcl' : 's3:GetBucketAcl';
  const granted = aclAllows(acl, who, rule.permission);
  if (granted === 'yes') return ruledOut(call, `the ACL of the ${rule.of} grants ${rule.permission}`);
  if (isAllowedByPolicy(main)) return ruledOut('s3:GetBucketPolicy', 'the bucket policy grants the access');
  return granted === 'no' && bucket?.objectOwnership !== undefined && isReadBucketPolicy(main)
    ? confirmed(
        call,
        `no policy grants the access, nor does the ACL of the ${rule.of}: it has no ${rule.permission} for the caller`,
      )
    : UNKNOWN;
};

/** Whether the bucket policy itself lets the caller in. */
export function isAllowedByPolicy({ evaluation }: Simulation): boolean {
  return evaluation.layers.some(
    ({ layer, statements }) =>
      layer === 'resource' && statements.some(({ effect, match }) => effect === 'Allow' && match === 'yes'),
  );
}

function isReadBucketPolicy({ layers, evaluation }: Simulation): boolean {
  return (
    !layers.unknown.has('resource') &&
    evaluation.layers.some(({ layer, outcome }) => layer === 'resource' && outcome === 'no_allow')
  );
}

/**
 * Where ACLs are off, S3 takes no ACL but the bucket owner's full control.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html#object-ownership-considerations
 */
const aclsDisabled: Detector = (situation) => {
  const { evidence, kind } = situation;
  const { request, snapshot } = evidence;
  const ownership = snapshot.bucket?.objectOwnership;
  if (kind !== undefined && kind !== 'write' && kind !== 'configure')
    return ruledOut('snapshot', 'the request uploads nothing');
  if (ownership !== undefined && ownership !== 'BucketOwnerEnforced')
    return ruledOut(OWNERSHIP_CALL, 'ACLs are on in this bucket');
  const grants = Object.entries(request.headers).some(
    ([name, value]) => name.startsWith('x-amz-grant-') && value !== null,
  );
  const acl = headerState(request, 'x-amz-acl');
  const harmless = acl.state === 'sent' && acl.values.every((value) => value === 'bucket-owner-full-control');
  const putsAcl = /^Put(Object|Bucket)Acl$/.test(situation.operation ?? '');
  if (!grants && (harmless || (acl.state === 'absent' && !putsAcl)))
    return ruledOut('request', 'the request sets no ACL but what every bucket accepts');
  if (ownership === 'BucketOwnerEnforced' && (grants || acl.state === 'sent'))
    return confirmed(OWNERSHIP_CALL, 'the request sets an ACL, and ObjectOwnership is BucketOwnerEnforced');
  return UNKNOWN;
};

export const ownershipDetectors: Detectors = {
  'object-not-owned': objectNotOwned,
  'acl-no-grant': aclNoGrant,
  'acls-disabled': aclsDisabled,
};
