import { distance } from 'fastest-levenshtein';
import { actionOfOperation } from '../action/s3-actions.js';
import type { ListElement } from '../document/model.js';
import { matchesWildcard } from '../text/wildcard.js';
import { quoteList } from '../text/quote.js';
import { describeBlank, hasBlank, type Miss, OTHER_ACTION, SLIP, withoutBlanks } from './miss.js';

function explainSlip(value: string, action: string): string | null {
  const wanted = action.toLowerCase();
  if (hasBlank(value) && matchesWildcard(withoutBlanks(value).toLowerCase(), wanted))
    return describeBlank(value);
  if (actionOfOperation(value)?.toLowerCase() === wanted) {
    return `\`${value}\` is an operation and no IAM action; it needs \`${action}\``;
  }
  if (!/[*?]/.test(value) && isTypo(value, action)) {
    return `\`${value}\` looks like a misspelling of \`${action}\``;
  }
  return null;
}

/** At most two letters too many, too few or wrong, and none in the verb: `s3:GetBucketAcl` is no misspelling of `s3:GetObjectAcl`. */
function isTypo(value: string, action: string): boolean {
  const [written, wanted] = [value.toLowerCase(), action.toLowerCase()];
  return written.slice(0, 6) === wanted.slice(0, 6) && distance(written, wanted) <= 2;
}

/** Why an Action or NotAction element leaves the request's action out. */
export function missAction(element: ListElement, action: string): Miss {
  if (element.negated) {
    return { element: 'Action', because: `NotAction excludes ${action}`, distance: OTHER_ACTION };
  }
  for (const value of element.values) {
    const because = explainSlip(value, action);
    if (because !== null) return { element: 'Action', because, distance: SLIP };
  }
  return {
    element: 'Action',
    because: `Action lists ${quoteList(element.values)}, not ${action}`,
    distance: OTHER_ACTION,
  };
}
