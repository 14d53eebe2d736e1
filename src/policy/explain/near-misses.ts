import type { CompiledPolicy } from '../compile.js';
import type { RequestView } from '../context/request-view.js';
import { PRINCIPAL_READING } from '../decision/build-layers.js';
import type { LayerEvaluation, LayerStatement } from '../decision/layer.js';
import type { BrokenStatement } from '../document/model.js';
import {
  matchesAction,
  matchResource,
  namePrincipal,
  type StatementOutcome,
} from '../statement/evaluate-statement.js';
import type { LayerName, NearMiss } from '../types.js';
import { type Miss, SLIP } from './miss.js';
import { missAction } from './miss-action.js';
import { missCondition } from './miss-condition.js';
import { missPrincipal } from './miss-principal.js';
import { missResource } from './miss-resource.js';

interface Near {
  readonly miss: Miss;
  readonly near: NearMiss;
}

/** Everything in the statement that rules the request out. */
function missesOf(layer: LayerName, { outcome }: LayerStatement, view: RequestView): Miss[] {
  const { compiled, resource, policy } = outcome;
  const { statement } = compiled;
  const misses: Miss[] = [];
  if (namePrincipal(compiled, view, { principal: PRINCIPAL_READING[layer], hasBoundary: false }) === null) {
    misses.push(missPrincipal(statement.principal, view.principal, view.request.principal));
  }
  if (!matchesAction(compiled, view.actionId)) misses.push(missAction(statement.action, view.request.action));
  if (statement.resource !== null && compiled.resource !== null) {
    const variables = policy.document.parsed.version === '2012-10-17';
    if (matchResource(compiled.resource, resource, view.lookup) === 'no') {
      misses.push(missResource(statement.resource, resource, variables, view.lookup));
    }
  }
  for (const condition of statement.conditions) {
    if (condition.holds(view.lookup) === 'no') misses.push(missCondition(condition, view));
  }
  return misses;
}

function nearMissOf(outcome: StatementOutcome, miss: Miss): NearMiss {
  const { index, sid } = outcome.compiled.statement;
  const { element, because, condition } = miss;
  return {
    policy: outcome.policy.name,
    index,
    ...(sid === undefined ? {} : { sid }),
    element,
    because,
    slip: miss.distance === SLIP,
    ...(condition === undefined ? {} : { condition }),
  };
}

const NEAR_ELEMENTS = ['Principal', 'Action', 'Resource', 'Condition'] as const;

function elementOf(problem: string): NearMiss['element'] | null {
  const [, element] = /\.(?:Not)?(Principal|Action|Resource|Condition)\b/.exec(problem) ?? [];
  return NEAR_ELEMENTS.find((name) => name === element) ?? null;
}

/** A malformed Allow might be just the one that was meant. */
function brokenMiss(policy: CompiledPolicy, broken: BrokenStatement): Near[] {
  const element = elementOf(broken.problem);
  if (element === null || broken.effect !== 'Allow') return [];
  const because = `the statement is malformed: ${broken.problem}`;
  const sid = broken.sid === undefined ? {} : { sid: broken.sid };
  const near = { policy: policy.name, index: broken.index, ...sid, element, because, slip: true };
  return [{ miss: { element, because, distance: SLIP }, near }];
}

/** The Allows of a layer (of one level) that would have matched but for one thing, the nearest first. */
export function findNearMisses(layer: LayerEvaluation, level: number | null, view: RequestView): NearMiss[] {
  const found = layer.statements.flatMap((statement): Near[] => {
    const { outcome } = statement;
    if (outcome.compiled.statement.effect !== 'Allow' || outcome.match === 'yes') return [];
    if (level !== null && statement.level !== level) return [];
    const [miss, ...more] = missesOf(layer.layer, statement, view);
    return miss === undefined || more.length > 0 ? [] : [{ miss, near: nearMissOf(outcome, miss) }];
  });
  const policies = level === null ? layer.levels.flat() : (layer.levels[level] ?? []);
  const broken = policies.flatMap((policy) =>
    policy.document.broken.flatMap((one) => brokenMiss(policy, one)),
  );
  return [...found, ...broken].sort((a, b) => a.miss.distance - b.miss.distance).map((one) => one.near);
}
