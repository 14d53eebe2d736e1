import { actionsOf, NEVER_READ_DATA, SCOPES, type Duty, type Scope } from '../read-info.js';
import { assertNever, S3DeniedError } from '../../errors.js';
import type { CallerIdentity } from './principal.js';
import { readsFor } from './reads/index.js';
import type { LogGroup } from './reads/trail.js';

/** What one role session is for. It may read no more than that, whatever the role may. */
export type SessionPurpose =
  | { readonly kind: 'bucket'; readonly bucket: string }
  /** Without an ARN it is not known yet which access point it is. */
  | { readonly kind: 'accessPoint'; readonly arn?: string }
  | { readonly kind: 'caller'; readonly caller: CallerIdentity }
  | { readonly kind: 'key'; readonly keyId: string }
  /** The account as such: its organization, its endpoints, who signed in. */
  | { readonly kind: 'account' }
  | { readonly kind: 'trail'; readonly logGroup: LogGroup }
  | { readonly kind: 'organization' };

/** A bucket's own account is where its key lies most often: one session does for both. */
const DUTIES: Readonly<Record<SessionPurpose['kind'], readonly Duty[]>> = {
  bucket: ['bucket', 'key'],
  accessPoint: ['accessPoint'],
  caller: ['caller'],
  key: ['key'],
  account: ['callerAccount', 'membership', 'guardrails', 'network'],
  trail: ['trail'],
  organization: ['organization', 'membership'],
};

/** STS's limit on an inline session policy: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const MAX_SESSION_POLICY = 2048;

/**
 * The inline session policy: exactly the calls of the table that serve this purpose, on this bucket, principal or key, and a deny
 * of everything that reads contents. The deny is needed beside the mere absence of an allow: a bucket policy that names the
 * session itself would not be limited by an absence (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session).
 * @throws S3DeniedError `bug` where it is longer than STS takes
 */
export function sessionPolicy(purpose: SessionPurpose, partition: string, account: string): string {
  const reads = readsFor(DUTIES[purpose.kind]);
  const allows = SCOPES.flatMap((scope) => {
    const actions = actionsOf(reads.filter((read) => read.scope === scope));
    const resources = resourcesOf(scope, purpose, partition, account);
    return actions.length === 0 ? [] : [{ Effect: 'Allow', Action: actions, Resource: resources }];
  });
  const never = { Effect: 'Deny', Action: NEVER_READ_DATA, Resource: '*' };
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [...allows, never] });
  if (text.length > MAX_SESSION_POLICY) {
    throw new S3DeniedError('bug', `the session policy for ${purpose.kind} has ${text.length} characters`);
  }
  return text;
}

function resourcesOf(
  scope: Scope,
  purpose: SessionPurpose,
  partition: string,
  account: string,
): readonly string[] {
  const bucket = purpose.kind === 'bucket' ? `arn:${partition}:s3:::${purpose.bucket}` : '*';
  const iam = `arn:${partition}:iam::${account}`;
  switch (scope) {
    case 'everything':
      return ['*'];
    case 'bucket':
      return [bucket];
    case 'objects':
      return [`${bucket}/*`];
    case 'accessPoint':
      return [accessPointArn(purpose, partition, account)];
    case 'principal':
      return purpose.kind === 'caller' ? principalArns(purpose.caller, iam) : [`${iam}:*`];
    case 'groups':
      return [`${iam}:group/*`];
    case 'policies':
      return [`${iam}:policy/*`, `arn:${partition}:iam::aws:policy/*`];
    case 'key':
      return [keyArn(purpose, partition, account)];
    case 'logGroup':
      return logGroupArns(purpose, partition, account);
    default:
      return assertNever(scope, 'scope');
  }
}

/** IAM's calls go by the bare name, and the ARN of a session does not tell the path of its role: any path is let through. */
function principalArns(caller: CallerIdentity, iam: string): readonly string[] {
  if (caller.kind !== 'user' && caller.kind !== 'role') return [`${iam}:*`];
  return [`${iam}:${caller.kind}/${caller.name}`, `${iam}:${caller.kind}/*/${caller.name}`];
}

function accessPointArn(purpose: SessionPurpose, partition: string, account: string): string {
  const any = `arn:${partition}:s3:*:${account}:accesspoint/*`;
  return purpose.kind === 'accessPoint' ? (purpose.arn ?? any) : any;
}

/** CloudWatch Logs takes an ARN with `:*` for what is in the group, and without for the group. */
function logGroupArns(purpose: SessionPurpose, partition: string, account: string): readonly string[] {
  const { name, region } = purpose.kind === 'trail' ? purpose.logGroup : { name: '*', region: '*' };
  const arn = `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
  return [arn, `${arn}:*`];
}

/** Permissions on keys are on the key, also where a call names an alias. */
function keyArn(purpose: SessionPurpose, partition: string, account: string): string {
  const exact = purpose.kind === 'key' && purpose.keyId.includes(':key/');
  return exact ? purpose.keyId : `arn:${partition}:kms:*:${account}:key/*`;
}
