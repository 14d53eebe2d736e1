import { splitArn } from '../../s3/index.js';
import type { Situation } from '../situation.js';
import type { DraftPlace } from './drafts.js';

/** What a policy belongs to in AWS: what has to be named to change it. */
export type Holder =
  | { readonly kind: 'bucket'; readonly bucket: string }
  | {
      readonly kind: 'inline';
      readonly of: 'user' | 'role' | 'group';
      readonly holder: string;
      readonly name: string;
    }
  | { readonly kind: 'managed'; readonly arn: string }
  /** IAM Identity Center keeps its roles as their permission set says: https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html */
  | { readonly kind: 'permission-set'; readonly name: string }
  | { readonly kind: 'key'; readonly keyArn: string }
  | { readonly kind: 'endpoint'; readonly id: string }
  | { readonly kind: 'access-point'; readonly arn: string; readonly bucket: string }
  | {
      readonly kind: 'organization';
      readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
      readonly name: string;
      /** The root, organizational unit or account at whose level the policy is attached. */
      readonly attachedTo: string;
    }
  | { readonly kind: 'session' };

/** Undefined where no command could name what holds the policy: an inline policy of nobody known. */
export function holderOf(place: DraftPlace, situation: Situation): Holder | undefined {
  const { evidence, kms } = situation;
  const { snapshot, request, error } = evidence;
  const bucket = request.bucket ?? snapshot.bucket?.name ?? error?.bucket ?? 'BUCKET';
  switch (place.target) {
    case 'bucket.policy':
      return { kind: 'bucket', bucket };
    case 'kmsKey.policy':
      return { kind: 'key', keyArn: kms.keyArn ?? snapshot.kmsKey?.arn ?? 'KMS_KEY_ARN' };
    case 'vpcEndpoint.policy':
      return { kind: 'endpoint', id: snapshot.vpcEndpoint?.id ?? 'VPC_ENDPOINT_ID' };
    case 'accessPoint.policy':
      return {
        kind: 'access-point',
        arn: snapshot.accessPoint?.arn ?? request.accessPointArn ?? 'ACCESS_POINT_ARN',
        bucket: snapshot.bucket?.name ?? 'BUCKET',
      };
    case 'caller.sessionPolicies':
      // A managed policy that was passed by its ARN, or one that was passed as text.
      return place.name?.startsWith('arn:') === true
        ? { kind: 'managed', arn: place.name }
        : { kind: 'session' };
    case 'caller.permissionsBoundary':
      return {
        kind: 'managed',
        arn:
          place.name ??
          (error?.policyType === 'boundary' ? error.policyArn : undefined) ??
          'BOUNDARY_POLICY_ARN',
      };
    case 'caller.identityPolicies':
      return identityHolder(place.name ?? 'POLICY', situation);
    case 'caller.serviceControlPolicies':
      return organizationPolicy('SERVICE_CONTROL_POLICY', place, situation);
    case 'bucket.resourceControlPolicies':
    case 'kmsKey.resourceControlPolicies':
      return organizationPolicy('RESOURCE_CONTROL_POLICY', place, situation);
    default:
      return undefined;
  }
}

/** Collected policies go by their ARN (managed), `group/GROUP/NAME` (a group's own) or their bare name (the caller's own). */
function identityHolder(name: string, { principal }: Situation): Holder | undefined {
  if (name.startsWith('arn:')) return { kind: 'managed', arn: name };
  const [, group, ofGroup] = /^group\/([^/]+)\/(.+)$/.exec(name) ?? [];
  if (group !== undefined && ofGroup !== undefined)
    return { kind: 'inline', of: 'group', holder: group, name: ofGroup };
  switch (principal?.kind) {
    case 'user':
      return { kind: 'inline', of: 'user', holder: principal.name, name };
    case 'role':
    case 'assumed-role': {
      const permissionSet = permissionSetOf(principal.name);
      return permissionSet === undefined
        ? { kind: 'inline', of: 'role', holder: principal.name, name }
        : { kind: 'permission-set', name: permissionSet };
    }
    default:
      return undefined;
  }
}

/** Of a role that IAM Identity Center made: which permission set it is made from. */
export function permissionSetOf(roleName: string): string | undefined {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1];
}

function organizationPolicy(
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
  { name = 'POLICY', level = 0 }: DraftPlace,
  { evidence, callerAccount }: Situation,
): Holder {
  const levels = evidence.snapshot.caller?.serviceControlPolicies?.length;
  const isAccount = type === 'SERVICE_CONTROL_POLICY' && levels !== undefined && level === levels - 1;
  const attachedTo =
    level === 0 ? 'ROOT_ID' : ((isAccount ? callerAccount : undefined) ?? 'OU_OR_ACCOUNT_ID');
  return { kind: 'organization', type, name, attachedTo };
}

/** Policies that AWS itself keeps: nobody else can change them. */
export function isAwsManaged(name: string | undefined): boolean {
  return (
    name !== undefined &&
    /^arn:[^:]*:(iam::aws:policy|organizations::aws:policy)\/|^p-FullAWSAccess$|^FullAWSAccess$/.test(name)
  );
}

/** `p-examplepolicyid111`, from the policy's id or ARN; undefined where it goes by its name. */
export function organizationPolicyId(name: string): string | undefined {
  return /^(?:arn:[^:]*:organizations:.*\/)?(p-\w+)$/.exec(name)?.[1];
}

/** Name and path of a managed policy: `arn:aws:iam::111122223333:policy/team/reader` is `reader` in `/team/`. */
export function managedName(arn: string): { readonly name: string; readonly path: string } {
  const [, ...parts] = (splitArn(arn)?.resource ?? `policy/${arn}`).split('/');
  const name = parts.pop() ?? arn;
  return { name, path: parts.length === 0 ? '/' : `/${parts.join('/')}/` };
}

/** What a person calls it. */
export function holderWords(holder: Holder): string {
  switch (holder.kind) {
    case 'bucket':
      return 'bucket policy';
    case 'inline':
      return `policy ${holder.name} of ${holder.of} ${holder.holder}`;
    case 'managed':
      return `managed policy ${managedName(holder.arn).name}`;
    case 'permission-set':
      return `inline policy of permission set ${holder.name}`;
    case 'key':
      return 'key policy';
    case 'endpoint':
      return 'VPC endpoint policy';
    case 'access-point':
      return 'access point policy';
    case 'organization':
      return `${holder.type === 'SERVICE_CONTROL_POLICY' ? 'service' : 'resource'} control policy ${organizationPolicyId(holder.name) ?? holder.name}`;
    case 'session':
      return 'session policy';
  }
}
