import type { RequestView } from '../context/request-view.js';
import type { LayerEvaluation, LayerStatement } from '../decision/layer.js';
import type { Match, StatementFinding } from '../types.js';
import type { Searcher } from '../unknown/search.js';
import { explainStatement } from './because.js';

/** A statement's match in every completion: conditions that contradict each other never hold together. */
function matchOf({ outcome, formula }: LayerStatement, searcher: Searcher): Match {
  if (outcome.match !== 'unknown') return outcome.match;
  if (!searcher.isPossible(formula, false)) return 'no';
  return searcher.isPossible(true, formula) ? 'unknown' : 'yes';
}

function findingOf(statement: LayerStatement, searcher: Searcher, view: RequestView): StatementFinding {
  const { outcome } = statement;
  const { index, sid, effect } = outcome.compiled.statement;
  const policy = outcome.policy.name;
  const match = matchOf(statement, searcher);
  const because = explainStatement(outcome, match, view);
  return sid === undefined
    ? { policy, index, effect, match, because }
    : { policy, index, sid, effect, match, because };
}

function addBroken(layer: LayerEvaluation, findings: StatementFinding[]): void {
  for (const policies of layer.levels) {
    for (const { name, document } of policies) {
      for (const { index, sid, effect, problem } of document.broken) {
        const because = `it is malformed: ${problem}`;
        const finding = { policy: name, index, effect, match: 'no' as const, because };
        findings.push(sid === undefined ? finding : { ...finding, sid });
      }
    }
  }
}

/** What every statement of a layer does, and why; malformed ones last. */
export function findingsOf(
  layer: LayerEvaluation,
  searcher: Searcher,
  view: RequestView,
): StatementFinding[] {
  const findings = layer.statements.map((statement) => findingOf(statement, searcher, view));
  addBroken(layer, findings);
  return findings;
}
