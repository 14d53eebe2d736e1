import type { Block } from './block-kit/blocks.js';
import { createId, createTimestamps, type Now } from './ids.js';
import { APP, CHANNELS, PEOPLE, type Person } from './people.js';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  /** Set on a direct conversation with the app: the person. */
  readonly directWith?: string;
  readonly isPrivate: boolean;
  /** A private channel that the app was not invited to does not exist for it. */
  readonly appIsMember: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly snippetType?: string;
  readonly content: string;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly fromApp: boolean;
  /** mrkdwn, as Slack stores it: `&`, `<` and `>` escaped. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly files?: readonly StoredFile[];
  /** Only this person sees it. */
  readonly ephemeralFor?: string;
  readonly edited?: boolean;
}

export type MessageDraft = Omit<Message, 'ts' | 'edited'>;

export type WorkspaceChange =
  | { readonly kind: 'message.saved'; readonly message: Message }
  | { readonly kind: 'message.removed'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'channel.saved'; readonly channel: Channel };

/** Conversations and messages, in memory. */
export interface Workspace {
  channels(): readonly Channel[];
  channel(id: string): Channel | undefined;
  /** What the app can see: by id or, where it is public, by `#name`; a person's id means the direct conversation with them. */
  channelForApp(name: string): Channel | undefined;
  people(): readonly Person[];
  person(id: string): Person | undefined;
  join(id: string): void;
  /** The direct conversation of this person with the app; the same one each time. */
  openDirect(userId: string): Channel;
  messages(): readonly Message[];
  find(channel: string, ts: string): Message | undefined;
  post(draft: MessageDraft): Message;
  replace(message: Message, change: { text?: string; blocks?: readonly Block[] }): Message;
  remove(message: Message): void;
}

const ROOMS: readonly Channel[] = [
  {
    id: CHANNELS.cloudHelp,
    name: 'cloud-help',
    topic: 'Ask about AWS here',
    isPrivate: false,
    appIsMember: true,
  },
  {
    id: CHANNELS.support,
    name: 'support',
    topic: 'Findings for the cloud team',
    isPrivate: false,
    appIsMember: true,
  },
  {
    id: CHANNELS.dataEngineering,
    name: 'data-eng',
    topic: 'Private, and the app was not invited: it answers in a direct message',
    isPrivate: true,
    appIsMember: false,
  },
];

export function createWorkspace(now: Now, changed: (change: WorkspaceChange) => void): Workspace {
  const channels = new Map(ROOMS.map((room) => [room.id, room]));
  const messages = new Map<string, Message>();
  const nextTs = createTimestamps(now);

  function saveChannel(channel: Channel): Channel {
    channels.set(channel.id, channel);
    changed({ kind: 'channel.saved', channel });
    return channel;
  }
  function saveMessage(message: Message): Message {
    messages.set(`${message.channel} ${message.ts}`, message);
    changed({ kind: 'message.saved', message });
    return message;
  }

  function openDirect(userId: string): Channel {
    const open = [...channels.values()].find((channel) => channel.directWith === userId);
    return (
      open ??
      saveChannel({
        id: createId('D'),
        name: APP.realName,
        topic: 'Direct message with the app',
        directWith: userId,
        isPrivate: true,
        appIsMember: true,
      })
    );
  }
  function channelForApp(name: string): Channel | undefined {
    if (PEOPLE.some((person) => person.id === name)) return openDirect(name);
    const all = [...channels.values()].filter((channel) => channel.appIsMember || !channel.isPrivate);
    return all.find((channel) => channel.id === name || (!channel.isPrivate && `#${channel.name}` === name));
  }

  return {
    channels: () => [...channels.values()],
    channel: (id) => channels.get(id),
    people: () => PEOPLE,
    person: (id) => PEOPLE.find((person) => person.id === id),
    join(id) {
      const channel = channels.get(id);
      if (channel !== undefined) saveChannel({ ...channel, appIsMember: true });
    },
    channelForApp,
    openDirect,
    messages: () => [...messages.values()],
    find: (channel, ts) => messages.get(`${channel} ${ts}`),
    post: (draft) => saveMessage({ ...draft, ts: nextTs() }),
    replace: (message, change) => saveMessage({ ...message, ...change, edited: true }),
    remove(message) {
      messages.delete(`${message.channel} ${message.ts}`);
      changed({ kind: 'message.removed', channel: message.channel, ts: message.ts });
    },
  };
}
