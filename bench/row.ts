import { assertNever } from '../src/errors.js';

/** One line of the table: what was measured, and what that is as a multiple of something measured in the same run. */
export interface Row {
  readonly room: string;
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly ratio: number;
  /** What `ratio` is a multiple of. */
  readonly of: string;
  readonly aim?: Aim;
}

/** What the row is to come to. */
export interface Aim {
  readonly on: 'ratio' | 'measured';
  readonly is: 'at least' | 'at most';
  readonly value: number;
}

export const atMost = (on: Aim['on'], value: number): Aim => ({ on, is: 'at most', value });
export const atLeast = (on: Aim['on'], value: number): Aim => ({ on, is: 'at least', value });

export function isMet(row: Row, { on, is, value }: Aim): boolean {
  switch (is) {
    case 'at least':
      return row[on] >= value;
    case 'at most':
      return row[on] <= value;
    default:
      return assertNever(is, 'aim');
  }
}

/** Columns that are aligned at the right. */
const NUMBERS = new Set([2, 4]);

/** The whole run as one table. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['room', 'what', 'measured', 'unit', 'ratio', 'of', 'aim'];
  const lines = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          NUMBERS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same for a program. */
export function jsonOf(rows: readonly Row[]): string {
  const entries = rows.map(({ aim, ...row }) => ({
    ...row,
    measured: rounded(row.measured),
    ratio: rounded(row.ratio),
    ...(aim === undefined ? {} : { aim, met: isMet({ ...row }, aim) }),
  }));
  return JSON.stringify(entries, null, 2);
}

function cellsOf(row: Row): readonly string[] {
  const { room, what, measured, unit, ratio, of, aim } = row;
  return [
    room,
    what,
    shown(measured),
    unit,
    `${shown(ratio)}×`,
    of,
    aim === undefined ? '' : verdict(row, aim),
  ];
}

function verdict(row: Row, aim: Aim): string {
  const sign = aim.is === 'at least' ? '≥' : '≤';
  const wanted = `${sign} ${aim.value}${aim.on === 'ratio' ? '×' : ` ${row.unit}`}`;
  return `${wanted}: ${isMet(row, aim) ? 'met' : 'MISSED'}`;
}

/** Three figures: more would be noise. */
function shown(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(rounded(value));
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
