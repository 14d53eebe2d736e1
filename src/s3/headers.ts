/** Reading the headers of RequestFacts: a list: sent; `null`: known not to be sent; not there: unknown. */

import type { RequestFacts } from './types.js';

export type HeaderState =
  | { readonly state: 'sent'; readonly values: readonly string[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

/** `name` in lower case. */
export function headerState(facts: RequestFacts, name: string): HeaderState {
  const values = Object.hasOwn(facts.headers, name) ? facts.headers[name] : undefined;
  if (values === undefined) return { state: 'unknown' };
  if (values === null || values.length === 0) return { state: 'absent' };
  return { state: 'sent', values };
}

/** The first value of a header that was sent. */
export function headerValue(facts: RequestFacts, name: string): string | undefined {
  const header = headerState(facts, name);
  return header.state === 'sent' ? header.values[0] : undefined;
}

export function isSent(facts: RequestFacts, ...names: readonly string[]): boolean {
  return names.some((name) => headerState(facts, name).state === 'sent');
}

/** The five headers that grant by ACL. */
export const GRANT_HEADERS = [
  'x-amz-grant-read',
  'x-amz-grant-write',
  'x-amz-grant-read-acp',
  'x-amz-grant-write-acp',
  'x-amz-grant-full-control',
] as const;
