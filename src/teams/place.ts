import { z } from 'zod';
import type { Place } from '../conversation/investigation.js';

/** In the place of a conversation's id: the person's own chat with the bot, whose id only the Connector knows. */
export const OWN_CHAT = '';

/** Where and with whom a conversation is, as the Bot Connector needs it to write there later. */
const whereSchema = z.object({
  serviceUrl: z.url(),
  /** `a:…` (personal), `19:…@thread.tacv2;messageid=…` (a channel's thread), `19:…@thread.v2` (a group chat). */
  conversation: z.string(),
  tenant: z.string().min(1),
  bot: z.string().min(1),
  /** The team whose channel it is. */
  team: z.string().optional(),
  /** Who started it. */
  person: z.object({ id: z.string(), name: z.string() }),
});
export type Where = z.infer<typeof whereSchema>;

/** A place's `channel` is what rules name, the conversation without its thread; `thread` is opaque to all but this surface. */
export function writePlace(where: Where, direct: boolean): Place {
  const [channel = ''] = where.conversation.split(';');
  return { channel: channel === OWN_CHAT ? where.person.id : channel, thread: JSON.stringify(where), direct };
}

/** undefined: not a place that this surface has written. */
export function readPlace({ thread = '' }: Place): Where | undefined {
  try {
    return whereSchema.parse(JSON.parse(thread));
  } catch {
    return undefined;
  }
}

/** A link to a message. https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
export function linkTo({ conversation, tenant }: Where, message: string): string {
  const thread = conversation.split(';')[0] ?? conversation;
  const link = `https://teams.microsoft.com/l/message/${encodeURIComponent(thread)}/${encodeURIComponent(message)}`;
  return `${link}?tenantId=${encodeURIComponent(tenant)}`;
}
