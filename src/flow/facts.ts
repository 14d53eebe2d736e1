import { z } from 'zod';
import type { Diagnosis, Evidence } from '../diagnosis/types.js';
import { GRANT_LEVELS, GRANT_METHODS, isAboutRoles } from '../diagnosis/index.js';
import { assertNever } from '../errors.js';
import { snapshotSchema } from '../evidence/snapshot.js';
import { schemaAt } from './schema-path.js';

/**
 * The facts that an answer may tell, by path: `request.crossAccount`, `headers.x-amz-acl`, `context.aws:SourceIp`, `grant.method`, or
 * any field of the snapshot (`bucket.requestPayer`, `vpcEndpoint`).
 */

const requestFacts = z
  .object({
    operation: z.string().exactOptional(),
    principal: z.string().exactOptional(),
    versionId: z.string().exactOptional(),
    crossAccount: z.boolean().exactOptional(),
  })
  .strict();
/** What is to be granted, and how: told in a flow whose result is a plan for that. */
const grantFacts = z
  .object({
    method: z.enum(GRANT_METHODS).exactOptional(),
    level: z.enum(GRANT_LEVELS).exactOptional(),
    prefix: z.string().exactOptional(),
    key: z.string().min(1).exactOptional(),
  })
  .strict();
const values = z.union([z.string(), z.array(z.string()).min(1)]).nullable();

type FactPlace =
  | { readonly part: 'request'; readonly field: string }
  | { readonly part: 'grant'; readonly field: string }
  | { readonly part: 'headers' | 'context'; readonly name: string }
  | { readonly part: 'snapshot'; readonly path: readonly string[] };

/**
 * Where a path leads; undefined: nowhere. A condition key may hold dots and colons; a header's name is lower case. The condition keys
 * of S3's own headers (`s3:x-amz-acl`) are told as the headers they follow from.
 */
function placeOf(path: string): FactPlace | undefined {
  const [first = '', ...rest] = path.split('.');
  const name = rest.join('.');
  const header = /^s3:(x-amz-.+)$/i.exec(name)?.[1];
  if (first === 'context' && header !== undefined) return { part: 'headers', name: header.toLowerCase() };
  if (first === 'request')
    return Object.hasOwn(requestFacts.shape, name) ? { part: 'request', field: name } : undefined;
  if (first === 'grant')
    return Object.hasOwn(grantFacts.shape, name) ? { part: 'grant', field: name } : undefined;
  if (first === 'headers') return /^[a-z0-9-]+$/.test(name) ? { part: 'headers', name } : undefined;
  if (first === 'context') return /^[a-z0-9]+:\S+$/i.test(name) ? { part: 'context', name } : undefined;
  const parts = path.split('.');
  return schemaAt(snapshotSchema, parts) === undefined ? undefined : { part: 'snapshot', path: parts };
}

export type FactOutcome =
  | { readonly outcome: 'told'; readonly evidence: Evidence }
  /** Known already: what was read counts more than what a person says. */
  | { readonly outcome: 'known' }
  | { readonly outcome: 'refused'; readonly why: string };

/** Adds one fact to the evidence, as an answer's. The evidence given stays as it is. */
export function tellFact(evidence: Evidence, path: string, value: unknown): FactOutcome {
  const place = placeOf(path);
  if (place === undefined) return { outcome: 'refused', why: 'no such fact' };
  if (isKnownAt(evidence, place)) return { outcome: 'known' };
  const told =
    place.part === 'snapshot'
      ? intoSnapshot(evidence, place.path, value)
      : intoRequest(evidence, place, value);
  if (typeof told === 'string') return { outcome: 'refused', why: told };
  const answered = new Set([...(evidence.answered ?? []), path]);
  return { outcome: 'told', evidence: { ...nowAvailable(told, path), answered } };
}

/** What a person has told does not count as unread any more. */
function nowAvailable(evidence: Evidence, path: string): Evidence {
  const { unavailable, ...snapshot } = evidence.snapshot;
  if (unavailable?.some(({ field }) => field === path) !== true) return evidence;
  return {
    ...evidence,
    snapshot: { ...snapshot, unavailable: unavailable.filter(({ field }) => field !== path) },
  };
}

/** Whether a fact needs no asking any more. */
export function isFactKnown(evidence: Evidence, diagnosis: Diagnosis, path: string): boolean {
  // Of somebody who was refused a role, what S3 would have been asked is of no account.
  if (path.startsWith('request.') && isAboutRoles(evidence.error?.action ?? '')) return true;
  if (path === 'request.crossAccount' && isAccountSettled(evidence, diagnosis)) return true;
  if (path === 'request.operation' && diagnosis.request.operation !== undefined) return true;
  if (path === 'request.principal' && diagnosis.request.principal !== undefined) return true;
  const place = placeOf(path);
  return place === undefined || isKnownAt(evidence, place);
}

/** Nobody in particular has no account. */
function isAccountSettled({ request }: Evidence, diagnosis: Diagnosis): boolean {
  return diagnosis.request.crossAccount !== undefined || request.principal === 'anonymous';
}

function isKnownAt(evidence: Evidence, place: FactPlace): boolean {
  return valueAt(evidence, place) !== undefined;
}

/** What is known at a path; `null`: known to be absent; undefined: nothing is known there. */
export function factAt(evidence: Evidence, path: string): unknown {
  const place = placeOf(path);
  return place === undefined ? undefined : valueAt(evidence, place);
}

function valueAt(evidence: Evidence, place: FactPlace): unknown {
  switch (place.part) {
    case 'request':
      return Reflect.get(evidence.request, place.field);
    case 'grant':
      return Reflect.get(evidence.grant ?? {}, place.field);
    case 'headers':
      return evidence.request.headers[place.name];
    case 'context': {
      const key = contextKeyOf(evidence, place.name);
      return key === undefined ? undefined : evidence.request.context[key];
    }
    case 'snapshot':
      return valueInSnapshot(evidence.snapshot, place.path);
    default:
      return assertNever(place, 'place of a fact');
  }
}

/** Condition keys are the same whatever their case. */
function contextKeyOf(evidence: Evidence, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.keys(evidence.request.context).find((key) => key.toLowerCase() === wanted);
}

/** `null` on the way says that there is none of it: known. */
function valueInSnapshot(snapshot: unknown, path: readonly string[]): unknown {
  let found = snapshot;
  for (const part of path) {
    if (typeof found !== 'object' || found === null) return found;
    found = Reflect.get(found, part);
  }
  return found;
}

function intoRequest(
  evidence: Evidence,
  place: Exclude<FactPlace, { part: 'snapshot' }>,
  value: unknown,
): Evidence | string {
  const { request } = evidence;
  if (place.part === 'grant') {
    const checked = grantFacts.safeParse({ [place.field]: value });
    return checked.success
      ? { ...evidence, grant: { ...evidence.grant, ...checked.data } }
      : firstIssue(checked.error);
  }
  if (place.part === 'request') {
    const checked = requestFacts.safeParse({ [place.field]: value });
    return checked.success
      ? { ...evidence, request: { ...request, ...checked.data } }
      : firstIssue(checked.error);
  }
  const checked = values.safeParse(value);
  if (!checked.success) return 'it should be text, a list of texts, or null for: known to be absent';
  const list = typeof checked.data === 'string' ? [checked.data] : checked.data;
  return {
    ...evidence,
    request: { ...request, [place.part]: { ...request[place.part], [place.name]: list } },
  };
}

function intoSnapshot(evidence: Evidence, path: readonly string[], value: unknown): Evidence | string {
  const checked = snapshotSchema.safeParse(setIn(evidence.snapshot, path, value));
  return checked.success ? { ...evidence, snapshot: checked.data } : firstIssue(checked.error);
}

function setIn(target: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value;
  const object = typeof target === 'object' && target !== null ? target : {};
  return { ...object, [first]: setIn(Reflect.get(object, first), rest, value) };
}

function firstIssue(error: z.ZodError): string {
  return error.issues[0]?.message ?? 'a wrong value';
}
