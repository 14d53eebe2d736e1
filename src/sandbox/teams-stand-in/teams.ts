import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { messageOf } from '../../errors.js';
import { failed, type InteractionOutcome } from '../slack-stand-in/interactions/context.js';
import type { Person } from '../slack-stand-in/people.js';
import { parseJson } from '../slack-stand-in/request-body.js';
import type { StandInState } from '../slack-stand-in/state.js';
import { chatWith } from './chats.js';

const TEAMS_TENANT = '00000000-0000-4000-8000-000000000001';
export const TEAMS_SUPPORT = '19:support@thread.tacv2';
/** Where the Bot Connector is served, behind the page's own origin. */
export const CONNECTOR = '/connector';

const user = z.string();
const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), user }),
  z.strictObject({ kind: z.literal('message'), user, text: z.string().min(1).max(40_000) }),
  z.strictObject({
    kind: z.literal('invoke'),
    user,
    name: z.enum(['adaptiveCard/action', 'task/fetch', 'task/submit']),
    value: z.record(z.string(), z.unknown()),
  }),
]);
type Action = z.infer<typeof actionSchema>;

export type TeamsOutcome = InteractionOutcome | { readonly outcome: 'answered'; readonly body: unknown };

export interface TeamsStandIn {
  /** Undefined where the request is malformed. */
  perform(body: unknown): Promise<TeamsOutcome | undefined>;
  /** An activity of some other stand-in of Teams on this machine, such as Microsoft's Agents Playground. */
  receive(activity: unknown): Promise<BotAnswer>;
}

interface BotAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Teams, as far as the bot can tell: sends activities to the bot's `/api/messages`. `start` has the bot listen there. */
export function createTeamsStandIn(options: {
  readonly state: StandInState;
  readonly botUrl: () => string | undefined;
  readonly start: () => Promise<void>;
}): TeamsStandIn {
  const { state } = options;
  return {
    async perform(body) {
      const parsed = actionSchema.safeParse(body);
      if (!parsed.success) return undefined;
      const person = state.workspace.person(parsed.data.user);
      if (person === undefined) return failed('Nobody here has that id.');
      await options.start();
      const activity = activityOf(parsed.data);
      if (parsed.data.kind === 'message') state.chats.say(chatWith(person.id), parsed.data.text);
      const answer = await send(state, options.botUrl(), { ...addressOf(state, person), ...activity });
      return answer.status >= 200 && answer.status < 300
        ? { outcome: 'answered', body: answer.body ?? null }
        : failed(`The bot answered: ${answer.said}`);
    },
    async receive(activity) {
      await options.start();
      return send(state, options.botUrl(), activity);
    },
  };
}

function activityOf(action: Action): { readonly type: string } & Readonly<Record<string, unknown>> {
  if (action.kind === 'invoke') return { type: 'invoke', name: action.name, value: action.value };
  if (action.kind === 'message') return { type: 'message', text: action.text };
  return { type: 'conversationUpdate', membersAdded: [BOT] };
}

const BOT = { id: '28:s3denied', name: 's3denied' };

function addressOf({ origin }: StandInState, { id, realName }: Person) {
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: `${origin}${CONNECTOR}/`,
    from: { id, aadObjectId: id, name: realName },
    recipient: BOT,
    conversation: { id: chatWith(id), tenantId: TEAMS_TENANT, conversationType: 'personal' },
    channelData: { tenant: { id: TEAMS_TENANT } },
  };
}

const named = z.looseObject({ type: z.string(), name: z.string().optional() });

/** The bot's answer, with a line about it for whoever looks on. */
async function send(
  state: StandInState,
  botUrl: string | undefined,
  activity: unknown,
): Promise<BotAnswer & { readonly said: string }> {
  if (botUrl === undefined) return { status: 503, body: undefined, said: 'nothing: it has not started' };
  const { name, type } = named.safeParse(activity).data ?? { type: 'no activity' };
  const started = performance.now();
  const answer = await post(new URL('/api/messages', botUrl), activity);
  state.exchanges.add({
    way: 'to_bot',
    what: name ?? type,
    request: activity,
    response: answer.body,
    outcome: answer.said,
    ms: performance.now() - started,
  });
  return answer;
}

async function post(url: URL, activity: unknown) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity ?? null),
      signal: AbortSignal.timeout(15_000),
    });
    const body = parseJson(await response.text());
    return { status: response.status, said: `HTTP ${response.status}`, body };
  } catch (error) {
    return { status: 502, said: messageOf(error), body: undefined };
  }
}
