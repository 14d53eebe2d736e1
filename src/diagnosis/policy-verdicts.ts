import type { Blocker, Evaluation, LayerName, Match, NearMiss, Residual } from '../policy/types.js';
import { causeOf, type Obstacle } from './classify.js';
import { SOURCE_OF_LAYER } from './words.js';
import type { Simulation, Situation } from './situation.js';
import type { EvidenceItem, Verdict } from './types.js';

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
        evidence: [evidenceOf(blocker, simulation)],
        details: detailsOf(blocker, simulation),
      });
    }
    for (const residual of simulation.evaluation.unresolved) {
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

/** Which cause a blocker is. */
export function causeOfBlocker(blocker: Blocker, simulation: Simulation, situation: Situation): string {
  return causeOf(obstacleOf(blocker, simulation, situation));
}

function obstacleOf(blocker: Blocker, simulation: Simulation, situation: Situation): Obstacle {
  const nearest = blocker.nearMisses?.[0];
  return {
    ...commonOf(simulation, situation),
    layer: blocker.layer,
    kind: blocker.kind,
    contextKeys: blocker.conditions?.map(({ contextKey }) => contextKey) ?? conditionKeys(nearest),
    missed: nearest?.element,
    slip: nearest?.slip ?? false,
    stalePrincipal: blocker.nearMisses?.some((miss) => isStale(miss)) ?? false,
  };
}

function conditionKeys(miss: NearMiss | undefined): readonly string[] {
  return miss?.condition === undefined ? [] : [miss.condition.contextKey];
}

function isStale(miss: NearMiss): boolean {
  return miss.element === 'Principal' && /\b(AROA|AIDA)[A-Z0-9]+/.test(miss.because);
}

function obstacleOfResidual(residual: Residual, simulation: Simulation, situation: Situation): Obstacle {
  return {
    ...commonOf(simulation, situation),
    layer: residual.layer,
    kind: effectOf(simulation.evaluation, residual) === 'Deny' ? 'explicit_deny' : 'no_allow',
    contextKeys: [residual.contextKey],
    missed: 'Condition',
  };
}

function commonOf(simulation: Simulation, { evidence, crossAccount }: Situation) {
  return {
    service: simulation.service,
    iamAction: simulation.permission.iamAction,
    on: simulation.permission.on,
    managedKey: evidence.snapshot.kmsKey?.manager === 'AWS',
    crossAccount,
    throughEndpoint:
      evidence.snapshot.vpcEndpoint !== null && evidence.snapshot.vpcEndpoint?.id !== undefined,
  };
}

function effectOf(evaluation: Evaluation, residual: Residual): 'Allow' | 'Deny' | undefined {
  return evaluation.layers
    .find(({ layer }) => layer === residual.layer)
    ?.statements.find(({ policy, index }) => policy === residual.policy && index === residual.statement)
    ?.effect;
}

function statementName(index: number | undefined, sid: string | undefined): string {
  if (index === undefined) return 'a statement';
  return sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} ("${sid}")`;
}

function evidenceOf(blocker: Blocker, simulation: Simulation): EvidenceItem {
  const { iamAction } = simulation.permission;
  const source = SOURCE_OF_LAYER[blocker.layer][simulation.service];
  if (blocker.kind === 'explicit_deny') {
    const because = reasonOf(simulation.evaluation, blocker.layer, blocker.policy, blocker.statement, 'yes');
    const where = `${statementName(blocker.statement, blocker.sid)} of ${blocker.policy ?? 'the policy'}`;
    return { source, says: `${where} denies ${iamAction}${because === undefined ? '' : `: ${because}`}` };
  }
  const nearest = blocker.nearMisses?.[0];
  const level = blocker.level === undefined ? '' : ` at level ${blocker.level + 1} (root first)`;
  const miss =
    nearest === undefined
      ? ''
      : `; nearest is ${statementName(nearest.index, nearest.sid)} of ${nearest.policy}: ${nearest.because}`;
  return {
    source,
    says: `no statement${level} allows ${iamAction} on ${simulation.request.resource}${miss}`,
  };
}

function reasonOf(
  evaluation: Evaluation,
  layer: LayerName,
  policy: string | undefined,
  index: number | undefined,
  match: Match,
): string | undefined {
  return evaluation.layers
    .find((result) => result.layer === layer)
    ?.statements.find(
      (finding) => finding.policy === policy && finding.index === index && finding.match === match,
    )?.because;
}

function residualEvidence(residual: Residual, simulation: Simulation): EvidenceItem {
  const sid = sidOf(simulation.evaluation, residual);
  const verb = effectOf(simulation.evaluation, residual) === 'Deny' ? 'denies' : 'allows';
  return {
    source: SOURCE_OF_LAYER[residual.layer][simulation.service],
    says: `${statementName(residual.statement, sid)} of ${residual.policy} ${verb} ${simulation.permission.iamAction} depending on ${residual.contextKey} (${residual.operator} ${residual.values.join(', ')}), which is not known of this request`,
  };
}

function sidOf(evaluation: Evaluation, residual: Residual): string | undefined {
  return evaluation.layers
    .find(({ layer }) => layer === residual.layer)
    ?.statements.find(({ policy, index }) => policy === residual.policy && index === residual.statement)?.sid;
}

function detailsOf(blocker: Blocker, simulation: Simulation): Readonly<Record<string, string>> {
  const condition = blocker.conditions?.[0] ?? blocker.nearMisses?.[0]?.condition;
  const miss = blocker.nearMisses?.[0];
  return {
    action: simulation.permission.iamAction,
    statement: statementName(blocker.statement ?? miss?.index, blocker.sid ?? miss?.sid),
    policyName: blocker.policy ?? miss?.policy ?? '',
    ...(condition === undefined ? {} : conditionDetails(condition)),
  };
}

function residualDetails(residual: Residual, simulation: Simulation): Readonly<Record<string, string>> {
  return {
    action: simulation.permission.iamAction,
    statement: statementName(residual.statement, sidOf(simulation.evaluation, residual)),
    policyName: residual.policy,
    ...conditionDetails(residual),
  };
}

function conditionDetails(condition: { contextKey: string; operator: string; values: readonly string[] }) {
  const { contextKey, operator, values } = condition;
  return {
    contextKey,
    operator,
    values: values.join(', '),
    ...(/^aws:sourcevpce$/i.test(contextKey) && values[0] !== undefined ? { vpceId: values[0] } : {}),
  };
}
