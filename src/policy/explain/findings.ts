import type { RequestView } from '../context/request-view.js';
import type { LayerEvaluation, LayerStatement } from '../decision/layer.js';
import type { StatementOutcome } from '../statement/evaluate-statement.js';
import type { Effect, Match, StatementFinding } from '../types.js';
import type { Searcher } from '../unknown/search.js';
import { explainStatement } from './because.js';

/** A statement's match in every completion: conditions that contradict each other never hold together. */
function matchOf({ outcome, formula }: LayerStatement, searcher: Searcher): Match {
  if (outcome.match !== 'unknown') return outcome.match;
  if (!searcher.isPossible(formula, false)) return 'no';
  return searcher.isPossible(true, formula) ? 'unknown' : 'yes';
}

/** A finding whose words are made when they are asked for: of most statements nobody reads them. */
class Finding implements StatementFinding {
  readonly policy: string;
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly match: Match;
  readonly #outcome: StatementOutcome;
  readonly #view: RequestView;

  constructor(outcome: StatementOutcome, match: Match, view: RequestView) {
    const { index, sid, effect } = outcome.compiled.statement;
    this.policy = outcome.policy.name;
    this.index = index;
    this.sid = sid;
    this.effect = effect;
    this.match = match;
    this.#outcome = outcome;
    this.#view = view;
  }

  get because(): string {
    return explainStatement(this.#outcome, this.match, this.#view);
  }

  toJSON(): StatementFinding {
    const { policy, index, sid, effect, match, because } = this;
    return { policy, index, sid, effect, match, because };
  }
}

function addBroken(layer: LayerEvaluation, findings: StatementFinding[]): void {
  for (const policies of layer.levels) {
    for (const { name, document } of policies) {
      for (const { index, sid, effect, problem } of document.broken) {
        const because = `it is malformed: ${problem}`;
        findings.push({ policy: name, index, sid, effect, match: 'no', because });
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
  const findings: StatementFinding[] = layer.statements.map(
    (statement) => new Finding(statement.outcome, matchOf(statement, searcher), view),
  );
  addBroken(layer, findings);
  return findings;
}
