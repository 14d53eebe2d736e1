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
  const negated = base.includes('not');
  // A deny with a negated operator, and an allow with a positive one, want one of the values.
  if (negated === denies) return oneOf(base, first);
  if (base.startsWith('numericgreater')) return denies ? '0' : String(Number(first) + 1);
  return denies && !base.startsWith('numeric') && !base.startsWith('date') ? null : undefined;
}

function nullValue(wanted: string, denies: boolean): string | null | undefined {
  const mustBeAbsent = (wanted === 'true') !== denies;
  return mustBeAbsent ? null : undefined;
}

/** A concrete value for a pattern: the first address of a range, a wildcard's plain text. */
function oneOf(operator: string, value: string): string {
  if (operator.includes('ipaddress')) return value.split('/')[0] ?? value;
  return operator.includes('like') || operator.startsWith('arn')
    ? value.replaceAll('*', 'x').replaceAll('?', 'x')
    : value;
}
