import { isDeniedByPolicies, type Situation } from './situation.js';
import type { DiagnosisDecision } from './types.js';

/** Causes that deny a request which every policy allows. */
export const GATES: ReadonlySet<string> = new Set([
  'object-not-owned',
  'requester-pays',
  'bpa-restrict-public-buckets',
  'bpa-block-public-acls',
  'bpa-org-policy',
  'missing-object-masked',
  'archived-object',
  'acls-disabled',
  'ssec-blocked',
  'object-lock',
  'mfa-delete',
  'abac-put-bucket-tagging',
  'expected-owner-mismatch',
  'key-encoding',
  'kms-managed-key-cross-account',
  'kms-key-disabled',
  'kms-key-pending-deletion',
  'kms-wrong-region',
  'kms-alias-in-caller-account',
  'access-point-vpc-origin',
]);

/** What the policies alone decide. */
export function policyDecision(situation: Situation): DiagnosisDecision {
  const { simulations, kms, permissions } = situation;
  const required = simulations.filter(({ permission }) => permission.required);
  if (isDeniedByPolicies(situation)) return 'denied';
  const complete =
    required.length > 0 && required.length === permissions.filter((permission) => permission.required).length;
  return complete &&
    kms.used !== 'unknown' &&
    required.every(({ evaluation }) => evaluation.decision === 'allowed')
    ? 'allowed'
    : 'undetermined';
}
