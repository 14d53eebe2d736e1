import type { RequestView } from '../context/request-view.js';
import { findNearMisses } from '../explain/near-misses.js';
import type { Blocker } from '../types.js';
import type { Searcher } from '../unknown/search.js';
import type { Combination, Requirement } from './combine.js';
import type { LayerEvaluation, LayerStatement } from './layer.js';

function denyBlocker({ layer, level, outcome }: LayerStatement): Blocker {
  const { statement } = outcome.compiled;
  return {
    layer,
    kind: 'explicit_deny',
    policy: outcome.policy.name,
    statement: statement.index,
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    ...(level === null ? {} : { level }),
    conditions: statement.conditions.map(({ key, operator, values }) => ({
      contextKey: key,
      operator: operator.name,
      values,
    })),
  };
}

function missingBlocker(
  { layer, level }: Requirement,
  layers: readonly LayerEvaluation[],
  view: RequestView,
): Blocker {
  const evaluation = layers.find((one) => one.layer === layer);
  const nearMisses = evaluation === undefined ? [] : findNearMisses(evaluation, level, view);
  return {
    layer,
    kind: 'no_allow',
    ...(level === null ? {} : { level }),
    ...(nearMisses.length === 0 ? {} : { nearMisses }),
  };
}

/** An access point and its bucket may both miss the same layer's Allow. */
function unique(requirements: readonly Requirement[]): Requirement[] {
  const seen = new Map(requirements.map((one) => [`${one.layer} ${one.level}`, one]));
  return [...seen.values()];
}

function denyStatements(layers: readonly LayerEvaluation[]): LayerStatement[] {
  return layers.flatMap((layer) =>
    layer.statements.filter(({ outcome }) => outcome.compiled.statement.effect === 'Deny'),
  );
}

/** Every layer that stands in the way of a denied request: in all completions, or else in some. */
export function findBlockers(
  layers: readonly LayerEvaluation[],
  combination: Combination,
  searcher: Searcher,
  view: RequestView,
): Blocker[] {
  const collect = (
    blocks: (statement: LayerStatement) => boolean,
    misses: (one: Requirement) => boolean,
  ): Blocker[] => {
    const denies = denyStatements(layers).filter(blocks).map(denyBlocker);
    const missing = unique(combination.requirements.filter(misses)).map((one) =>
      missingBlocker(one, layers, view),
    );
    return [...denies, ...missing];
  };
  const certain = collect(
    ({ formula }) => formula === true || (formula !== false && !searcher.isPossible(true, formula)),
    ({ met }) => met === false || (met !== true && !searcher.isPossible(met, false)),
  );
  if (certain.length > 0) return certain;
  return collect(
    ({ formula }) => searcher.isPossible(formula, false),
    ({ met }) => searcher.isPossible(true, met),
  );
}
