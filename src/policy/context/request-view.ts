import { parseArn } from '../arn.js';
import { accountOf, type Principal, parsePrincipal } from '../principal/parse-principal.js';
import type { KeyValues, Lookup } from '../text/pattern.js';
import type { ContextValue, PolicyRequest } from '../types.js';
import { type ImplicitFacts, implicitKey } from './implicit-keys.js';

/** A request made ready for evaluation: parsed once, its context under lower-case names. */
export interface RequestView {
  readonly request: PolicyRequest;
  readonly principal: Principal;
  readonly actionId: string;
  /** The ARN of the access point the request goes through, in its own form. */
  readonly accessPoint: string | null;
  /** The account that owns the resource; `null`: unknown. */
  readonly resourceAccount: string | null;
  readonly isKms: boolean;
  readonly lookup: Lookup;
}

/** The key under which an unknown owner of the resource is reasoned about. */
export const RESOURCE_ACCOUNT_KEY = 'aws:resourceaccount';
const ALIASES: ReadonlyMap<string, string> = new Map([['s3:resourceaccount', RESOURCE_ACCOUNT_KEY]]);

/** Keys that always hold one and the same value are one key. */
export function canonicalKey(keyId: string): string {
  return ALIASES.get(keyId) ?? keyId;
}

function toValues(value: ContextValue): readonly string[] | null {
  if (value === null) return null;
  if (typeof value !== 'object') return [String(value)];
  return value.length === 0 ? null : value.map(String);
}

const principals = new Map<string, Principal>();

function cachedPrincipal(text: string): Principal {
  const known = principals.get(text);
  if (known !== undefined) return known;
  const principal = parsePrincipal(text);
  if (principals.size >= 1000) principals.clear();
  principals.set(text, principal);
  return principal;
}

function findResourceAccount(request: PolicyRequest, given: Lookup, principal: Principal): string | null {
  if (request.resourceAccount !== undefined) return request.resourceAccount;
  const told = given(RESOURCE_ACCOUNT_KEY) ?? given('s3:resourceaccount');
  if (told?.[0] !== undefined) return told[0];
  const arn = parseArn(request.resource);
  if (arn !== null && arn.account !== '') return arn.account;
  // Actions without a resource (s3:ListAllMyBuckets) are about the caller's own account.
  return request.resource === '*' || arn?.resource === '*' ? accountOf(principal) : null;
}

function isKmsRequest({ resource }: PolicyRequest, actionId: string): boolean {
  // The third segment, without cutting the ARN up: this is asked for every request.
  if (resource.startsWith('arn:') && resource.startsWith(':kms:', resource.indexOf(':', 4))) return true;
  return actionId.startsWith('kms:') && resource !== '*';
}

/** Prepares a request. `accessPoint`: the resource in the form of the access point that the request goes through. */
export function createRequestView(request: PolicyRequest, accessPoint: string | null): RequestView {
  const given = new Map<string, KeyValues>();
  for (const key in request.context) given.set(key.toLowerCase(), toValues(request.context[key] ?? null));
  const principal = cachedPrincipal(request.principal);
  const actionId = request.action.toLowerCase();
  const resourceAccount = findResourceAccount(request, (key) => given.get(key), principal);
  const through = accessPoint ?? (isAccessPointArn(request.resource) ? request.resource : null);
  const missing = request.contextComplete ? null : undefined;
  const facts: ImplicitFacts = { principal, actionId, resourceAccount, accessPoint: through };
  const lookup = (key: string): KeyValues => {
    const values = given.get(key);
    if (values !== undefined) return values;
    const implied = implicitKey(key, facts);
    return implied === 'not-implied' ? missing : implied;
  };
  const isKms = isKmsRequest(request, actionId);
  return { request, principal, actionId, accessPoint, resourceAccount, isKms, lookup };
}

function isAccessPointArn(resource: string): boolean {
  if (!resource.includes(':accesspoint/')) return false;
  const arn = parseArn(resource);
  return arn !== null && arn.service === 's3' && arn.resource.startsWith('accesspoint/');
}
