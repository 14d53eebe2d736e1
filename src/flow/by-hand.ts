import type { Catalogue } from '../diagnosis/catalogue.js';
import type { Diagnosis, Evidence } from '../diagnosis/types.js';

/**
 * A diagnosis from answers alone, with nothing read and nothing evaluated: what a flow comes to when it is walked by hand. For
 * listing its paths, drawing it and checking it.
 */
export function diagnoseByHand({ request, stated }: Evidence, catalogue: Catalogue): Diagnosis {
  const statuses = new Map(stated.toReversed().map(({ causeId, status }) => [causeId, status]));
  return {
    request: {
      actions: [],
      ...(request.operation === undefined ? {} : { operation: request.operation }),
      ...(request.crossAccount === undefined ? {} : { crossAccount: request.crossAccount }),
    },
    decision: 'undetermined',
    causes: [...catalogue.values()].map(({ id, title, explanation, fix, sources }) => ({
      id,
      title,
      explanation,
      status: statuses.get(id) ?? 'unknown',
      evidence: stated
        .filter(({ causeId }) => causeId === id)
        .map(({ says }) => ({ source: 'answer', says })),
      details: {},
      fix: { owner: fix.owner, summary: fix.summary, snippets: [], patches: [], diffs: [], verified: null },
      sources: sources.map(({ url }) => url),
    })),
  };
}
