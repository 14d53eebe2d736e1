import { createHash, createHmac } from 'node:crypto';

const ID_LENGTH = 16;
const ID_PATTERN = /^inv_[\w-]{16}$/;

/**
 * The id of the investigation that this event starts: the same for every retry of it. With a secret, nobody who knows the event's
 * id can tell the investigation's.
 */
export function investigationIdFor(secret: string, workspace: string, eventId: string): string {
  const digest = createHmac('sha256', secret).update(`${workspace}\n${eventId}`).digest('base64url');
  return `inv_${digest.slice(0, ID_LENGTH)}`;
}

/** Whether a text from outside can be an investigation's id at all. */
export function isInvestigationId(text: string): boolean {
  return ID_PATTERN.test(text);
}

/** A short stable name for any JSON value. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, ID_LENGTH);
}
