import type { Condition } from '../condition/condition.js';
import { GLOBAL_KEYS, isBoolean, isMultivalued } from '../context/known-keys.js';
import { canonicalKey, RESOURCE_ACCOUNT_KEY } from '../context/request-view.js';
import type { Atom } from '../decision/formula.js';
import { isFreeKey } from '../decision/free.js';
import type { Lookup } from '../text/pattern.js';
import { valuesFitting } from './template-values.js';
import { type Readings, textValues } from './text-values.js';
import { typedValues } from './typed-values.js';

/** A value an unknown key could have; `null`: absent. */
export type Candidate = readonly string[] | null;

const MAX_CANDIDATES = 512;
const SINGLE_VALUED = new Set(GLOBAL_KEYS.map((key) => key.toLowerCase()));

function conditionsOn(key: string, atoms: readonly Atom[]): Condition[] {
  return atoms.flatMap(({ subject }) =>
    subject.kind === 'condition' && canonicalKey(subject.condition.keyId) === key ? [subject.condition] : [],
  );
}

// Whether a key that AWS's pages do not name holds several values shows in how policies ask about it.
function mayBeList(key: string, conditions: readonly Condition[]): boolean {
  if (isMultivalued(key)) return true;
  if (SINGLE_VALUED.has(key) || /tag\//.test(key)) return false;
  return conditions.some((one) => one.operator.qualifier !== 'none');
}

function isAsText(condition: Condition): boolean {
  return condition.operator.family === 'string' || condition.operator.family === 'arn';
}

/** Values of the key itself that the conditions on it tell apart. */
function ownValues(
  key: string,
  conditions: readonly Condition[],
  readings: Readings,
  extra: readonly string[],
): string[] {
  if (isBoolean(key)) return ['true', 'false'];
  const typed = typedValues(conditions);
  const text = conditions.filter(isAsText);
  if (typed.length > 0 && text.length === 0 && extra.length === 0) return typed;
  return [...new Set([...typed, ...textValues(text, readings, extra)])];
}

const MAX_READINGS = 32;

/** Where a condition's values hold unknown variables: one reading for each value such a variable could have. */
function readingsIn(siblings: readonly Atom[], lookup: Lookup): Readings {
  return ({ variables }) => {
    const unknown = variables.map(canonicalKey).filter((name) => lookup(name) === undefined);
    return unknown.reduce<readonly Lookup[]>(
      (readings, name) => {
        const values = ownValues(name, conditionsOn(name, siblings), () => [lookup], []);
        const candidates = [null, ...values.map((value) => [value])];
        const refined = readings.flatMap((reading) =>
          candidates.map(
            (candidate): Lookup =>
              (asked) =>
                canonicalKey(asked) === name ? candidate : reading(asked),
          ),
        );
        return refined.slice(0, MAX_READINGS);
      },
      [lookup],
    );
  };
}

/** What the key would have to be as a policy variable, for the values it stands in to match. */
function variableValues(
  key: string,
  atoms: readonly Atom[],
  lookup: Lookup,
  siblings: readonly Atom[],
): string[] {
  return atoms.flatMap(({ subject }) => {
    if (subject.kind === 'resource') {
      return subject.element.values.flatMap(({ pattern }) =>
        valuesFitting(pattern, key, subject.resource, lookup),
      );
    }
    if (subject.kind !== 'condition' || !subject.condition.variables.includes(key)) return [];
    const compared = canonicalKey(subject.condition.keyId);
    const subjects =
      lookup(compared) ?? ownValues(compared, conditionsOn(compared, siblings), () => [lookup], []);
    return subject.condition.patterns.flatMap((pattern) =>
      subjects.flatMap((value) => valuesFitting(pattern, key, value, lookup)),
    );
  });
}

/** Drops candidates that answer every atom alike; what hangs on further unknowns too is kept apart by its value. */
function distinct(
  candidates: readonly Candidate[],
  key: string,
  atoms: readonly Atom[],
  lookup: Lookup,
): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const id = signature(candidate, key, atoms, lookup);
    if (seen.has(id) || seen.size >= MAX_CANDIDATES) return false;
    seen.add(id);
    return true;
  });
}

function signature(candidate: Candidate, key: string, atoms: readonly Atom[], lookup: Lookup): string {
  const view: Lookup = (name) => (canonicalKey(name) === key ? candidate : lookup(name));
  return atoms
    .map((atom) => {
      const value = atom.holds(view);
      return value === 'unknown' ? JSON.stringify(candidate) : value;
    })
    .join();
}

/** Lists of the values, one for each combination of answers: grown value by value until nothing new answers. */
function lists(values: readonly string[], key: string, atoms: readonly Atom[], lookup: Lookup): Candidate[] {
  const singles = distinct(
    values.map((value) => [value]),
    key,
    atoms,
    lookup,
  );
  const found = [...singles];
  const seen = new Set(found.map((list) => signature(list, key, atoms, lookup)));
  for (const list of found) {
    for (const [value] of singles.filter((one) => one !== null)) {
      if (list === null || value === undefined || list.includes(value)) continue;
      const longer = [...list, value];
      const id = signature(longer, key, atoms, lookup);
      if (seen.has(id) || found.length >= MAX_CANDIDATES) continue;
      seen.add(id);
      found.push(longer);
    }
  }
  return found;
}

/**
 * Representative values of an unknown key: for every combination of answers that the atoms about it can have, one
 * value that gives it. `siblings` are all atoms there are.
 */
export function candidatesOf(
  key: string,
  atoms: readonly Atom[],
  siblings: readonly Atom[],
  lookup: Lookup,
): Candidate[] {
  if (isFreeKey(key)) return [['yes'], null];
  const conditions = conditionsOn(key, atoms);
  const accounts = atoms.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.account] : []));
  const extra = [...accounts, ...variableValues(key, atoms, lookup, siblings)];
  const values = ownValues(key, conditions, readingsIn(siblings, lookup), extra);
  const present = mayBeList(key, conditions)
    ? lists(values, key, atoms, lookup)
    : values.map((value): Candidate => [value]);
  const absent: Candidate[] = key === RESOURCE_ACCOUNT_KEY ? [] : [null];
  return distinct([...absent, ...present], key, atoms, lookup);
}
