import type { LayerName } from '../policy/types.js';
import type { ErrorFacts } from '../s3/types.js';

/** What stands, or may stand, in the way: reduced to what decides which cause of the catalogue it is. */
export interface Obstacle {
  readonly layer: LayerName;
  readonly kind: 'explicit_deny' | 'no_allow';
  readonly service: 's3' | 'kms';
  readonly iamAction: string;
  readonly on: string;
  readonly contextKeys: readonly string[];
  /** For a missing allow: the element of the nearest statement that did not match. */
  readonly missed?: 'Principal' | 'Action' | 'Resource' | 'Condition' | undefined;
  /** That statement reads like a slip of the pen. */
  readonly slip?: boolean;
  readonly stalePrincipal?: boolean;
  readonly managedKey?: boolean;
  readonly crossAccount: boolean | undefined;
  readonly throughEndpoint?: boolean;
  readonly bucketKey?: boolean;
  readonly abacOff?: boolean;
  /** CloudFront, which asks as a service or, in the old way, as an origin access identity. */
  readonly serviceCaller?: 'cloudfront' | undefined;
  /** The operation's own permission, as against what a header or a copy adds. */
  readonly main?: boolean;
  /** The request goes through an access point whose own policy lets it pass. */
  readonly accessPointAllows?: boolean;
  /** The caller's policy would allow the bucket's ARN, while the request is held against the access point's. */
  readonly namesBucketOnly?: boolean;
}

/** Context keys → the cause that a condition on them is; the first row that fits wins, so the most telling stand first. */
const CONDITION_CAUSES: readonly (readonly [RegExp, string])[] = [
  [/^aws:(sourcevpce|sourcevpc|sourcevpcarn|vpceaccount|vpceorgid|vpceorgpaths)$/, 'condition-source-vpce'],
  [/^aws:(sourceip|vpcsourceip)$/, 'condition-source-ip'],
  [/^aws:multifactorauth/, 'condition-mfa'],
  [/^s3:x-amz-server-side-encryption-aws-kms-key-id$/, 'condition-kms-key-id'],
  [/^s3:x-amz-server-side-encryption/, 'condition-encryption-header'],
  [/^s3:x-amz-(acl|grant-)/, 'condition-acl'],
  [/^s3:x-amz-storage-class$/, 'condition-storage-class'],
  [/^(s3:existingobjecttag|s3:requestobjecttag|aws:principaltag)\//, 'condition-tag'],
  [/^(aws:resourcetag|s3:buckettag)\//, 'abac-tag'],
  [/^s3:(prefix|delimiter|max-keys)$/, 'condition-prefix'],
  [/^s3:(signatureage|authtype|signatureversion)$/, 'condition-signature'],
  [/^aws:(principalorgid|principalorgpaths|principalaccount)$/, 'condition-principal-org'],
  [
    /^(aws:resourceorgid|aws:resourceorgpaths|aws:resourceaccount|s3:resourceaccount)$/,
    'condition-resource-org',
  ],
  [/^aws:(sourcearn|sourceaccount|sourceorgid)$/, 'condition-service-source'],
  [/^s3:tlsversion$/, 'condition-tls-version'],
  [/^aws:securetransport$/, 'condition-secure-transport'],
];

function conditionCause(contextKeys: readonly string[], throughEndpoint = false): string | undefined {
  const lower = contextKeys.map((key) => key.toLowerCase());
  const cause = CONDITION_CAUSES.find(([pattern]) => lower.some((key) => pattern.test(key)))?.[1];
  return cause === 'condition-source-ip' && throughEndpoint ? 'sourceip-through-vpce' : cause;
}

/** Which cause of the catalogue an obstacle is. A special case stands for its general one; an SCP's Deny is `scp-deny` whatever it says. */
export function causeOf(obstacle: Obstacle): string {
  const denied = obstacle.kind === 'explicit_deny';
  switch (obstacle.layer) {
    case 'identity':
      return denied ? (narrowed(obstacle) ?? 'identity-deny') : identityMiss(obstacle);
    case 'resource':
      if (obstacle.service === 'kms') return denied ? keyDeny(obstacle) : keyMiss(obstacle);
      return denied ? (narrowed(obstacle) ?? 'bucket-policy-deny') : bucketMiss(obstacle);
    case 'accessPoint':
      return denied ? (narrowed(obstacle) ?? 'bucket-policy-deny') : 'access-point-policy';
    case 'permissionsBoundary':
      return denied ? 'boundary-deny' : 'boundary-implicit';
    case 'session':
      return denied ? 'session-policy-deny' : 'session-policy-implicit';
    case 'vpcEndpoint':
      if (conditionCause(obstacle.contextKeys) === 'condition-resource-org') return 'condition-resource-org';
      return denied ? 'vpce-policy-deny' : 'vpce-policy-implicit';
    case 'serviceControl':
      return denied ? 'scp-deny' : 'scp-implicit';
    case 'resourceControl':
      return 'rcp-deny';
  }
}

function narrowed(obstacle: Obstacle): string | undefined {
  const cause = conditionCause(obstacle.contextKeys, obstacle.throughEndpoint);
  // With ABAC off no request has a bucket's tags: they are not what has to be mended.
  return cause === 'abac-tag' && obstacle.abacOff === true ? undefined : cause;
}

/** Actions that people miss because the operation's own name does not mention them. */
const ACTION_CAUSES: Readonly<Record<string, string>> = {
  's3:listbucket': 'list-bucket-missing',
  's3:putobjectacl': 'put-object-acl-missing',
  's3:getobjectversion': 'get-version-missing',
  's3:deleteobjectversion': 'get-version-missing',
  's3:getobjecttagging': 'copy-tags-missing',
  's3:putobjecttagging': 'copy-tags-missing',
};

function identityMiss(obstacle: Obstacle): string {
  if (obstacle.namesBucketOnly === true) return 'access-point-arn-mismatch';
  if (obstacle.missed === 'Condition') return narrowed(obstacle) ?? generalIdentityMiss(obstacle);
  if (isWrongArn(obstacle)) return 'wrong-arn-form';
  return generalIdentityMiss(obstacle);
}

/** A Resource that was meant for this request and written wrongly; one that names something else is no mistake. */
function isWrongArn({ missed, slip, service }: Obstacle): boolean {
  return missed === 'Resource' && slip === true && service === 's3';
}

function generalIdentityMiss(obstacle: Obstacle): string {
  if (obstacle.service === 'kms')
    return isObjectContext(obstacle) ? 'kms-bucket-key-context' : 'kms-identity-no-allow';
  return additional(obstacle) ?? ACTION_CAUSES[obstacle.iamAction.toLowerCase()] ?? 'identity-no-allow';
}

/** The cause that AWS's text means where nothing allows an action beside the operation's own. undefined: it names none of these. */
export function namedBeside({ action, operation, denyType }: ErrorFacts): string | undefined {
  if (action === undefined || denyType !== 'implicit') return undefined;
  const main = action.toLowerCase() === `s3:${operation?.toLowerCase()}`;
  return additional({ main, iamAction: action, on: 'object' });
}

/** What a header or a copy needs beside the operation's own permission: missed by whoever reads the operation's name only. */
function additional({
  main,
  iamAction,
  on,
}: Pick<Obstacle, 'main' | 'iamAction' | 'on'>): string | undefined {
  if (main !== false) return undefined;
  const action = iamAction.toLowerCase();
  // Of the writes only those with If-Match read what they replace.
  if (action === 's3:getobject' && on === 'object') return 'conditional-write-needs-get';
  return /^s3:(putobjectacl|getobjecttagging|putobjecttagging)$/.test(action)
    ? ACTION_CAUSES[action]
    : undefined;
}

function bucketMiss(obstacle: Obstacle): string {
  if (obstacle.stalePrincipal === true) return 'bucket-policy-stale-principal';
  if (obstacle.missed === 'Condition') return narrowed(obstacle) ?? generalBucketMiss(obstacle);
  return isWrongArn(obstacle) ? 'wrong-arn-form' : generalBucketMiss(obstacle);
}

function generalBucketMiss(obstacle: Obstacle): string {
  if (obstacle.accessPointAllows === true) return 'access-point-not-delegated';
  if (obstacle.serviceCaller === 'cloudfront') return 'cloudfront-oac';
  return additional(obstacle) ?? 'bucket-policy-no-allow';
}

function keyDeny(obstacle: Obstacle): string {
  return isObjectContext(obstacle) ? 'kms-bucket-key-context' : 'kms-key-policy-deny';
}

/** A condition on the object's ARN, which S3 does not send to KMS where a Bucket Key is on. */
function isObjectContext({ bucketKey, contextKeys }: Obstacle): boolean {
  return bucketKey === true && contextKeys.some((key) => /^kms:encryptioncontext/i.test(key));
}

function keyMiss(obstacle: Obstacle): string {
  if (obstacle.managedKey === true && obstacle.crossAccount === true) return 'kms-managed-key-cross-account';
  if (obstacle.missed === 'Condition') return keyDeny(obstacle);
  return 'kms-key-policy-no-allow';
}
