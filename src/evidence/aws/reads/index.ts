import type { Duty, ReadInfo } from '../../read-info.js';
import { ACCESS_POINT_READS } from './access-point.js';
import { BUCKET_READS, getBucketEncryption } from './bucket.js';
import { GROUP_READS } from './group.js';
import { getCanonicalId, lookUpSignIns } from './caller-account.js';
import { describeVpcEndpoint } from './endpoint.js';
import { describeEffectivePolicy } from './guardrails.js';
import { describeKey, KEY_READS } from './key.js';
import { getBucketLocation, listBuckets } from './locate.js';
import { getPolicy, getPolicyVersion } from './managed-policy.js';
import { OBJECT_READS } from './object.js';
import { describeOrganization, ORGANIZATION_READS } from './organization.js';
import { ROLE_READS } from './role.js';
import { filterLogEvents } from './trail.js';
import { listGroupsForUser, USER_READS } from './user.js';

/**
 * THE table: every call that is made in an audited account. INVARIANT: nothing is read that has no row here, because the audit
 * role, the session policy and docs/audit-role.md are derived from it.
 */
export const READS: readonly ReadInfo[] = [
  getBucketLocation,
  listBuckets,
  ...BUCKET_READS,
  getBucketEncryption,
  ...OBJECT_READS,
  ...ACCESS_POINT_READS,
  ...Object.values(USER_READS),
  listGroupsForUser,
  ...Object.values(GROUP_READS),
  ...Object.values(ROLE_READS),
  getPolicy,
  getPolicyVersion,
  getCanonicalId,
  lookUpSignIns,
  describeKey,
  ...KEY_READS,
  describeOrganization,
  describeEffectivePolicy,
  describeVpcEndpoint,
  filterLogEvents,
  ...ORGANIZATION_READS,
];

export function readsFor(duties: readonly Duty[]): readonly ReadInfo[] {
  return READS.filter((read) => duties.includes(read.duty));
}

/** The fields of the snapshot that some reads fill, each once. */
export function fieldsOf(reads: readonly ReadInfo[]): readonly string[] {
  return [...new Set(reads.flatMap((read) => read.fields))];
}
