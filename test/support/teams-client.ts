import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../conversation/support/rig.js';
import type { BotConnector, Sent } from './bot-connector.js';

export const TENANT = '00000000-0000-4000-8000-000000000001';
/** A thread of a channel. */
export const THREAD = '19:general@thread.tacv2;messageid=1';
/** The team whose channel that is. */
const TEAM = '19:team@thread.tacv2';
export const GROUP_CHAT = '19:group@thread.v2';

export interface Person {
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
}
export const JANE: Person = { id: '29:jane', aadObjectId: 'aad-jane', name: 'Jane' };
export const JOE: Person = { id: '29:joe', aadObjectId: 'aad-joe', name: 'Joe' };

const answerSchema = z.object({
  statusCode: z.number().optional(),
  type: z.string().optional(),
  value: z.unknown().optional(),
  task: z
    .object({
      type: z.string(),
      value: z.union([z.string(), z.looseObject({ card: z.unknown().optional() })]),
    })
    .optional(),
});

export interface Answer {
  readonly status: number;
  readonly body: z.infer<typeof answerSchema> | undefined;
}

/** Teams as one person uses it, in one conversation: sends activities to the bot as Teams would. */
export class TeamsClient {
  /** Another process of the bot may take over. */
  bot: string;
  readonly #connector: BotConnector;
  readonly #person: Person;
  readonly #conversation: string;

  constructor(
    bot: string,
    connector: BotConnector,
    person: Person,
    conversation = `a:${person.aadObjectId}`,
  ) {
    this.bot = bot;
    this.#connector = connector;
    this.#person = person;
    this.#conversation = conversation;
  }

  write(text: string, id: string = randomUUID()): Promise<Answer> {
    return this.send({ type: 'message', text, id });
  }

  /** `Action.Execute`. */
  execute(data: object, id: string = randomUUID(), trigger = 'manual'): Promise<Answer> {
    const action = { type: 'Action.Execute', verb: 'x', data };
    return this.send({ type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger }, id });
  }

  /** The same on this very message. */
  executeOn(message: string, data: object, trigger = 'manual'): Promise<Answer> {
    const value = { action: { type: 'Action.Execute', verb: 'x', data }, trigger };
    const about = { name: 'adaptiveCard/action', id: randomUUID(), replyToId: message };
    return this.send({ type: 'invoke', value, ...about });
  }

  invoke(name: string, value: object): Promise<Answer> {
    return this.send({ type: 'invoke', name, value, id: randomUUID() });
  }

  async send(activity: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const conversationType = kindOf(this.#conversation);
    const response = await fetch(`${this.bot}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        channelId: 'msteams',
        serviceUrl: this.#connector.url,
        from: this.#person,
        recipient: { id: '28:bot', name: 's3denied' },
        conversation: {
          id: this.#conversation,
          tenantId: TENANT,
          conversationType,
        },
        channelData: {
          tenant: { id: TENANT },
          ...(conversationType === 'channel' ? { team: { id: TEAM } } : {}),
        },
        ...activity,
      }),
    });
    const body = await response.text();
    const parsed = body.startsWith('{') ? answerSchema.parse(JSON.parse(body)) : undefined;
    return { status: response.status, body: parsed };
  }
}

function kindOf(conversation: string): 'personal' | 'groupChat' | 'channel' {
  if (conversation.startsWith('a:')) return 'personal';
  return conversation === GROUP_CHAT ? 'groupChat' : 'channel';
}

/** What the bot has written since this was made, but for what it wrote elsewhere: the living card as Teams shows it. */
export class LivingCard {
  readonly #connector: BotConnector;
  readonly #conversation: string;
  readonly #from: number;

  constructor(connector: BotConnector, conversation: string = `a:${JANE.aadObjectId}`) {
    this.#connector = connector;
    this.#conversation = conversation;
    this.#from = connector.sent.length;
  }

  get shows(): readonly Sent[] {
    return this.#connector.sent
      .slice(this.#from)
      .filter(({ conversation }) => conversation === this.#conversation);
  }

  get card(): unknown {
    return this.shows.findLast(({ activity }) => activity.attachments !== undefined)?.activity
      .attachments?.[0]?.content;
  }

  get words(): string {
    return wordsIn(this.card);
  }

  get actions(): readonly SentAction[] {
    return actionsOf(this.card);
  }

  /** The step that is asked now. */
  get asked(): string | undefined {
    return this.actions.find(({ block }) => block.startsWith('question:'))?.block;
  }

  /** What a click on the action with this id sends. */
  click(action: string): Record<string, unknown> {
    const found = this.actions.find((each) => each.action === action);
    if (found === undefined)
      throw new Error(`no action ${action} among ${this.actions.map((each) => each.action).join(', ')}`);
    return found.data;
  }

  async says(words: string | RegExp, withinMs?: number): Promise<void> {
    const holds = () => (typeof words === 'string' ? this.words.includes(words) : words.test(this.words));
    await until(holds, `"${words}" in a card`, withinMs).catch((error: unknown) => {
      throw new Error(`${String(error)}; it says: ${this.words}`);
    });
  }

  /** Resolves with the question's block. */
  async asks(other?: string): Promise<string> {
    await until(() => this.asked !== undefined && this.asked !== other, `a question other than ${other}`);
    return this.asked ?? '';
  }
}

/** One action as it comes back: a menu's choices each as an action of their own. */
export interface SentAction {
  readonly title: string;
  readonly action: string;
  readonly block: string;
  readonly investigation: string;
  /** What Teams sends for it: the action's own data, with the menu's choice beside it. */
  readonly data: Record<string, unknown>;
  readonly opensDialog: boolean;
}

const elementSchema = z.looseObject({
  type: z.string(),
  id: z.string().default(''),
  title: z.string().default(''),
  choices: z.array(z.object({ value: z.string(), title: z.string() })).default([]),
  data: z.record(z.string(), z.unknown()).optional(),
});
type Element = z.infer<typeof elementSchema>;

function elementsIn(value: unknown): readonly Element[] {
  if (Array.isArray(value)) return value.flatMap(elementsIn);
  if (typeof value !== 'object' || value === null) return [];
  const element = elementSchema.safeParse(value);
  const inside = Object.entries(value).filter(([name]) => name !== 'fallback' && name !== 'refresh');
  return [...(element.success ? [element.data] : []), ...inside.flatMap(([, child]) => elementsIn(child))];
}

/** Every action of a card, however deep. */
export function actionsOf(card: unknown): readonly SentAction[] {
  const elements = elementsIn(card);
  const menus = new Map(
    elements.flatMap(({ type, id, choices }) => (type === 'Input.ChoiceSet' ? [[id, choices]] : [])),
  );
  return elements.flatMap(({ title, data }): readonly SentAction[] => {
    if (data === undefined) return [];
    const { action = '', block = '', investigation = '', msteams } = data;
    const about = {
      block: String(block),
      investigation: String(investigation),
      opensDialog: msteams !== undefined,
    };
    const choices = menus.get(String(action));
    if (choices === undefined) return [{ title, action: String(action), data, ...about }];
    return choices.map((choice) => ({
      title: choice.title,
      action: `${String(action)}:${choice.value}`,
      data: { ...data, [String(action)]: choice.value },
      ...about,
    }));
  });
}

/** A card without the name of this showing of it, which is never the same. */
export function anyShowing(card: unknown): unknown {
  return JSON.parse(JSON.stringify(card).replaceAll(/,"shown":"[^"]+"/g, ''));
}

/** Everything that a card says. */
export function wordsIn(card: unknown): string {
  if (Array.isArray(card)) return card.map(wordsIn).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  return Object.entries(card)
    .filter(([name]) => name !== 'fallback')
    .map(([name, value]) =>
      typeof value === 'string' && ['text', 'title', 'codeSnippet', 'label'].includes(name)
        ? value
        : wordsIn(value),
    )
    .filter((words) => words !== '')
    .join('\n');
}
