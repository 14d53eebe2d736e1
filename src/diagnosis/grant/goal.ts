import { parsePrincipal, type Principal } from '../../policy/index.js';
import { operationNamed } from '../../s3/index.js';
import type { OperationKind } from '../catalogue.js';
import { withDeniedEvent } from '../denied-event.js';
import { callerText, sameIdentity } from '../identity.js';
import type { Evidence } from '../types.js';
import type { GrantLevel } from './facts.js';
import type { Goal, Grantee, Scope } from './types.js';

export type GoalOutcome =
  | { readonly outcome: 'wanted'; readonly goal: Goal }
  | { readonly outcome: 'not_planned'; readonly why: string };

/** What is to be granted. What nobody said is taken from the request that was denied; nothing is granted that nobody asked for. */
export function goalOf(given: Evidence): GoalOutcome {
  const evidence = withDeniedEvent(given);
  const { snapshot, request, error, grant = {} } = evidence;
  const bucket = request.bucket ?? snapshot.bucket?.name ?? error?.bucket;
  if (bucket === undefined) return not('I do not know which bucket it is about: name it in the details.');
  const grantee = granteeOf(evidence);
  if (typeof grantee === 'string') return not(grantee);
  const level = grant.level ?? levelOfRequest(evidence);
  if (level === undefined)
    return not('What is to be allowed was not said: listing, reading, writing or deleting.');
  const scope = scopeOf(evidence);
  if (scope === undefined)
    return not('Which objects it is about was not said: all of the bucket, those of a folder, or one.');
  const bucketAccount = snapshot.bucket?.account;
  if (bucketAccount === grantee.account || (bucketAccount === undefined && request.crossAccount === false))
    return not(
      `${capital(grantee.words)} and the bucket are in one account, so nothing has to be granted from account to account: a policy of the user or role is enough there.`,
    );
  const method = grant.method ?? 'bucket-policy';
  // S3 uses keys of the bucket's own Region only.
  const region = snapshot.bucket?.region ?? request.region ?? snapshot.kmsKey?.arn?.split(':')[3];
  return { outcome: 'wanted', goal: { method, level, grantee, bucket, region, bucketAccount, scope } };
}

function not(why: string): GoalOutcome {
  return { outcome: 'not_planned', why };
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function granteeOf(evidence: Evidence): Grantee | string {
  const text = callerText(evidence);
  if (text === undefined) return 'Who is to get access was not said: name the user, role or account.';
  const principal = parsePrincipal(text);
  switch (principal.kind) {
    case 'user':
    case 'role':
      return identity(principal, principal.arn);
    case 'assumed-role':
      return identity(principal, roleOf(principal, evidence));
    case 'root': {
      const { account, partition, arn } = principal;
      return { arn, kind: 'account', partition, account, words: `account ${account}` };
    }
    case 'anonymous':
      return 'Nobody in particular is named: to open a bucket to everyone is not granting access to another account. Name a user, role or account.';
    case 'federated-user':
    case 'federated':
    case 'service':
    case 'unrecognized':
      return `Access is granted to a user, a role or an account, and ${text} is none of these: name the one behind it.`;
  }
}

function identity(
  principal: Extract<Principal, { kind: 'user' | 'role' | 'assumed-role' }>,
  arn: string,
): Grantee {
  const { partition, account, name, kind } = principal;
  return { arn, kind: 'identity', partition, account, words: `${kind === 'user' ? 'user' : 'role'} ${name}` };
}

/** A session comes and goes; its role stays. A session's ARN does not tell the role's path: the role that was read does. */
function roleOf(
  { arn, partition, account, name }: Extract<Principal, { kind: 'assumed-role' }>,
  { snapshot }: Evidence,
): string {
  const read = snapshot.caller?.arn;
  return read !== undefined && /:role\//.test(read) && sameIdentity(arn, read)
    ? read
    : `arn:${partition}:iam::${account}:role/${name}`;
}

const LEVEL_OF_KIND: Readonly<Partial<Record<OperationKind, GrantLevel>>> = {
  list: 'list',
  read: 'read',
  write: 'write',
  delete: 'delete',
};

function levelOfRequest({ request, error }: Evidence): GrantLevel | undefined {
  const kind = operationNamed(request.operation ?? error?.operation ?? '')?.kind;
  return kind === undefined ? undefined : LEVEL_OF_KIND[kind];
}

function scopeOf({ grant = {}, request, error, snapshot }: Evidence): Scope | undefined {
  if (grant.key !== undefined) return { kind: 'object', key: grant.key };
  if (grant.prefix !== undefined) return prefixScope(grant.prefix);
  const key = request.key ?? error?.key ?? snapshot.object?.key;
  return key === undefined ? undefined : { kind: 'object', key };
}

/** A folder is meant with its slash: `reports` would let in to `reports-secret/` as well. `reports*` says that this is wanted. */
function prefixScope(typed: string): Scope {
  const prefix = typed.replace(/\*$/, '');
  if (prefix === '') return { kind: 'bucket' };
  const isExact = prefix !== typed || prefix.endsWith('/');
  return { kind: 'prefix', prefix: isExact ? prefix : `${prefix}/` };
}
