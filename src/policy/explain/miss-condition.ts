import type { Condition } from '../condition/condition.js';
import type { RequestView } from '../context/request-view.js';
import { matchesWildcard } from '../text/wildcard.js';
import { quoteList } from '../text/quote.js';
import { type Miss, OTHER_VALUE } from './miss.js';

function hintOf({ operator, values, keyId }: Condition, view: RequestView): string {
  const present = view.lookup(keyId) ?? [];
  if (present.length > 1 && operator.qualifier === 'none') {
    return `; a key with several values needs ForAnyValue: or ForAllValues:`;
  }
  const [value] = present;
  if (value === undefined || operator.family !== 'string' || operator.negated) return '';
  if (
    operator.compare === 'equals' &&
    values.some((one) => one.includes('*') && matchesWildcard(one, value))
  ) {
    return `; ${operator.base} takes * as it stands, StringLike would match`;
  }
  if (values.some((one) => one.trim().toLowerCase() === value.trim().toLowerCase())) {
    return '; they differ only in blanks or in upper and lower case';
  }
  return '';
}

/** Why a condition does not hold. */
export function missCondition(condition: Condition, view: RequestView): Miss {
  const { key, operator, values } = condition;
  const present = view.lookup(condition.keyId);
  const has =
    present === null || present === undefined
      ? 'the request does not have it'
      : `the request has ${quoteList(present)}`;
  const wants =
    operator.family === 'null'
      ? `wants the key to be ${values.some((one) => one.toLowerCase() === 'true') ? 'absent' : 'present'}`
      : `wants ${operator.name} ${quoteList(values)}`;
  return {
    element: 'Condition',
    because: `condition ${key} ${wants}; ${has}${hintOf(condition, view)}`,
    distance: OTHER_VALUE,
    condition: { contextKey: key, operator: operator.name, values },
  };
}
