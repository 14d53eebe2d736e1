import { callerText } from './identity.js';
import type { PolicySet } from '../policy/types.js';
import type { AccessControlList } from '../evidence/snapshot.js';
import { ACTION_ACL_PERMISSIONS, accessPointObjectArn, aclAllows, grantAllows } from '../s3/index.js';
import type { RequiredPermission } from '../s3/types.js';
import type { KmsUse } from './kms-use.js';
import type { Situation } from './situation.js';
import type { Evidence } from './types.js';

type Grant = 'yes' | 'no' | 'unknown';

/**
 * Whether an ACL gives this permission to a caller of another account. Within the account, and where ACLs are off, none counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export function aclGrant(
  { evidence, crossAccount, principal }: Situation,
  permission: RequiredPermission,
): Grant {
  const { bucket, object, caller } = evidence.snapshot;
  const rule = Object.entries(ACTION_ACL_PERMISSIONS).find(
    ([action]) => action === permission.iamAction,
  )?.[1];
  if (crossAccount === false || rule === undefined || bucket?.objectOwnership === 'BucketOwnerEnforced')
    return 'no';
  const acl = rule.of === 'object' ? object?.acl : bucket?.acl;
  // Nobody has looked whether ACLs are on at all: they are off in all but old buckets.
  if (acl === undefined) return bucket?.objectOwnership === undefined ? 'no' : 'unknown';
  const ignored = [bucket?.publicAccessBlock, bucket?.accountPublicAccessBlock].some(
    (block) => block?.IgnorePublicAcls === true,
  );
  const authenticated = principal?.kind !== 'anonymous';
  const canonicalId = caller?.canonicalId === undefined ? {} : { canonicalId: caller.canonicalId };
  return acl === null
    ? 'no'
    : aclAllows(ignored ? withoutGroups(acl) : acl, { authenticated, ...canonicalId }, rule.permission);
}

function withoutGroups(acl: AccessControlList): AccessControlList {
  return { ...acl, Grants: (acl.Grants ?? []).filter(({ Grantee }) => Grantee?.URI === undefined) };
}

/**
 * Whether a KMS grant gives this permission. Grants that could not be read are unknown. A session's ARN does not tell its role's path, so
 * the role itself is tried as well where it was read.
 */
export function kmsGrant(evidence: Evidence, kms: KmsUse, permission: RequiredPermission): Grant {
  const grants = kms.key?.grants;
  if (grants === undefined) return 'unknown';
  const about = kms.context['kms:EncryptionContext:aws:s3:arn'];
  const context = typeof about === 'string' ? { 'aws:s3:arn': about } : undefined;
  const names = [callerText(evidence), evidence.snapshot.caller?.arn].filter((name) => name !== undefined);
  const answers = names.map((name) => grantAllows(grants, name, permission.iamAction, context));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

interface AccessPointSide {
  readonly accessPoint?: NonNullable<PolicySet['accessPoint']>;
  readonly accessPointUnknown?: boolean;
}

/** The access point's layer, where the request goes through one: unread where only its ARN is known. */
export function accessPointLayer(
  { snapshot, request }: Evidence,
  permission: RequiredPermission,
): AccessPointSide {
  const point = snapshot.accessPoint;
  const arn = point?.arn ?? (point === undefined ? accessPointIn(request) : undefined);
  if (arn === undefined) return {};
  const resource = permission.on === 'bucket' ? arn : accessPointObjectArn(arn, request.key ?? '*');
  const policy =
    point?.policy === null || point?.policy === undefined
      ? null
      : { name: 'the access point policy', document: point.policy };
  return { accessPoint: { policy, resource }, accessPointUnknown: point?.policy === undefined };
}

/** Those of S3 itself, in one Region: Object Lambda, Outposts and Multi-Region ones have permissions of their own. */
function accessPointIn({ accessPointArn }: Evidence['request']): string | undefined {
  return accessPointArn !== undefined && /^arn:[^:]+:s3:[^:]+:\d{12}:accesspoint\/[^.]+$/.test(accessPointArn)
    ? accessPointArn
    : undefined;
}
