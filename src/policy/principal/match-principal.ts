import { assertNever } from '../../errors.js';
import { isAccountId, parseArn } from '../arn.js';
import type { PrincipalElement, PrincipalEntry } from '../document/model.js';
import type { Effect } from '../types.js';
import { accountOf, type Principal } from './parse-principal.js';

/**
 * How an entry of a Principal element names the caller. What an Allow in the caller's own account skips depends on it:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type NamedAs = 'everyone' | 'account' | 'user' | 'role' | 'session' | 'service';

/** Unique ids of users, roles, groups, …: what IAM leaves in a policy when it deletes the principal it named. */
export function isUniqueId(text: string): boolean {
  return /^A[A-Z]{2}A[A-Z0-9]{4,}$/.test(text);
}

function namesAccount(value: string, principal: Principal): boolean {
  if (!('account' in principal)) return false;
  if (isAccountId(value)) return value === principal.account;
  return value === `arn:${principal.partition}:iam::${principal.account}:root`;
}

function namesRoleOf(value: string, principal: Principal & { kind: 'assumed-role' }): boolean {
  const arn = parseArn(value);
  if (arn === null || arn.service !== 'iam' || !arn.resource.startsWith('role/')) return false;
  if (arn.partition !== principal.partition || arn.account !== principal.account) return false;
  return arn.resource.slice(arn.resource.lastIndexOf('/') + 1) === principal.name;
}

function matchAws(value: string, principal: Principal): NamedAs | null {
  if (value === '*') return 'everyone';
  if (namesAccount(value, principal)) return 'account';
  switch (principal.kind) {
    case 'user':
    case 'role':
      return value === principal.arn ? principal.kind : null;
    case 'assumed-role':
      if (value === principal.arn) return 'session';
      return namesRoleOf(value, principal) ? 'role' : null;
    case 'federated-user':
      return value === principal.arn ? 'session' : null;
    case 'root':
    case 'federated':
    case 'service':
    case 'anonymous':
    case 'unrecognized':
      return null;
    default:
      return assertNever(principal, 'principal');
  }
}

/** How one entry names the caller; `null`: it does not. */
export function matchPrincipalEntry(entry: PrincipalEntry, principal: Principal): NamedAs | null {
  switch (entry.type) {
    case '*':
      return 'everyone';
    case 'AWS':
      return matchAws(entry.value, principal);
    case 'Service':
      if (principal.kind !== 'service') return null;
      return entry.value === principal.service || entry.value === '*' ? 'service' : null;
    case 'Federated':
      return principal.kind === 'federated' && [principal.arn, principal.provider, '*'].includes(entry.value)
        ? 'session'
        : null;
    case 'CanonicalUser':
      // S3 turns a canonical id into the account's ARN when it can; a caller's own id is in no request.
      return null;
    default:
      return assertNever(entry.type, 'principal type');
  }
}

// The widest way of being named first: it skips most.
const WIDEST: readonly NamedAs[] = ['everyone', 'session', 'user', 'service', 'role', 'account'];

/** Under how many names the caller has to be listed for a Deny with NotPrincipal to spare it. */
function namesToList(principal: Principal): readonly NamedAs[] {
  switch (principal.kind) {
    case 'user':
      return ['account', 'user'];
    case 'role':
      return ['account', 'role'];
    case 'assumed-role':
      return ['account', 'role', 'session'];
    case 'federated-user':
      return ['account', 'session'];
    case 'root':
      return ['account'];
    case 'federated':
      return ['session'];
    case 'service':
      return ['service'];
    case 'anonymous':
    case 'unrecognized':
      return ['everyone'];
    default:
      return assertNever(principal, 'principal');
  }
}

/** The names a NotPrincipal with Deny would have to list beside those it lists, to spare this caller. */
function unlistedNames(element: PrincipalElement, principal: Principal): readonly NamedAs[] {
  const listed = new Set(element.entries.map((entry) => matchPrincipalEntry(entry, principal)));
  if (listed.has('everyone')) return [];
  return namesToList(principal).filter((name) => !listed.has(name));
}

/** How a Principal or NotPrincipal element names the caller; `null`: the statement is not about this caller. */
export function matchPrincipal(
  element: PrincipalElement,
  principal: Principal,
  effect: Effect,
): NamedAs | null {
  if (element.negated) {
    if (effect === 'Deny') return unlistedNames(element, principal).length > 0 ? 'everyone' : null;
    return element.entries.some((entry) => matchPrincipalEntry(entry, principal) !== null)
      ? null
      : 'everyone';
  }
  let best: NamedAs | null = null;
  for (const entry of element.entries) {
    const named = matchPrincipalEntry(entry, principal);
    if (named !== null && (best === null || WIDEST.indexOf(named) < WIDEST.indexOf(best))) best = named;
  }
  return best;
}

/** Whether an ARN or account id in a policy lies in another account than the caller. */
export function namesOtherAccount(value: string, principal: Principal): boolean {
  const account = isAccountId(value) ? value : parseArn(value)?.account;
  return account !== undefined && account !== '' && account !== accountOf(principal);
}
