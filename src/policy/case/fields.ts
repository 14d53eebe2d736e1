import { childPath, isRecord, type JsonRecord, show } from '../document/json.js';
import { didYouMean } from '../text/suggest.js';

/** A case that is not one: where, and what would be right. Caught by `parseSimulationCase`, which alone sees it. */
export class CaseProblem extends Error {}

export function fail(path: string, message: string): never {
  throw new CaseProblem(`${path} ${message}`);
}

/** An object with no fields but these. */
export function readRecord(value: unknown, path: string, fields: readonly string[]): JsonRecord {
  if (!isRecord(value)) return fail(path, `must be an object, not ${show(value)}`);
  for (const name of Object.keys(value)) {
    if (fields.includes(name)) continue;
    fail(
      childPath(path, name),
      `is no field of ${path === 'case' ? 'a case' : path}${didYouMean(name, fields)}`,
    );
  }
  return value;
}

export function readString(value: unknown, path: string, example: string): string {
  if (typeof value === 'string' && value !== '') return value;
  return fail(
    path,
    value === undefined
      ? `is missing; write ${example}`
      : `must be a string such as ${example}, not ${show(value)}`,
  );
}

export function readList<T>(value: unknown, path: string, read: (item: unknown, path: string) => T): T[] {
  if (!Array.isArray(value)) return fail(path, `must be a list, not ${show(value)}`);
  const items: unknown[] = value;
  return items.map((item, index) => read(item, `${path}[${index}]`));
}
