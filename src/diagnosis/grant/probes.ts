import type { Snapshot } from '../../evidence/snapshot.js';
import { analyse } from '../analyse.js';
import { sameIdentity } from '../identity.js';
import type { Situation } from '../situation.js';
import type { Evidence } from '../types.js';
import type { GrantLevel } from './facts.js';
import type { Goal, Grantee } from './types.js';

/** What each level lets a person do, as requests of S3. */
const OPERATIONS = {
  list: ['ListObjectsV2'],
  read: ['GetObject'],
  'read-list': ['ListObjectsV2', 'GetObject'],
  write: ['PutObject'],
  'read-write': ['GetObject', 'PutObject'],
  delete: ['DeleteObject'],
} as const satisfies Readonly<Record<GrantLevel, readonly string[]>>;

export type GrantedOperation = (typeof OPERATIONS)[GrantLevel][number];

export function operationsOf({ level }: Pick<Goal, 'level'>): readonly GrantedOperation[] {
  return OPERATIONS[level];
}

/** One request that the grant has to let through. */
export interface Probe {
  readonly operation: GrantedOperation;
  readonly evidence: Evidence;
}

/** An object that is nobody's: what a test may write, and delete again. */
export const TEST_NAME = 's3denied-test';

/** The requests that the grant has to let through, as the test command sends them. */
export function probesFor(goal: Goal, given: Evidence): readonly Probe[] {
  const base = baseOf(goal, given);
  return operationsOf(goal).flatMap((operation) =>
    keysFor(goal, operation, given).map((key) => ({
      operation,
      evidence: requestOf(goal, base, operation, key),
    })),
  );
}

export function analyseAll(probes: readonly Probe[]): readonly Situation[] {
  return probes.map(({ evidence }) => analyse(evidence));
}

/** Keys of objects that are wanted: for reading one that is there, where one is known, and one that no policy is made for. */
function keysFor(
  { scope }: Goal,
  operation: GrantedOperation,
  { request, snapshot }: Evidence,
): readonly (string | undefined)[] {
  if (operation === 'ListObjectsV2') return [undefined];
  if (scope.kind === 'object') return [scope.key];
  const prefix = scope.kind === 'prefix' ? scope.prefix : '';
  const known = operation === 'GetObject' ? [request.key, snapshot.object?.key] : [];
  const within = known.flatMap((key) => (key?.startsWith(prefix) === true ? [key] : []));
  return [...new Set([...within, `${prefix}${TEST_NAME}`])];
}

/** A key below what is granted that is known to be there. */
export function knownKey(goal: Goal, evidence: Evidence): string | undefined {
  return keysFor(goal, 'GetObject', evidence).find(
    (key) =>
      goal.scope.kind === 'object' || key === evidence.request.key || key === evidence.snapshot.object?.key,
  );
}

/** What is known apart from the request that was denied. */
function baseOf({ grantee, bucket }: Goal, { request, snapshot: read }: Evidence): Evidence {
  const { deniedEvent: _event, caller, ...snapshot } = read;
  return {
    request: { principal: grantee.arn, bucket, headers: {}, context: request.context },
    snapshot: { ...snapshot, accessPoint: null, caller: callerAs(grantee, caller) },
    stated: [],
  };
}

/** What was read of exactly this grantee; of somebody else in the account only what belongs to the account. */
function callerAs({ arn, account }: Grantee, caller: Snapshot['caller']): NonNullable<Snapshot['caller']> {
  if (caller === undefined) return { account };
  if (caller.arn === undefined || sameIdentity(caller.arn, arn)) return { ...caller, account };
  if (caller.account !== account) return { account };
  const { arn: _arn, identityPolicies: _own, permissionsBoundary: _boundary, ...rest } = caller;
  const { sessionPolicies: _session, tags: _tags, ...ofAccount } = rest;
  return ofAccount;
}

/** What the test command sends, and what it does not. */
const PLAIN_HEADERS = {
  'x-amz-acl': null,
  'x-amz-grant-read': null,
  'x-amz-grant-write': null,
  'x-amz-grant-read-acp': null,
  'x-amz-grant-write-acp': null,
  'x-amz-grant-full-control': null,
  'x-amz-server-side-encryption': null,
  'x-amz-server-side-encryption-aws-kms-key-id': null,
  'x-amz-server-side-encryption-customer-algorithm': null,
  'x-amz-storage-class': null,
  'x-amz-tagging': null,
  'x-amz-request-payer': null,
} as const;

function requestOf(
  goal: Goal,
  base: Evidence,
  operation: GrantedOperation,
  key: string | undefined,
): Evidence {
  const { object, ...snapshot } = base.snapshot;
  const prefix = prefixOf(goal);
  return {
    ...base,
    request: {
      ...base.request,
      operation,
      ...(key === undefined ? {} : { key }),
      ...(goal.region === undefined ? {} : { region: goal.region }),
      headers: {
        ...PLAIN_HEADERS,
        prefix: operation === 'ListObjectsV2' && prefix !== '' ? [prefix] : null,
        delimiter: null,
        ...(needsOwnerControl(goal, operation, base) ? { 'x-amz-acl': ['bucket-owner-full-control'] } : {}),
        ...(paysRequester(base) ? { 'x-amz-request-payer': ['requester'] } : {}),
      },
      // The AWS CLI speaks TLS.
      context: { 'aws:SecureTransport': ['true'], ...base.request.context },
    },
    snapshot: object !== undefined && object.key === key ? { ...snapshot, object } : snapshot,
  };
}

/** What a listing asks for. */
export function prefixOf({ scope }: Goal): string {
  switch (scope.kind) {
    case 'bucket':
      return '';
    case 'prefix':
      return scope.prefix;
    case 'object':
      return scope.key;
  }
}

export function paysRequester({ snapshot }: Evidence): boolean {
  return snapshot.bucket?.requestPayer === 'Requester';
}

/**
 * Where ACLs are on, an upload from another account belongs to that account, and the bucket's owner cannot even read it, unless the
 * upload hands it over. https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function needsOwnerControl(
  { method }: Goal,
  operation: GrantedOperation,
  { snapshot }: Evidence,
): boolean {
  const ownership = snapshot.bucket?.objectOwnership;
  return (
    method === 'bucket-policy' &&
    operation === 'PutObject' &&
    ownership !== undefined &&
    ownership !== 'BucketOwnerEnforced'
  );
}
