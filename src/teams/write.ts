import type { ConversationReference, TurnContext } from 'botbuilder';
import type { TeamsAdapter } from './adapter.js';
import { OWN_CHAT, type Where } from './place.js';

export type Work<T> = (turn: TurnContext) => Promise<T>;

/** Writes where a conversation is, or to whoever started it where that is their own chat with the bot. */
export function write<T>(adapter: TeamsAdapter, where: Where, work: Work<T>): Promise<T> {
  return where.conversation === OWN_CHAT
    ? writeToOwner(adapter, where, work)
    : adapter.write(referenceTo(where), work);
}

export function writeToOwner<T>(adapter: TeamsAdapter, where: Where, work: Work<T>): Promise<T> {
  return adapter.writeTo(where, where.person.id, work);
}

/** A message's own thread in a channel. */
export function threadOf(where: Where, message: string): Where {
  return { ...where, conversation: `${where.conversation};messageid=${message}` };
}

function referenceTo({ serviceUrl, conversation, tenant, bot }: Where): Partial<ConversationReference> {
  return {
    serviceUrl,
    channelId: 'msteams',
    bot: { id: bot, name: 's3denied' },
    conversation: { id: conversation, tenantId: tenant, name: '', ...kindOf(conversation) },
  };
}

/** Teams names three kinds; any other text is refused. */
function kindOf(conversation: string) {
  if (conversation.endsWith('@thread.v2')) return { conversationType: 'groupChat', isGroup: true };
  if (conversation.startsWith('19:')) return { conversationType: 'channel', isGroup: true };
  return { conversationType: 'personal', isGroup: false };
}
