import type { Blocker } from '../policy/types.js';
import { evaluationBehind } from './behind.js';
import { causeOf } from './classify.js';
import { causeOfBlocker, obstacleOfResidual } from './obstacles.js';
import {
  blockerDetails,
  blockerEvidence,
  residualDetails,
  residualEvidence,
  tracedEvidence,
} from './policy-evidence.js';
import type { Simulation, Situation } from './situation.js';
import type { Verdict } from './types.js';

/**
 * What the simulations say of each policy cause: confirmed where a layer stands in the way, possible where an unread context key
 * could make it stand in the way. What is not in the map is decided by `layersKnown`.
 */
export type PolicyVerdicts = ReadonlyMap<string, Verdict>;

export function policyVerdicts(situation: Situation): PolicyVerdicts {
  const verdicts = new Map<string, Verdict>();
  for (const simulation of situation.simulations) {
    if (!simulation.permission.required) continue;
    for (const blocker of simulation.evaluation.blockers) {
      if (!standsInTheWay(blocker, simulation, situation)) continue;
      merge(verdicts, causeOfBlocker(blocker, simulation, situation), {
        status: 'confirmed',
        evidence: [blockerEvidence(blocker, simulation), ...tracedEvidence(keysOf(blocker), situation)],
        details: blockerDetails(blocker, simulation),
      });
    }
    for (const residual of evaluationBehind(simulation).unresolved) {
      // Not a statement's condition but the question whose account the bucket is in: that is asked as such.
      if (residual.policy === '') continue;
      merge(verdicts, causeOf(obstacleOfResidual(residual, simulation, situation)), {
        status: 'possible',
        evidence: [residualEvidence(residual, simulation)],
        details: residualDetails(residual, simulation),
      });
    }
  }
  return verdicts;
}

const RANK = { confirmed: 3, possible: 2, unknown: 1, ruled_out: 0 } as const;

function merge(verdicts: Map<string, Verdict>, causeId: string, verdict: Verdict): void {
  const before = verdicts.get(causeId);
  if (before === undefined || RANK[verdict.status] > RANK[before.status]) verdicts.set(causeId, verdict);
  else if (
    before.status === verdict.status &&
    !before.evidence.some(({ says }) => says === verdict.evidence[0]?.says)
  )
    verdicts.set(causeId, { ...before, evidence: [...before.evidence, ...verdict.evidence] });
}

/**
 * Within one account either side's allow is enough, so a silent bucket policy is no cause of its own: what is missing is the identity's allow.
 */
function standsInTheWay(
  blocker: Blocker,
  { service }: Simulation,
  { crossAccount, principal }: Situation,
): boolean {
  if (blocker.kind === 'explicit_deny' || blocker.layer !== 'resource' || service === 'kms') return true;
  return crossAccount !== false || principal?.kind === 'anonymous' || principal?.kind === 'service';
}

/** The context keys that a blocker turns on: those of the deny, or the one that the nearest allow wants otherwise. */
function keysOf({ conditions, nearMisses }: Blocker): readonly string[] {
  const nearest = nearMisses?.[0]?.condition;
  return (conditions ?? (nearest === undefined ? [] : [nearest])).map(({ contextKey }) => contextKey);
}
