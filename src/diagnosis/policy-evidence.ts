import type { Blocker, Evaluation, LayerName, Match, Residual, StatementFinding } from '../policy/types.js';
import { contextValue, type Simulation, type Situation } from './situation.js';
import type { EvidenceItem } from './types.js';
import { SOURCE_OF_LAYER } from './words.js';

/** The statement that a residual hangs on. */
export function statementOf(evaluation: Evaluation, residual: Residual): StatementFinding | undefined {
  return evaluation.layers
    .find(({ layer }) => layer === residual.layer)
    ?.statements.find(({ policy, index }) => policy === residual.policy && index === residual.statement);
}

function statementName(index: number | undefined, sid: string | undefined): string {
  if (index === undefined) return 'a statement';
  return sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} ("${sid}")`;
}

export function blockerEvidence(blocker: Blocker, simulation: Simulation): EvidenceItem {
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

export function residualEvidence(residual: Residual, simulation: Simulation): EvidenceItem {
  const sid = statementOf(simulation.evaluation, residual)?.sid;
  const verb = statementOf(simulation.evaluation, residual)?.effect === 'Deny' ? 'denies' : 'allows';
  return {
    source: SOURCE_OF_LAYER[residual.layer][simulation.service],
    says: `${statementName(residual.statement, sid)} of ${residual.policy} ${verb} ${simulation.permission.iamAction} depending on ${residual.contextKey} (${residual.operator} ${residual.values.join(', ')}), which is not known of this request`,
  };
}

export function blockerDetails(blocker: Blocker, simulation: Simulation): Readonly<Record<string, string>> {
  const condition = blocker.conditions?.[0] ?? blocker.nearMisses?.[0]?.condition;
  const miss = blocker.nearMisses?.[0];
  return {
    action: simulation.permission.iamAction,
    statement: statementName(blocker.statement ?? miss?.index, blocker.sid ?? miss?.sid),
    policyName: blocker.policy ?? miss?.policy ?? '',
    ...(condition === undefined ? {} : conditionDetails(condition)),
  };
}

export function residualDetails(
  residual: Residual,
  simulation: Simulation,
): Readonly<Record<string, string>> {
  return {
    action: simulation.permission.iamAction,
    statement: statementName(residual.statement, statementOf(simulation.evaluation, residual)?.sid),
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

/** What CloudTrail saw of the context keys that decided: cited beside the statement that asks for them. */
export function tracedEvidence(keys: readonly string[], situation: Situation): readonly EvidenceItem[] {
  const { traced } = situation.evidence;
  const paths = new Set([...(traced ?? [])].map((path) => path.toLowerCase()));
  return keys.flatMap((key): readonly EvidenceItem[] => {
    const name = key.toLowerCase();
    if (!paths.has(`context.${name}`) && !paths.has(`headers.${name.replace(/^s3:/, '')}`)) return [];
    const value = contextValue(situation, key);
    const says = value === null ? `the request had no ${key}` : `the request had ${key} ${value ?? ''}`;
    return [{ source: 'CloudTrail', says }];
  });
}
