import type { Condition } from '../condition/condition.js';
import type { CompiledResource } from '../statement/compile-statement.js';
import type { Lookup } from '../text/pattern.js';
import type { Match } from '../types.js';

/** What an atom asks. */
export type AtomSubject =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'resource'; readonly element: CompiledResource; readonly resource: string }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'unread' };

/** A question about unknown context keys: the smallest thing that an unknown can decide. */
export interface Atom {
  readonly subject: AtomSubject;
  /** Lower-case names of the keys it asks about; of these, the unknown ones decide. */
  readonly keys: readonly string[];
  readonly holds: (lookup: Lookup) => Match;
}

/** A truth value, or a monotone formula over what is unknown. What is known folds away as the formula is built. */
export type Formula = boolean | OpenFormula;

export type OpenFormula =
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly OpenFormula[] };

/** True if every part is; parts known to be true drop out. */
export function and(parts: readonly Formula[]): Formula {
  return combine('and', parts);
}

/** True if any part is; parts known to be false drop out. */
export function or(parts: readonly Formula[]): Formula {
  return combine('or', parts);
}

function combine(kind: 'and' | 'or', parts: readonly Formula[]): Formula {
  const decisive = kind === 'or';
  const open: OpenFormula[] = [];
  for (const part of parts) {
    if (part === decisive) return decisive;
    if (typeof part !== 'boolean') open.push(part);
  }
  const first = open[0];
  if (first === undefined) return !decisive;
  return open.length === 1 ? first : { kind, parts: open };
}

/** An atom taken to be answered thus, whatever the keys say. */
export interface Forced {
  readonly atom: Atom;
  readonly value: Match;
}

/** The formula's value under a lookup, in Kleene's three values. */
export function evaluateFormula(formula: Formula, lookup: Lookup, forced: Forced | null = null): Match {
  if (typeof formula === 'boolean') return formula ? 'yes' : 'no';
  if (formula.kind === 'atom')
    return forced?.atom === formula.atom ? forced.value : formula.atom.holds(lookup);
  const decisive: Match = formula.kind === 'or' ? 'yes' : 'no';
  let result: Match = formula.kind === 'or' ? 'no' : 'yes';
  for (const part of formula.parts) {
    const value = evaluateFormula(part, lookup, forced);
    if (value === decisive) return decisive;
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** Every atom of the formula, in order, each once. */
export function atomsOf(formula: Formula, into: Set<Atom> = new Set()): Set<Atom> {
  if (typeof formula === 'boolean') return into;
  if (formula.kind === 'atom') into.add(formula.atom);
  else for (const part of formula.parts) atomsOf(part, into);
  return into;
}
