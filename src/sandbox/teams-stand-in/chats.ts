import { z } from 'zod';
import { createId } from '../slack-stand-in/ids.js';

/** What is read of an activity that the bot sends. */
const activitySchema = z.looseObject({
  text: z.string().optional(),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown() })).optional(),
});

export interface TeamsMessage {
  readonly id: string;
  readonly conversation: string;
  readonly fromBot: boolean;
  readonly text: string;
  /** An Adaptive Card. */
  readonly card: unknown;
}

export interface TeamsChange {
  readonly kind: 'teams.saved';
  readonly message: TeamsMessage;
}

/** The chats of the made-up Teams, in memory. */
export interface Chats {
  messages(): readonly TeamsMessage[];
  say(conversation: string, text: string): TeamsMessage;
  /** What the Bot Connector answers; undefined: it has no such path. */
  serve(method: string, path: string, body: unknown): ConnectorAnswer | undefined;
}

export interface ConnectorAnswer {
  readonly status: number;
  readonly body: object;
}

/** https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference */
const ACTIVITIES = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const CARD = 'application/vnd.microsoft.card.adaptive';

export function chatWith(userId: string): string {
  return `a:${userId}`;
}

export function createChats(changed: (change: TeamsChange) => void): Chats {
  const messages = new Map<string, TeamsMessage>();
  function save(message: TeamsMessage): TeamsMessage {
    messages.set(message.id, message);
    changed({ kind: 'teams.saved', message });
    return message;
  }
  return {
    messages: () => [...messages.values()],
    say: (conversation, text) => save({ id: createId('m'), conversation, fromBot: false, text, card: null }),
    serve(method, path, body) {
      if (method === 'POST' && path === '/v3/conversations') return openChat(body);
      const [, conversation, updated] = (ACTIVITIES.exec(path) ?? []).map((part) =>
        decodeURIComponent(part ?? ''),
      );
      const activity = activitySchema.safeParse(body);
      if (conversation === undefined || !activity.success) return undefined;
      const { text = '', attachments = [] } = activity.data;
      const card = attachments.find(({ contentType }) => contentType === CARD)?.content ?? null;
      const id = method === 'PUT' && updated !== undefined && updated !== '' ? updated : createId('m');
      save({ id, conversation, fromBot: true, text, card });
      return { status: method === 'PUT' ? 200 : 201, body: { id } };
    },
  };
}

const opening = z.looseObject({ members: z.array(z.looseObject({ id: z.string() })).optional() });

function openChat(body: unknown): ConnectorAnswer | undefined {
  const [member] = opening.safeParse(body).data?.members ?? [];
  return member === undefined
    ? undefined
    : { status: 201, body: { id: chatWith(member.id), activityId: '' } };
}
