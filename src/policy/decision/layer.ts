import type { CompiledPolicy } from '../compile.js';
import { canonicalKey, type RequestView } from '../context/request-view.js';
import type { NamedAs } from '../principal/match-principal.js';
import {
  evaluateStatement,
  matchResource,
  type StatementOutcome,
  type StatementReading,
} from '../statement/evaluate-statement.js';
import type { LayerName } from '../types.js';
import { type Atom, and, type Formula, or } from './formula.js';

/** One statement of a layer, with what it hangs on. */
export interface LayerStatement {
  readonly layer: LayerName;
  /** For SCPs and RCPs: which level. */
  readonly level: number | null;
  readonly outcome: StatementOutcome;
  readonly formula: Formula;
}

export interface LayerEvaluation {
  readonly layer: LayerName;
  /** Whether the layer has a say in this request. */
  readonly applies: boolean;
  /** Whether (part of) the layer could not be read. */
  readonly unread: boolean;
  /** Its policies; SCPs and RCPs have several levels, all others one. */
  readonly levels: readonly (readonly CompiledPolicy[])[];
  readonly statements: readonly LayerStatement[];
  readonly denies: Formula;
  readonly allows: Formula;
  /** For each of `levels`: whether what is given of it allows. */
  readonly levelAllows: readonly Formula[];
}

function conditionAtom(outcome: StatementOutcome, index: number): Formula {
  const condition = outcome.openConditions[index];
  if (condition === undefined) return true;
  const keys = [condition.keyId, ...condition.variables].map(canonicalKey);
  return {
    kind: 'atom',
    atom: { subject: { kind: 'condition', condition }, keys, holds: (lookup) => condition.holds(lookup) },
  };
}

function resourceAtom(outcome: StatementOutcome): Formula {
  const { resource } = outcome.compiled;
  if (resource === null) return true;
  const atom: Atom = {
    subject: { kind: 'resource', element: resource, resource: outcome.resource },
    keys: resource.variables.map(canonicalKey),
    holds: (lookup) => matchResource(resource, outcome.resource, lookup),
  };
  return { kind: 'atom', atom };
}

/** Whether the statement matches, as a formula over what is unknown. */
function statementFormula(outcome: StatementOutcome): Formula {
  if (outcome.match !== 'unknown') return outcome.match === 'yes';
  const parts = outcome.openConditions.map((_, index) => conditionAtom(outcome, index));
  if (outcome.openResource) parts.unshift(resourceAtom(outcome));
  return and(parts);
}

/** Holds every statement of some policies against one form of the resource. */
export function evaluatePolicies(
  layer: LayerName,
  level: number | null,
  policies: readonly CompiledPolicy[],
  resource: string,
  view: RequestView,
  reading: StatementReading,
): LayerStatement[] {
  const statements: LayerStatement[] = [];
  for (const policy of policies) {
    for (const compiled of policy.document.statements) {
      const outcome = evaluateStatement({ policy, compiled, resource }, view, reading);
      statements.push({ layer, level, outcome, formula: statementFormula(outcome) });
    }
  }
  return statements;
}

/** Whether a Deny matches. */
export function anyDeny(statements: readonly LayerStatement[]): Formula {
  const parts: Formula[] = [];
  for (const { outcome, formula } of statements) {
    if (formula !== false && outcome.compiled.statement.effect === 'Deny') parts.push(formula);
  }
  return or(parts);
}

/** Whether an Allow matches; with `names`, only those that name the caller in one of these ways. */
export function anyAllow(statements: readonly LayerStatement[], names: readonly NamedAs[] | null): Formula {
  const parts: Formula[] = [];
  for (const { outcome, formula } of statements) {
    if (formula === false || outcome.compiled.statement.effect !== 'Allow') continue;
    if (names === null || (outcome.namedAs !== null && names.includes(outcome.namedAs))) parts.push(formula);
  }
  return or(parts);
}
