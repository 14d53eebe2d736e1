import type { ErrorFacts } from '../s3/types.js';
import type { Verdict } from './types.js';

/** The order in which AWS meets them: credentials, explicit denies, missing allows, then what comes after authorization. */
const ORDER: readonly RegExp[] = [
  /^(invalid-access-key|signature-mismatch|clock-skew|expired-token|invalid-session-token|account-suspended|wrong-region|wrong-credentials)$/,
  /^(scp|rcp|vpce-policy)-deny$/,
  /^(identity|boundary|session-policy|bucket-policy)-deny$|^condition-|^sourceip-/,
  /^bpa-/,
  /^(scp|vpce-policy|boundary|session-policy)-implicit$/,
  /^(identity-no-allow|wrong-arn-form|list-bucket-missing|put-object-acl-missing|get-version-missing|copy-tags-missing)$/,
  /^(bucket-policy|access-point|acl)-/,
  /^(anonymous-request|requester-pays|object-not-owned)$/,
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
  return [...verdicts.keys()].sort((left, right) => compare(key(left), key(right)));
}

function stage(id: string): number {
  const index = ORDER.findIndex((pattern) => pattern.test(id));
  return index < 0 ? ORDER.length : index;
}

function fit(id: string, verdict: Verdict | undefined, error: ErrorFacts | undefined): number {
  const named = error?.causes?.indexOf(id) ?? -1;
  if (named >= 0) return named;
  return verdict?.details?.['contextKey'] === undefined ? 200 : unlikely(id) ? 150 : 100;
}

/** Clients use https and a current TLS unless told otherwise. */
function unlikely(id: string): boolean {
  return id === 'condition-secure-transport' || id === 'condition-tls-version';
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
