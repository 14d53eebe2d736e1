import { randomBytes } from 'node:crypto';
import { fingerprintOf } from '../conversation/ids.js';
import type { Incoming } from './incoming.js';

/** A new name for one showing of a card or a form. */
export function newShowing(): string {
  return randomBytes(6).toString('base64url');
}

/**
 * The event's id of what somebody did on one showing of a card or a form, so that it counts once. Teams repeats an activity under its id;
 * but its clients, where nobody answers within 5 s, send another one, twice.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
 */
export function eventOn(
  { eventId, actor }: Pick<Incoming, 'eventId' | 'actor'>,
  shown: string | undefined,
  what: readonly unknown[] = [],
): string {
  if (shown === undefined) return eventId;
  return `teams:shown:${fingerprintOf([actor.workspace, actor.userId, shown, ...what])}`;
}
