import { canonicalKey } from '../context/request-view.js';
import { evaluateFormula, type Formula } from '../decision/formula.js';
import { isFreeKey } from '../decision/free.js';
import type { KeyValues, Lookup } from '../text/pattern.js';
import type { Candidate } from './candidates.js';
import type { Variable, Variables } from './variables.js';

/** What the unknowns have been set to so far. */
export type Assignment = Map<string, Candidate>;

/** Past so many steps a search gives up, and what it asked about is taken to be possible. */
const MAX_STEPS = 10_000;

/** Looks keys up in an assignment first, then in the request. */
export function overlay(assignment: Assignment, base: Lookup): Lookup {
  return (key): KeyValues => {
    const canonical = canonicalKey(key);
    const assigned = assignment.get(canonical);
    if (assigned !== undefined) return assigned;
    return isFreeKey(canonical) ? undefined : base(canonical);
  };
}

/** The first atom that keeps the formula open. */
function openKeys(formula: Formula, lookup: Lookup): readonly string[] {
  if (typeof formula === 'boolean' || evaluateFormula(formula, lookup) !== 'unknown') return [];
  if (formula.kind === 'atom') return formula.atom.keys;
  for (const part of formula.parts) {
    const keys = openKeys(part, lookup);
    if (keys.length > 0) return keys;
  }
  return [];
}

function unset(key: string, variables: Variables, assignment: Assignment): Variable | null {
  const variable = variables.get(key);
  return variable === undefined || assignment.has(key) ? null : variable;
}

/** The unknown to set next: one that keeps a formula open; of these, policy variables before what they are compared with. */
export function nextVariable(
  formulas: readonly Formula[],
  variables: Variables,
  assignment: Assignment,
  lookup: Lookup,
): Variable | null {
  for (const formula of formulas) {
    for (const key of openKeys(formula, lookup)) {
      const variable = unset(key, variables, assignment);
      if (variable === null) continue;
      const first = variable.after
        .map((name) => unset(name, variables, assignment))
        .find((one) => one !== null);
      return first ?? variable;
    }
  }
  return null;
}

export interface Searcher {
  readonly variables: Variables;
  /** Whether some completion of the unknowns makes `wanted` true and `unwanted` false. */
  readonly isPossible: (wanted: Formula, unwanted: Formula) => boolean;
}

/** A depth-first search over the unknowns, cut off as soon as what is set decides. */
export function createSearcher(variables: Variables, base: Lookup): Searcher {
  const isPossible = (wanted: Formula, unwanted: Formula): boolean => {
    if (wanted === false || unwanted === true) return false;
    if (wanted === true && unwanted === false) return true;
    const assignment: Assignment = new Map();
    const lookup = overlay(assignment, base);
    let steps = 0;
    const descend = (): boolean => {
      const good = evaluateFormula(wanted, lookup);
      const bad = evaluateFormula(unwanted, lookup);
      if (good === 'no' || bad === 'yes') return false;
      if (good === 'yes' && bad === 'no') return true;
      const variable = nextVariable([wanted, unwanted], variables, assignment, lookup);
      if (variable === null || ++steps > MAX_STEPS) return true;
      for (const candidate of variable.candidates(lookup)) {
        assignment.set(variable.key, candidate);
        if (descend()) return true;
      }
      assignment.delete(variable.key);
      return false;
    };
    return descend();
  };
  return { variables, isPossible };
}
