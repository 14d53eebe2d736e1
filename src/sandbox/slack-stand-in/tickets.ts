import { randomBytes } from 'node:crypto';
import type { Now } from './ids.js';

/** https://docs.slack.dev/interactivity/handling-user-interaction: a trigger_id lives 3 s and works once. */
const TRIGGER_LIFETIME_MS = 3_000;
/** A response_url takes 5 answers within 30 minutes. */
const RESPONSE_URL_LIFETIME_MS = 30 * 60_000;
const RESPONSE_URL_USES = 5;

export type Redemption<T> =
  | { readonly outcome: 'valid'; readonly subject: T }
  | { readonly outcome: 'expired' | 'used_up' | 'unknown' };

/** Things handed out once, good for a time and a number of uses. */
export interface Tickets<T> {
  issue(subject: T): string;
  redeem(ticket: string): Redemption<T>;
}

interface Issued<T> {
  readonly subject: T;
  readonly expiresAt: number;
  usesLeft: number;
}

function createTickets<T>(
  now: Now,
  lifetimeMs: number,
  uses: number,
  name: () => string = () => randomBytes(16).toString('hex'),
): Tickets<T> {
  const issued = new Map<string, Issued<T>>();
  return {
    issue(subject) {
      const ticket = name();
      issued.set(ticket, { subject, expiresAt: now() + lifetimeMs, usesLeft: uses });
      return ticket;
    },
    redeem(ticket) {
      const found = issued.get(ticket);
      if (found === undefined) return { outcome: 'unknown' };
      if (found.usesLeft === 0) return { outcome: 'used_up' };
      if (now() > found.expiresAt) return { outcome: 'expired' };
      found.usesLeft -= 1;
      return { outcome: 'valid', subject: found.subject };
    },
  };
}

/** The person a trigger was made for, and the modal it was made in. */
export interface Trigger {
  readonly userId: string;
  readonly viewId?: string;
}

export function createTriggers(now: Now): Tickets<Trigger> {
  return createTickets(now, TRIGGER_LIFETIME_MS, 1, () => `${now()}.1.${randomBytes(16).toString('hex')}`);
}

/** Where an answer through a response_url goes. */
export interface ResponsePlace {
  readonly userId: string;
  readonly channel: string;
  readonly threadTs?: string;
  /** The message with the button that was clicked, which the answer may replace. */
  readonly messageTs?: string;
}

export function createResponseUrls(now: Now): Tickets<ResponsePlace> {
  return createTickets(now, RESPONSE_URL_LIFETIME_MS, RESPONSE_URL_USES);
}
