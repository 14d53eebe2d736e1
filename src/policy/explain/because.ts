import { assertNever } from '../../errors.js';
import type { Condition } from '../condition/condition.js';
import type { RequestView } from '../context/request-view.js';
import { findAction } from '../statement/compile-statement.js';
import type { StatementOutcome } from '../statement/evaluate-statement.js';
import { quoteList } from '../text/quote.js';
import type { Match } from '../types.js';

/** What the request holds for a key, as a clause. */
function describeValue(condition: Condition, view: RequestView): string {
  // Where it is not known a condition is open, and no clause is asked for.
  const values = view.lookup(condition.keyId) ?? null;
  return values === null ? 'the request does not have it' : `the request has ${quoteList(values)}`;
}

function whyPrincipal({ compiled }: StatementOutcome, view: RequestView): string {
  const { principal } = compiled.statement;
  if (principal === null) return 'it has no Principal, which a resource policy needs';
  return `${principal.negated ? 'NotPrincipal spares' : 'Principal does not name'} ${view.request.principal}`;
}

function whyOpen(outcome: StatementOutcome): string {
  const conditions = outcome.openConditions.map((condition) => condition.phrase).join(' and ');
  if (!outcome.openResource) return `hangs on ${conditions}, which is not known`;
  const variables = `\${${outcome.compiled.resource?.variables.join('}, ${')}}`;
  const also = conditions === '' ? '' : ` and on ${conditions}`;
  return `hangs on ${variables} in its Resource${also}, which is not known`;
}

function whyMatching(outcome: StatementOutcome, view: RequestView): string {
  const { statement, action } = outcome.compiled;
  const by = action.negated
    ? 'is not excluded by NotAction'
    : `is matched by Action "${findAction(action, view.actionId)}"`;
  const where = statement.resource?.negated === true ? 'NotResource does not exclude' : 'Resource takes in';
  let text = `${view.request.action} ${by} and the ${where} ${outcome.resource}`;
  for (const condition of statement.conditions) {
    text += `; Condition ${condition.phrase} holds: ${describeValue(condition, view)}`;
  }
  return text;
}

/** Why a statement does, does not, or may match: the element and the value that decided it, in words. */
export function explainStatement(outcome: StatementOutcome, match: Match, view: RequestView): string {
  const { statement } = outcome.compiled;
  switch (outcome.decidedBy) {
    case 'Principal':
      return whyPrincipal(outcome, view);
    case 'Action':
      return `${statement.action.negated ? 'NotAction excludes' : 'Action does not list'} ${view.request.action}`;
    case 'Resource':
    case 'Condition': {
      if (outcome.failed !== null) {
        return `Condition ${outcome.failed.phrase} does not hold: ${describeValue(outcome.failed, view)}`;
      }
      if (outcome.match === 'unknown') {
        const open = whyOpen(outcome);
        if (match === 'unknown') return open;
        return match === 'no' ? `no value satisfies it: ${open}` : `every value satisfies it: ${open}`;
      }
      const excluded = statement.resource?.negated === true;
      return `${excluded ? 'NotResource excludes' : 'Resource does not take in'} ${outcome.resource}`;
    }
    case 'none':
      return whyMatching(outcome, view);
    default:
      return assertNever(outcome.decidedBy, 'deciding element');
  }
}
