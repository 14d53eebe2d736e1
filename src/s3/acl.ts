/**
 * Access control lists. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 * The shape is that of GetBucketAcl and GetObjectAcl: `{ "Owner": { "ID" }, "Grants": [ { "Grantee", "Permission" } ] }`.
 */

import { isRecord } from './text.js';

const ACL_PERMISSIONS = ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'] as const;
export type AclPermission = (typeof ACL_PERMISSIONS)[number];

export interface AclCaller {
  /** The canonical user id of the caller's account; left out: not known. */
  readonly canonicalId?: string;
  /** false: an anonymous request. Left out: not known. */
  readonly authenticated?: boolean;
  /** 12 digits. Grants by e-mail or canonical id cannot be compared with it. */
  readonly account?: string;
  /** The request comes from S3's log delivery. */
  readonly logDelivery?: boolean;
}

export type AclAnswer = 'yes' | 'no' | 'unknown';

const GROUPS = 'http://acs.amazonaws.com/groups/';

/** The S3 action → the ACL permission that grants it, and whose ACL. */
export const ACTION_ACL_PERMISSIONS = {
  's3:GetObject': { of: 'object', permission: 'READ' },
  's3:GetObjectVersion': { of: 'object', permission: 'READ' },
  's3:GetObjectAcl': { of: 'object', permission: 'READ_ACP' },
  's3:GetObjectVersionAcl': { of: 'object', permission: 'READ_ACP' },
  's3:PutObjectAcl': { of: 'object', permission: 'WRITE_ACP' },
  's3:PutObjectVersionAcl': { of: 'object', permission: 'WRITE_ACP' },
  's3:ListBucket': { of: 'bucket', permission: 'READ' },
  's3:ListBucketVersions': { of: 'bucket', permission: 'READ' },
  's3:ListBucketMultipartUploads': { of: 'bucket', permission: 'READ' },
  's3:PutObject': { of: 'bucket', permission: 'WRITE' },
  's3:GetBucketAcl': { of: 'bucket', permission: 'READ_ACP' },
  's3:PutBucketAcl': { of: 'bucket', permission: 'WRITE_ACP' },
} as const satisfies Readonly<Record<string, { of: 'object' | 'bucket'; permission: AclPermission }>>;

/**
 * Whether the ACL grants the permission to the caller. `unknown`: a grant exists whose grantee cannot be compared with what is
 * known of the caller, or the ACL has not AWS's shape. Whether ACLs count at all (ownership, IgnorePublicAcls) is not asked here.
 */
export function aclAllows(acl: unknown, caller: AclCaller, permission: AclPermission): AclAnswer {
  if (!isRecord(acl) || !Array.isArray(acl['Grants'])) return 'unknown';
  const grants: readonly unknown[] = acl['Grants'];
  const answers = grants.map((grant) => grantAnswer(grant, caller, permission));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function grantAnswer(grant: unknown, caller: AclCaller, permission: AclPermission): AclAnswer {
  if (!isRecord(grant) || !isRecord(grant['Grantee'])) return 'unknown';
  const granted = grant['Permission'];
  if (granted !== permission && granted !== 'FULL_CONTROL') return 'no';
  const group = groupOf(grant);
  if (group !== undefined) return groupHas(group, caller);
  const id = grant['Grantee']['ID'];
  if (typeof id !== 'string') return caller.authenticated === false ? 'no' : 'unknown';
  if (caller.authenticated === false) return 'no';
  return caller.canonicalId === undefined ? 'unknown' : caller.canonicalId === id ? 'yes' : 'no';
}

/** The last part of a group grantee's URI: `AllUsers`, `AuthenticatedUsers`, `LogDelivery`. */
function groupOf(grant: unknown): string | undefined {
  if (!isRecord(grant) || !isRecord(grant['Grantee'])) return undefined;
  const uri = grant['Grantee']['URI'];
  return typeof uri === 'string' && uri.startsWith(GROUPS) ? uri.slice(uri.lastIndexOf('/') + 1) : undefined;
}

function groupHas(group: string, caller: AclCaller): AclAnswer {
  if (group === 'AllUsers') return 'yes';
  if (group === 'LogDelivery') return caller.logDelivery ? 'yes' : 'no';
  if (group !== 'AuthenticatedUsers') return 'unknown';
  return caller.authenticated === undefined ? 'unknown' : caller.authenticated ? 'yes' : 'no';
}
