import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const sentSchema = z.looseObject({
  type: z.string(),
  // As strict as Microsoft's Agents Playground, which refuses any other.
  conversation: z.object({
    id: z.string(),
    conversationType: z.enum(['personal', 'groupChat', 'channel']).optional(),
  }),
  replyToId: z.string().optional(),
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(z.object({ contentType: z.string(), content: z.looseObject({}) })).optional(),
});
export type SentActivity = z.infer<typeof sentSchema>;

export interface Sent {
  readonly how: 'posted' | 'updated';
  readonly conversation: string;
  readonly id: string;
  readonly activity: SentActivity;
}

/** How the Connector says no. */
export interface Refusal {
  readonly status: number;
  readonly code?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** It is done all the same. */
  readonly taken?: true;
}

/** A local stand-in of the Bot Connector: records what the bot sends, and fails where the test says so. */
export interface BotConnector {
  readonly url: string;
  readonly sent: readonly Sent[];
  /** The people whose own chat with the bot was asked for. */
  readonly chatsWith: readonly string[];
  /** Answers the next calls so; afterwards as usual. */
  fail(...failures: readonly (number | Refusal)[]): void;
  /** Refuses every activity there for which `refuses` holds, until it is given undefined. */
  rule(refuses: ((conversation: string, activity: SentActivity) => Refusal | undefined) | undefined): void;
  /** What the bot has deleted. */
  readonly deleted: readonly { readonly conversation: string; readonly message: string }[];
  /** Some stand-ins of Teams can not. */
  canDelete(can: boolean): void;
  /** Somebody deletes the message. */
  lose(message: string): void;
  /** The message as it reads now. */
  message(id: string): SentActivity | undefined;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: number | undefined;
}

const ACTIVITIES = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;

export async function startBotConnector(): Promise<BotConnector> {
  const state = new ConnectorState();
  const server = createServer((request, response) => {
    const take = async () => {
      const raw = await text(request);
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const result = state.answer(request.method ?? '', path, raw === '' ? undefined : JSON.parse(raw));
      const wait = result.retryAfter === undefined ? {} : { 'retry-after': String(result.retryAfter) };
      response.writeHead(result.status, { 'content-type': 'application/json', ...wait });
      response.end(JSON.stringify(result.body));
    };
    void take();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    sent: state.sent,
    chatsWith: state.chatsWith,
    fail: (...failures) =>
      void state.failures.push(
        ...failures.map((failure) => (typeof failure === 'number' ? { status: failure } : failure)),
      ),
    rule: (refuses) => {
      state.refuses = refuses ?? (() => undefined);
    },
    deleted: state.deleted,
    canDelete: (can) => {
      state.deletes = can;
    },
    lose: (message) => void state.lost.add(message),
    message: (id) => state.sent.findLast((each) => each.id === id)?.activity,
    close: () => new Promise((resolve) => void (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

class ConnectorState {
  readonly sent: Sent[] = [];
  readonly chatsWith: string[] = [];
  readonly failures: Refusal[] = [];
  readonly lost = new Set<string>();
  readonly deleted: { readonly conversation: string; readonly message: string }[] = [];
  deletes = true;
  refuses: (conversation: string, activity: SentActivity) => Refusal | undefined = () => undefined;
  #count = 0;

  answer(method: string, path: string, body: unknown): Answer {
    const failure = this.failures.shift();
    if (failure !== undefined) return refusal(failure);
    if (method === 'POST' && path === '/v3/conversations') return this.#openChat(body);
    const [, conversation, message] = (ACTIVITIES.exec(path) ?? []).map((part) =>
      decodeURIComponent(part ?? ''),
    );
    if (conversation === undefined) return refusal({ status: 404, code: 'ConversationNotFound' });
    if (method === 'DELETE') return this.#delete(conversation, message ?? '');
    const activity = sentSchema.safeParse(body);
    if (!activity.success) return refusal({ status: 400, code: 'BadArgument' });
    return this.#take(method, conversation, message ?? '', activity.data);
  }

  #openChat(body: unknown): Answer {
    const { members } = z.object({ members: z.tuple([z.object({ id: z.string() })]) }).parse(body);
    const [{ id }] = members;
    this.chatsWith.push(id);
    return { status: 201, body: { id: `a:${id}`, activityId: '' } };
  }

  #delete(conversation: string, message: string): Answer {
    if (!this.deletes) return refusal({ status: 501, code: 'NotImplemented' });
    this.lost.add(message);
    this.deleted.push({ conversation, message });
    return { status: 200, body: {} };
  }

  #take(method: string, conversation: string, message: string, activity: SentActivity): Answer {
    const refused = this.refuses(conversation, activity);
    if (refused !== undefined && refused.taken === undefined) return refusal(refused);
    const updates = method === 'PUT';
    if (updates && this.lost.has(message))
      return refusal({ status: 404, code: 'ActivityNotFoundInConversation' });
    this.#count += 1;
    const id = updates ? message : `m${this.#count}`;
    this.sent.push({ how: updates ? 'updated' : 'posted', conversation, id, activity });
    return refused === undefined ? { status: updates ? 200 : 201, body: { id } } : refusal(refused);
  }
}

function refusal({ status, code = 'Test', retryAfter }: Refusal): Answer {
  return { status, body: { error: { code, message: 'as the test wants it' } }, retryAfter };
}
