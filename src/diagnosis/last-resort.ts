import { GATES, policyDecision } from './gates.js';
import { CHANGED_SINCE } from './rank.js';
import type { Situation } from './situation.js';
import type { CauseFinding, EvidenceItem, Verdict } from './types.js';

/**
 * Requester Pays is confirmed where nobody said whether the header was sent, but nothing else stands in the way of a request that was
 * denied without a policy being named.
 */
export function settleRequesterPays(verdicts: Map<string, Verdict>, situation: Situation): void {
  const { error } = situation.evidence;
  const verdict = verdicts.get('requester-pays');
  if (verdict?.status !== 'possible' || error === undefined || error.denyType !== undefined) return;
  if (policyDecision(situation) !== 'allowed' || isAnything(verdicts, 'confirmed')) return;
  const says = 'Payer is Requester, and nothing else stands in the way of a request that was denied';
  const [{ source } = { source: 'simulation' }] = verdict.evidence;
  verdicts.set('requester-pays', { status: 'confirmed', evidence: [{ source, says }] });
}

/** Where else to look when nothing that was read stands in the way. */
const ELSEWHERE = {
  'wrong-credentials':
    'with these credentials the request is allowed: whether they are the ones in use, aws sts get-caller-identity tells',
  'policy-propagation': 'the policies as they were read allow the request: S3 may have met older ones',
  'not-from-s3': 'S3 has no reason to deny the request: a proxy or another store may have answered',
  'wrong-bucket': 'this bucket lets the request in: another one may have been asked',
} as const satisfies Readonly<Record<string, string>>;

/** Whether a cause is possible only because nothing that was read stands in the way: a place to look at, no finding. */
export function isLeftToLookAt({ id, status, evidence }: CauseFinding): boolean {
  return status === 'possible' && Object.hasOwn(ELSEWHERE, id) && evidence[0]?.source === 'simulation';
}

/** Nothing stands in the way: then credentials, stale policies, what lies between, and the bucket's name are what is left to look at. */
export function lookElsewhere(
  verdicts: Map<string, Verdict>,
  situation: Situation,
): ReadonlyMap<string, Verdict> {
  if (policyDecision(situation) !== 'allowed' || isAnything(verdicts, 'confirmed')) return verdicts;
  if ([...GATES].some((id) => verdicts.get(id)?.status === 'possible')) return verdicts;
  for (const [id, says] of Object.entries(ELSEWHERE)) {
    if (verdicts.get(id)?.status !== 'unknown') continue;
    const evidence: readonly EvidenceItem[] = [
      { source: 'simulation', says },
      ...older(id, verdicts, situation),
    ];
    verdicts.set(id, { status: 'possible', evidence });
  }
  return verdicts;
}

/** A reason that S3 gave and that the policies no longer hold shows that they have changed since. */
function older(
  id: string,
  verdicts: ReadonlyMap<string, Verdict>,
  { evidence }: Situation,
): readonly EvidenceItem[] {
  const [named] = evidence.error?.causes ?? [];
  if (id !== 'policy-propagation' || named === undefined || evidence.error?.denyType === undefined) return [];
  if (verdicts.get(named)?.status !== 'ruled_out') return [];
  return [{ source: 'error message', says: CHANGED_SINCE }];
}

function isAnything(verdicts: ReadonlyMap<string, Verdict>, status: Verdict['status']): boolean {
  return [...verdicts.values()].some((verdict) => verdict.status === status);
}
