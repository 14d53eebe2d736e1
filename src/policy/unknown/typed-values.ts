import type { Condition } from '../condition/condition.js';
import { parseDate } from '../condition/date.js';
import { addressBehind, formatIp, parseIpRange } from '../condition/ip.js';
import { parseNumber } from '../condition/number.js';
import type { OperatorFamily } from '../condition/operator.js';

/** Every constant, and a value in every gap between them. */
function boundaries(constants: readonly number[]): number[] {
  const sorted = [...new Set(constants)].sort((a, b) => a - b);
  const values: number[] = [];
  for (const [index, constant] of sorted.entries()) {
    const previous = sorted[index - 1];
    values.push(previous === undefined ? constant - 1 : (previous + constant) / 2, constant);
  }
  const last = sorted.at(-1);
  return last === undefined ? [0] : [...values, last + 1];
}

function parsed(conditions: readonly Condition[], parse: (text: string) => number | null): number[] {
  return conditions.flatMap((one) => one.values.map(parse).filter((value) => value !== null));
}

function dateValues(conditions: readonly Condition[]): string[] {
  // Epoch seconds: dates and numbers can both be read from them.
  return boundaries(parsed(conditions, parseDate)).map((time) => String(time / 1000));
}

/** CIDR blocks are intervals, and each cell they cut out begins at the first of one or behind the last of one. */
function ipValues(conditions: readonly Condition[]): string[] {
  const values = new Set(['0.0.0.0', formatIp({ bits: 128, value: 0n })]);
  for (const range of conditions.flatMap((one) => one.values.map(parseIpRange))) {
    if (range === null) continue;
    values.add(
      formatIp(range.bits === 32 ? { bits: 32, value: range.first } : { bits: 128, value: range.first }),
    );
    const behind = addressBehind(range);
    if (behind !== null) values.add(formatIp(behind));
  }
  return [...values];
}

const BY_FAMILY: Partial<Record<OperatorFamily, (conditions: readonly Condition[]) => readonly string[]>> = {
  bool: () => ['true', 'false'],
  numeric: (conditions) => boundaries(parsed(conditions, parseNumber)).map(String),
  date: dateValues,
  ip: ipValues,
  binary: (conditions) => ['=', ...conditions.flatMap((one) => one.values)],
};

/** Values that tell numeric, date, address, boolean and binary conditions on one key apart. */
export function typedValues(conditions: readonly Condition[]): string[] {
  const families = new Set(conditions.map((one) => one.operator.family));
  return [...families].flatMap((family) => [
    ...(BY_FAMILY[family]?.(conditions.filter((one) => one.operator.family === family)) ?? []),
  ]);
}
