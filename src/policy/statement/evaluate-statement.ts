import type { CompiledPolicy } from '../compile.js';
import type { Condition } from '../condition/condition.js';
import type { RequestView } from '../context/request-view.js';
import { matchPrincipal, type NamedAs } from '../principal/match-principal.js';
import type { Lookup } from '../text/pattern.js';
import { not } from '../text/ternary.js';
import type { Match } from '../types.js';
import { type CompiledResource, type CompiledStatement, findAction } from './compile-statement.js';

/** How a layer reads its statements. */
export interface StatementReading {
  /** Identity policies, SCPs, … name nobody; resource policies must. */
  readonly principal: 'forbidden' | 'required' | 'optional';
  /** Whether the caller has a permissions boundary: a Deny with NotPrincipal then hits whomever it lists. */
  readonly hasBoundary: boolean;
}

/** The element at which a statement was decided; `none`: every element matches. */
export type DecidedBy = 'none' | 'Principal' | 'Action' | 'Resource' | 'Condition';

export interface StatementOutcome {
  readonly policy: CompiledPolicy;
  readonly compiled: CompiledStatement;
  /** The request's resource as this statement was held against it. */
  readonly resource: string;
  readonly match: Match;
  readonly decidedBy: DecidedBy;
  readonly namedAs: NamedAs | null;
  /** The first condition that does not hold. */
  readonly failed: Condition | null;
  /** What the match hangs on, where it is unknown. */
  readonly openConditions: readonly Condition[];
  readonly openResource: boolean;
}

/** Whether a Resource or NotResource element takes in the resource. */
export function matchResource(element: CompiledResource, resource: string, lookup: Lookup): Match {
  let listed: Match = 'no';
  for (const value of element.values) {
    const matched = value.matches(resource, lookup);
    if (matched === true) return element.negated ? 'no' : 'yes';
    if (matched === undefined) listed = 'unknown';
  }
  return element.negated ? not(listed) : listed;
}

/** How the statement's Principal or NotPrincipal names the caller; `null`: it does not. */
export function namePrincipal(
  compiled: CompiledStatement,
  view: RequestView,
  reading: StatementReading,
): NamedAs | null {
  const { principal: element, effect } = compiled.statement;
  if (element === null) return reading.principal === 'required' ? null : 'everyone';
  if (reading.principal === 'forbidden') return null;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (element.negated && effect === 'Deny' && reading.hasBoundary) return 'everyone';
  return matchPrincipal(element, view.principal, effect);
}

export function matchesAction(compiled: CompiledStatement, actionId: string): boolean {
  const { action } = compiled;
  return (findAction(action, actionId) !== null) !== action.negated;
}

/** One statement held against one form of the resource. */
export interface StatementTrial {
  readonly policy: CompiledPolicy;
  readonly compiled: CompiledStatement;
  readonly resource: string;
}

const NONE: readonly Condition[] = [];

// Every outcome is made here: V8 gives what is spread a hidden class of its own, each time, and reading it is then slow.
function decided(
  { policy, compiled, resource }: StatementTrial,
  namedAs: NamedAs | null,
  match: Match,
  decidedBy: DecidedBy,
  failed: Condition | null = null,
  openConditions: readonly Condition[] = NONE,
  openResource = false,
): StatementOutcome {
  return {
    policy,
    compiled,
    resource,
    match,
    decidedBy,
    namedAs,
    failed,
    openConditions,
    openResource,
  };
}

/** Holds one statement against the request; stops at the first element that rules it out. */
export function evaluateStatement(
  trial: StatementTrial,
  view: RequestView,
  reading: StatementReading,
): StatementOutcome {
  const { compiled } = trial;
  const namedAs = namePrincipal(compiled, view, reading);
  if (namedAs === null) return decided(trial, namedAs, 'no', 'Principal');
  if (!matchesAction(compiled, view.actionId)) return decided(trial, namedAs, 'no', 'Action');
  const { lookup } = view;
  const { resource } = compiled;
  const taken = resource === null ? 'yes' : matchResource(resource, trial.resource, lookup);
  if (taken === 'no') return decided(trial, namedAs, 'no', 'Resource');
  let open: Condition[] | null = null;
  for (const condition of compiled.statement.conditions) {
    const holds = condition.holds(lookup);
    if (holds === 'no') return decided(trial, namedAs, 'no', 'Condition', condition);
    if (holds === 'unknown') (open ??= []).push(condition);
  }
  if (open === null && taken === 'yes') return decided(trial, namedAs, 'yes', 'none');
  const decidedBy = open === null ? 'Resource' : 'Condition';
  return decided(trial, namedAs, 'unknown', decidedBy, null, open ?? NONE, taken === 'unknown');
}
