interface Condition {
  readonly contextKey: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/**
 * A value of the context key with which the condition stops denying (`denies`) or starts allowing; `null`: the key must be absent.
 * Undefined where no single value can be named.
 */
export function meetingValue({ operator, values }: Condition, denies: boolean): string | null | undefined {
  const [first] = values;
  const base = operator
    .replace(/^For(All|Any)(Values)?:/i, '')
    .replace(/ifexists$/i, '')
    .toLowerCase();
  if (first === undefined) return undefined;
  if (base === 'null') return nullValue(first, denies);
  if (base === 'bool') return denies ? (first === 'true' ? 'false' : 'true') : first;
  const bound = /^numeric(less|greater)than(equals)?$/.exec(base);
  if (bound !== null)
    return boundedValue(bound[1] === 'less', bound[2] !== undefined, Number(first), !denies);
  const negated = base.includes('not');
  // A deny with a negated operator, and an allow with a positive one, want one of the values.
  if (negated === denies) return oneOf(base, first);
  return denies && !base.startsWith('numeric') && !base.startsWith('date') ? null : undefined;
}

/** The number next to a bound, on the side where the comparison is to hold, or not. */
function boundedValue(isUpper: boolean, including: boolean, bound: number, holds: boolean): string {
  const outside = isUpper === holds ? bound - 1 : bound + 1;
  return String(including === holds ? bound : outside);
}

function nullValue(wanted: string, denies: boolean): string | null | undefined {
  const mustBeAbsent = (wanted === 'true') !== denies;
  return mustBeAbsent ? null : undefined;
}

/** A concrete value for a pattern: the first address of a range, a wildcard's plain text. */
function oneOf(operator: string, value: string): string {
  if (operator.includes('ipaddress')) return value.split('/')[0] ?? value;
  if (operator.startsWith('arn')) return value.replaceAll(/[*?]/g, 'x');
  // A star at the end may stand for nothing: of the prefix `home/*` the folder itself is left.
  return operator.includes('like') ? value.replace(/(?<=.)\*$/, '').replaceAll(/[*?]/g, 'x') : value;
}
