import type { ErrorFacts } from '../s3/types.js';
import { SOURCE_OF_LAYER } from './words.js';
import type { Verdict } from './types.js';

/**
 * The order in which AWS meets them: what never reaches S3, credentials, explicit denies, missing allows (network and organization, the
 * caller's own side, the bucket's), then what S3 asks beside the policies, the key, and at last the object itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
const ORDER: readonly RegExp[] = [
  /^(not-from-s3|assume-role-trust)$/,
  /^(invalid-access-key|signature-mismatch|clock-skew|expired-token|invalid-session-token|opt-in-region-token)$/,
  /^(presigned-(expired|unsigned-header|post-expired|post-condition)|account-suspended|china-icp|wrong-region)$/,
  /^(wrong-credentials|wrong-bucket|expected-owner-mismatch|vpce-cross-region|access-point-vpc-origin)$/,
  /^(scp|rcp|vpce-policy)-deny$/,
  /^(identity|boundary|session-policy|bucket-policy)-deny$|^condition-|^sourceip-|^abac-tag$/,
  /^bpa-/,
  /^(vpce-policy|scp)-implicit$/,
  /^(identity-no-allow|wrong-arn-form|access-point-arn-mismatch|presigned-signer-denied|list-bucket-missing)$/,
  /^(put-object-acl-missing|get-version-missing|copy-tags-missing|conditional-write-needs-get)$/,
  /^boundary-implicit$/,
  /^session-policy-implicit$/,
  /^(bucket-policy|access-point|acl)-|^cloudfront-oac$/,
  /^(anonymous-request|website-endpoint|requester-pays|object-not-owned)$/,
  /^kms-/,
];

const STATUS_RANK = { confirmed: 0, possible: 1, unknown: 2, ruled_out: 3 } as const;

/** Sorts cause ids: confirmed in AWS's order, then possible by how well they explain the error text, then the rest. */
export function rankCauses(
  verdicts: ReadonlyMap<string, Verdict>,
  error: ErrorFacts | undefined,
): readonly string[] {
  const position = new Map([...verdicts.keys()].map((id, index) => [id, index]));
  const key = (id: string): readonly number[] => {
    const verdict = verdicts.get(id);
    const status = verdict?.status ?? 'unknown';
    return [
      STATUS_RANK[status],
      status === 'confirmed' ? stage(id) : fit(id, verdict, error),
      position.get(id) ?? 0,
    ];
  };
  return [...verdicts.keys()]
    .map((id) => ({ id, key: key(id) }))
    .sort((left, right) => compare(left.key, right.key))
    .map(({ id }) => id);
}

function stage(id: string): number {
  const index = ORDER.findIndex((pattern) => pattern.test(id));
  return index < 0 ? ORDER.length : index;
}

/**
 * How badly a cause explains the error text: best is one that the text names, then a statement that was found in the very kind of policy
 * that the text names, then one found in another, then what was found elsewhere.
 */
function fit(id: string, verdict: Verdict | undefined, error: ErrorFacts | undefined): number {
  const named = error?.causes?.indexOf(id) ?? -1;
  if (named >= 0) return named;
  if (verdict?.evidence.some(({ says }) => says === CHANGED_SINCE) === true) return 50;
  if (verdict?.details?.['contextKey'] === undefined) return 200;
  return (isOfNamedType(verdict, error) ? 100 : 120) + (isUnlikely(id) ? 50 : 0);
}

/** What shows that the policies are not those any more that S3 met. */
export const CHANGED_SINCE = 'the reason that S3 gave no longer holds';

const LAYER_OF_TYPE = {
  identity: 'identity',
  resource: 'resource',
  session: 'session',
  boundary: 'permissionsBoundary',
  scp: 'serviceControl',
  rcp: 'resourceControl',
  vpce: 'vpcEndpoint',
} as const;

function isOfNamedType({ evidence }: Verdict, error: ErrorFacts | undefined): boolean {
  const layer = Object.entries(LAYER_OF_TYPE).find(([type]) => type === error?.policyType)?.[1];
  if (layer === undefined) return true;
  const { s3, kms } = SOURCE_OF_LAYER[layer];
  return evidence.some(({ source }) => source === s3 || source === kms);
}

/** Clients use https and a current TLS unless told otherwise. */
function isUnlikely(id: string): boolean {
  return id === 'condition-secure-transport' || id === 'condition-tls-version';
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
