import { parsePrincipal } from '../policy/index.js';
import type { Evidence } from './types.js';

/** The ARN of who called: the error text (or CloudTrail) knows best, then what a person said, then what was read. */
export function callerText({ error, request, snapshot }: Evidence): string | undefined {
  return error?.principalArn ?? request.principal ?? snapshot.caller?.arn;
}

/** A role and its sessions are one identity; so are an account id and everyone in that account. */
export function sameIdentity(called: string, expected: string): boolean {
  if (called === expected || identityOf(called) === identityOf(expected)) return true;
  return /^\d{12}$/.test(expected) && expected === accountIn(called);
}

function identityOf(text: string): string {
  const principal = parsePrincipal(text);
  switch (principal.kind) {
    case 'role':
    case 'assumed-role':
      return `role ${principal.account} ${principal.name}`;
    case 'user':
      return `user ${principal.account} ${principal.name}`;
    case 'federated-user':
    case 'root':
    case 'federated':
    case 'service':
    case 'anonymous':
    case 'unrecognized':
      return text;
  }
}

/** Whether an action is STS's: what it refuses never reaches S3. */
export function isAboutRoles(action: string): boolean {
  return /^sts:/i.test(action);
}

export function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*::(\d{12}):/.exec(arn)?.[1];
}

/** Policies that were read of somebody else than who called say nothing of this request. */
export function withActualCaller(evidence: Evidence): Evidence {
  const called = evidence.error?.principalArn;
  const read = evidence.snapshot.caller?.arn;
  if (called === undefined || read === undefined || sameIdentity(called, read)) return evidence;
  const account = accountIn(called);
  const { caller: _, ...snapshot } = evidence.snapshot;
  return { ...evidence, snapshot: account === undefined ? snapshot : { ...snapshot, caller: { account } } };
}
