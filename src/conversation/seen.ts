import { createHash } from 'node:crypto';

/**
 * How many events of one investigation are remembered. Slack repeats one within five minutes at most; nobody makes more clicks on
 * one message in that time.
 */
export const SEEN_LIMIT = 64;

/** An event's id as it is remembered: 72 bits of it. */
export function eventMark(eventId: string): string {
  return createHash('sha256').update(eventId).digest('base64url').slice(0, 12);
}
