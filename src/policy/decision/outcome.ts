import type { LayerOutcome } from '../types.js';
import type { Searcher } from '../unknown/search.js';
import type { Combination } from './combine.js';
import type { LayerEvaluation } from './layer.js';

/** What a layer by itself says, in every completion of the unknowns. */
export function outcomeOf(
  layer: LayerEvaluation,
  combination: Combination,
  searcher: Searcher,
): LayerOutcome {
  if (!layer.applies) return 'not_applicable';
  const isSide = layer.layer === 'resource' || layer.layer === 'accessPoint';
  if (
    layer.levels[0]?.length === 0 &&
    !layer.unread &&
    isSide &&
    layer.allows === false &&
    !combination.needsResource
  ) {
    return 'not_applicable';
  }
  if (layer.denies === true) return 'explicit_deny';
  const mayDeny = layer.unread || searcher.isPossible(layer.denies, false);
  const mayAllow = searcher.isPossible(layer.allows, layer.denies);
  if (!mayAllow && !mayDeny) return 'no_allow';
  if (mayAllow && !mayDeny) return searcher.isPossible(true, layer.allows) ? 'undetermined' : 'allow';
  if (layer.unread || mayAllow) return 'undetermined';
  return searcher.isPossible(true, layer.denies) ? 'undetermined' : 'explicit_deny';
}
