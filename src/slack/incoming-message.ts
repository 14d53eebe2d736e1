import { z } from 'zod';
import { textOfMessage } from './message-text.js';
import { isDirect, type Origin } from './origin.js';

/** What we read of `message.im` and `app_mention`. https://docs.slack.dev/reference/events/message.im */
const eventSchema = z.object({
  event_id: z.string().min(1),
  event: z.looseObject({
    type: z.enum(['message', 'app_mention']),
    user: z.string().min(1),
    channel: z.string().min(1),
    channel_type: z.string().optional(),
    ts: z.string(),
    thread_ts: z.string().optional(),
    subtype: z.string().optional(),
    bot_id: z.string().nullish(),
    edited: z.unknown().optional(),
    hidden: z.boolean().optional(),
  }),
});

export interface IncomingMessage {
  readonly kind: 'mention' | 'direct_message';
  readonly eventId: string;
  readonly userId: string;
  /** Without the mention of the bot. */
  readonly text: string;
  readonly origin: Origin;
}

/** A person's own new words to the bot. undefined for all else: bots (itself too), edits, deletions, joins, other conversations. */
export function readIncomingMessage(body: unknown): IncomingMessage | undefined {
  const parsed = eventSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { event_id: eventId, event } = parsed.data;
  const byPerson = event.bot_id == null && (event.subtype === undefined || event.subtype === 'file_share');
  if (!byPerson || event.edited != null || event.hidden === true) return undefined;
  if (event.type === 'message' && event.channel_type !== 'im') return undefined;
  const text = textOfMessage(event)
    .replaceAll(/<@[UW]\w+(?:\|[^>]*)?>/g, ' ')
    .trim();
  const kind = event.type === 'message' ? 'direct_message' : 'mention';
  return { kind, eventId, userId: event.user, text, origin: originOf(event) };
}

/** In a channel the answer goes into a thread, under the mention if there is none yet; in a direct message it stands by itself. */
function originOf(event: { channel: string; ts: string; thread_ts?: string | undefined }): Origin {
  const thread = event.thread_ts ?? (isDirect(event.channel) ? undefined : event.ts);
  return { channel: event.channel, ...(thread === undefined ? {} : { thread }) };
}
