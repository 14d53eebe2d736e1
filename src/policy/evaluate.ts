import type { CompiledPolicySet } from './compile.js';
import { createRequestView, type RequestView } from './context/request-view.js';
import { findBlockers } from './decision/blockers.js';
import { buildLayers, listLayers } from './decision/build-layers.js';
import { type Combination, combineLayers } from './decision/combine.js';
import type { Formula } from './decision/formula.js';
import { isFreeKey } from './decision/free.js';
import type { LayerEvaluation } from './decision/layer.js';
import { outcomeOf } from './decision/outcome.js';
import { findingsOf } from './explain/findings.js';
import type { Decision, Evaluation, LayerName, LayerResult, PolicyRequest } from './types.js';
import { findResiduals } from './unknown/residuals.js';
import { createSearcher, type Searcher } from './unknown/search.js';
import { findVariables, type Variables } from './unknown/variables.js';

const NOTHING_UNREAD: ReadonlySet<LayerName> = new Set();
const NO_VARIABLES: Variables = new Map();

/** Allowed or denied in every completion, or undetermined. */
function decide({ allowed, denied }: Combination, searcher: Searcher, mayBeDenied: boolean): Decision {
  if (denied === true) return 'explicit_deny';
  if (!searcher.isPossible(allowed, denied)) {
    return searcher.isPossible(true, denied) ? 'implicit_deny' : 'explicit_deny';
  }
  if (mayBeDenied || searcher.isPossible(true, allowed) || searcher.isPossible(denied, false))
    return 'undetermined';
  return 'allowed';
}

function isOpen(formula: Formula): boolean {
  return typeof formula !== 'boolean';
}

function variablesOf(
  combination: Combination,
  list: readonly LayerEvaluation[],
  view: RequestView,
): Variables {
  const { allowed, denied } = combination;
  if (!list.some((layer) => isOpen(layer.allows) || isOpen(layer.denies)) && !isOpen(allowed))
    return NO_VARIABLES;
  const formulas = [allowed, denied, ...list.flatMap((layer) => layer.statements.map((one) => one.formula))];
  for (const layer of list) formulas.push(layer.allows);
  return findVariables(formulas, (key) => isFreeKey(key) || view.lookup(key) === undefined);
}

function resultsOf(
  list: readonly LayerEvaluation[],
  combination: Combination,
  searcher: Searcher,
  view: RequestView,
): LayerResult[] {
  return list.map((layer) => ({
    layer: layer.layer,
    outcome: outcomeOf(layer, combination, searcher),
    statements: findingsOf(layer, searcher, view),
  }));
}

/**
 * Decides one request against all its policies, in three values. Pure, and it never throws.
 * `unknown` names the layers that could not (all) be read; what is given of such a layer counts all the same.
 */
export function evaluateRequest(
  request: PolicyRequest,
  policies: CompiledPolicySet,
  unknown: ReadonlySet<LayerName> = NOTHING_UNREAD,
): Evaluation {
  const view = createRequestView(request, policies.accessPoint?.resource ?? null);
  const layers = buildLayers(view, policies, unknown);
  const list = listLayers(layers);
  const combination = combineLayers(view, policies, layers, list);
  const variables = variablesOf(combination, list, view);
  const searcher = createSearcher(variables, view.lookup);
  const unread = list.filter((layer) => layer.unread);
  const decision = decide(combination, searcher, unread.length > 0);
  const undetermined = decision === 'undetermined';
  return {
    decision,
    layers: resultsOf(list, combination, searcher, view),
    blockers: undetermined || decision === 'allowed' ? [] : findBlockers(list, combination, searcher, view),
    unresolved: undetermined ? findResiduals(list, combination, variables, view.lookup) : [],
    unreadLayers: undetermined ? unread.map((layer) => layer.layer) : [],
  };
}
