import { canonicalKey } from '../context/request-view.js';
import type { Combination } from '../decision/combine.js';
import { type Atom, atomsOf, evaluateFormula, type Forced } from '../decision/formula.js';
import { isFreeKey } from '../decision/free.js';
import type { LayerEvaluation, LayerStatement } from '../decision/layer.js';
import { not } from '../text/ternary.js';
import type { Lookup } from '../text/pattern.js';
import type { Match, Residual } from '../types.js';
import type { Candidate } from './candidates.js';
import { type Assignment, nextVariable, overlay } from './search.js';
import type { Variable, Variables } from './variables.js';

const MAX_STEPS = 2000;

/** Allowed and not denied, in three values. */
function verdict({ allowed, denied }: Combination, lookup: Lookup, forced: Forced | null = null): Match {
  const may = evaluateFormula(allowed, lookup, forced);
  if (may === 'no') return 'no';
  const mayNot = not(evaluateFormula(denied, lookup, forced));
  return mayNot === 'yes' ? may : mayNot;
}

interface Tried {
  readonly lookup: Lookup;
  readonly verdict: Match;
}

function tryAll(variable: Variable, assignment: Assignment, combination: Combination, base: Lookup): Tried[] {
  const outer = overlay(assignment, base);
  return variable.candidates(outer).map((candidate: Candidate) => {
    const lookup = overlay(new Map(assignment).set(variable.key, candidate), base);
    return { lookup, verdict: verdict(combination, lookup) };
  });
}

/** Whether the atom tells the two apart, and answering it the other way would turn one of them. */
function turns(atom: Atom, allowed: Tried, denied: Tried, combination: Combination): boolean {
  const whenAllowed = atom.holds(allowed.lookup);
  const whenDenied = atom.holds(denied.lookup);
  if (whenAllowed === whenDenied || whenAllowed === 'unknown' || whenDenied === 'unknown') return false;
  return (
    verdict(combination, allowed.lookup, { atom, value: whenDenied }) === 'no' ||
    verdict(combination, denied.lookup, { atom, value: whenAllowed }) === 'yes'
  );
}

/** The atoms about one unknown that decide in some completion of the others; all of them where none decides alone. */
function decidingAtoms(
  variable: Variable,
  variables: Variables,
  combination: Combination,
  base: Lookup,
): Set<Atom> {
  const pending = new Set(variable.atoms);
  const deciding = new Set<Atom>();
  const assignment: Assignment = new Map();
  let decides = false;
  let steps = 0;
  const descend = (): void => {
    const tried = tryAll(variable, assignment, combination, base);
    const allowed = tried.filter((one) => one.verdict === 'yes');
    const denied = tried.filter((one) => one.verdict === 'no');
    if (allowed.length === tried.length || denied.length === tried.length) return;
    decides ||= allowed.length > 0 && denied.length > 0;
    for (const atom of pending) {
      if (!allowed.some((one) => denied.some((other) => turns(atom, one, other, combination)))) continue;
      pending.delete(atom);
      deciding.add(atom);
    }
    if (pending.size === 0 || ++steps > MAX_STEPS) return;
    const next = tried
      .map(({ lookup }) => {
        const set = new Map(assignment).set(variable.key, null);
        return nextVariable([combination.denied, combination.allowed], variables, set, lookup);
      })
      .find((one) => one !== null);
    if (next === undefined) return;
    for (const candidate of next.candidates(overlay(assignment, base))) {
      assignment.set(next.key, candidate);
      descend();
      if (pending.size === 0) break;
    }
    assignment.delete(next.key);
  };
  descend();
  return decides && deciding.size === 0 ? new Set(variable.atoms) : deciding;
}

/** How much of the decision knowing this one key would settle: the share of its values that settle it. */
function weight(variable: Variable, combination: Combination, base: Lookup): number {
  const tried = tryAll(variable, new Map(), combination, base);
  return tried.filter((one) => one.verdict !== 'unknown').length / Math.max(1, tried.length);
}

/** The key as the policy spells it: variables are looked up in lower case. */
function spelled(key: string, values: readonly string[]): string {
  for (const value of values) {
    for (const [, inner = ''] of value.matchAll(/\$\{\s*([^,}\s]+)/g))
      if (inner.toLowerCase() === key) return inner;
  }
  return key;
}

function residualOf(key: string, { subject }: Atom, { layer, outcome }: LayerStatement): Residual {
  const { statement } = outcome.compiled;
  const ifMet = statement.effect === 'Deny' ? ('explicit_deny' as const) : ('allowed' as const);
  const place = { layer, policy: outcome.policy.name, statement: statement.index, ifMet };
  if (subject.kind === 'condition') {
    const { key: own, keyId, operator, values } = subject.condition;
    const contextKey = canonicalKey(keyId) === key ? own : spelled(key, values);
    return { contextKey, operator: operator.name, values, ...place };
  }
  const values = statement.resource?.values ?? [];
  const operator = statement.resource?.negated === true ? 'NotResource' : 'Resource';
  return { contextKey: spelled(key, values), operator, values, ...place };
}

function accountResidual(account: string): Residual {
  const asked = { contextKey: 'aws:ResourceAccount', operator: 'StringEquals', values: [account] };
  // The account decides which layers have to allow; no statement asks about it.
  return { ...asked, layer: 'resource', policy: '', statement: -1, ifMet: 'allowed' };
}

interface Deciding {
  readonly key: string;
  readonly atom: Atom;
  readonly share: number;
}

function denyFirst(residual: Residual): number {
  return residual.ifMet === 'explicit_deny' ? 0 : 1;
}

/** What could still change an undetermined decision, the most telling first. */
export function findResiduals(
  layers: readonly LayerEvaluation[],
  combination: Combination,
  variables: Variables,
  base: Lookup,
): Residual[] {
  const asked = [...variables.values()].filter((variable) => !isFreeKey(variable.key));
  const deciding = asked.flatMap((variable): Deciding[] => {
    const atoms = [...decidingAtoms(variable, variables, combination, base)];
    if (atoms.length === 0) return [];
    const share = weight(variable, combination, base);
    return atoms.map((atom) => ({ key: variable.key, atom, share }));
  });
  const statements = layers
    .flatMap((layer) => layer.statements)
    .map((statement) => ({ statement, atoms: atomsOf(statement.formula) }));
  const found = deciding.flatMap(({ key, atom, share }) => {
    if (atom.subject.kind === 'account') return [{ share, residual: accountResidual(atom.subject.account) }];
    return statements
      .filter(({ atoms }) => atoms.has(atom))
      .map(({ statement }) => ({ share, residual: residualOf(key, atom, statement) }));
  });
  return found
    .sort((a, b) => b.share - a.share || denyFirst(a.residual) - denyFirst(b.residual))
    .map((one) => one.residual);
}
