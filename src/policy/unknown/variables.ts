import { canonicalKey } from '../context/request-view.js';
import { type Atom, atomsOf, type Formula } from '../decision/formula.js';
import type { Lookup } from '../text/pattern.js';
import { type Candidate, candidatesOf } from './candidates.js';

/** An unknown key. */
export interface Variable {
  readonly key: string;
  /** The atoms that ask about it. */
  readonly atoms: readonly Atom[];
  /** Keys that stand as policy variables in the values it is compared with; best set before it. */
  readonly after: readonly string[];
  /** The values worth trying, given what other unknowns have been set to. */
  readonly candidates: (lookup: Lookup) => readonly Candidate[];
}

export type Variables = ReadonlyMap<string, Variable>;

function groupByKey(atoms: Iterable<Atom>, isUnknown: (key: string) => boolean): Map<string, Atom[]> {
  const byKey = new Map<string, Atom[]>();
  for (const atom of atoms) {
    for (const key of new Set(atom.keys)) {
      if (!isUnknown(key)) continue;
      const list = byKey.get(key);
      if (list === undefined) byKey.set(key, [atom]);
      else list.push(atom);
    }
  }
  return byKey;
}

function createVariable(key: string, atoms: readonly Atom[], siblings: readonly Atom[]): Variable {
  const after = atoms.flatMap(({ subject }) =>
    subject.kind === 'condition' && canonicalKey(subject.condition.keyId) === key
      ? subject.condition.variables
      : [],
  );
  const independent = atoms.every((atom) => atom.keys.length === 1);
  let cached: readonly Candidate[] | null = null;
  const candidates = (lookup: Lookup): readonly Candidate[] => {
    if (cached !== null) return cached;
    const found = candidatesOf(key, atoms, siblings, lookup);
    if (independent) cached = found;
    return found;
  };
  return { key, atoms, after: [...new Set(after.map(canonicalKey))], candidates };
}

/** The unknowns that some formulas hang on. */
export function findVariables(formulas: readonly Formula[], isUnknown: (key: string) => boolean): Variables {
  const atoms = new Set<Atom>();
  for (const formula of formulas) atomsOf(formula, atoms);
  const all = [...atoms];
  const byKey = groupByKey(all, isUnknown);
  return new Map([...byKey].map(([key, list]) => [key, createVariable(key, list, all)]));
}
