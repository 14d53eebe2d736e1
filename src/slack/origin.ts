import { z } from 'zod';
import { definedFields } from '../conversation/fields.js';
import type { Place } from '../conversation/investigation.js';
import { isInvestigationId } from './ids.js';
import { within } from './limits.js';

/** Where an investigation is to live, and which one a form edits. */
export interface Origin {
  /** Absent: nowhere in particular, so in a direct message. */
  readonly channel?: string;
  readonly thread?: string;
  /** The investigation whose details are edited; absent: a new one. */
  readonly edits?: string;
  /** Whom the form named as the one who was denied, though nobody had said so this time. */
  readonly suggested?: string;
}

/** An origin as a form's `private_metadata`: it has been out of our hands, so what comes back may hold nothing else. */
const metadataSchema = z.strictObject({
  v: z.literal(1),
  channel: z
    .string()
    .regex(/^[\w-]{2,80}$/)
    .optional(),
  thread: z
    .string()
    .regex(/^[\d.]{1,40}$/)
    .optional(),
  edits: z.string().refine(isInvestigationId).optional(),
  suggested: z.string().max(2_048).optional(),
});

export function writeOrigin(origin: Origin): string {
  return within('privateMetadata', JSON.stringify({ v: 1, ...origin }));
}

export function readOrigin(metadata: string): Origin | undefined {
  try {
    const { channel, thread, edits, suggested } = metadataSchema.parse(JSON.parse(metadata));
    return definedFields({ channel, thread, edits, suggested });
  } catch {
    return undefined;
  }
}

/**
 * The place for an investigation. Without a channel it is the person's user id, which the surface turns into a direct message when it
 * posts: no call to Slack stands between a person's click and its being taken.
 */
export function placeOf(origin: Origin, userId: string): Place {
  const { channel, thread } = origin;
  if (channel === undefined) return { channel: userId, direct: true };
  return { channel, ...definedFields({ thread }), direct: isDirect(channel) };
}

export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Whether a place names a person rather than a conversation. */
export function isPerson(channel: string): boolean {
  return /^[UW]/.test(channel);
}
