import { setTimeout as sleep } from 'node:timers/promises';
import { sendAll } from './raw-client.js';
import { type Button, channelOf, clickRequest, commandRequest, type Conversation } from './requests.js';
import type { SlackStandIn } from './slack-stand-in.js';
import type { SeenCall } from './slack-worker.js';

/** Conversations on their way through the questions, and the clicks that take them on. */
export interface Conversations {
  /** What the bot shows after a click, halfway through the questions. */
  readonly sample: Shown;
  /** Starts so many. */
  start(count: number): Promise<void>;
  /** The next clicks, each of another conversation than those around it. Starts conversations where there are too few. */
  clicks(count: number): Promise<readonly Buffer[]>;
}

/** A message as the bot wrote it. */
export interface Shown {
  readonly channel: string;
  readonly text: string;
  /** Block Kit, as JSON. */
  readonly blocks: string;
}

interface Walker {
  readonly conversation: Conversation;
  step: number;
}

/** Two clicks of one conversation are so many clicks of others apart: its message has been updated by then. */
const APART = 300;
const AT_ONCE = 16;
const PATIENCE_MS = 60_000;

/** All are started on the process that listens at `port`. */
export async function createConversations(port: number, slack: SlackStandIn): Promise<Conversations> {
  let started = 0;
  const start = async (count: number): Promise<readonly Opened[]> => {
    const opened = await openConversations(port, slack, started + 1, count);
    started += count;
    return opened;
  };
  const [probe] = await start(1);
  if (probe === undefined) throw new Error('no conversation was started');
  const { walk, shown } = await learnWalk(port, slack, probe);
  const queue: Walker[] = [];
  const next = async (): Promise<Buffer> => {
    if (queue.length < APART) {
      const more = await start(APART);
      queue.push(...more.map(({ conversation }) => ({ conversation, step: 0 })));
    }
    const walker = queue.shift();
    const button = walker && walk[walker.step];
    if (walker === undefined || button === undefined) throw new Error('no conversation is left');
    walker.step += 1;
    if (walker.step < walk.length) queue.push(walker);
    return clickRequest(walker.conversation, button);
  };
  return {
    sample: shown[Math.floor(shown.length / 2)] ?? probe.shown,
    start: async (count) => void (await start(count)),
    clicks: async (count) => {
      const requests: Buffer[] = [];
      while (requests.length < count) requests.push(await next());
      return requests;
    },
  };
}

interface Opened {
  readonly conversation: Conversation;
  readonly shown: Shown;
}

async function openConversations(
  port: number,
  slack: SlackStandIn,
  first: number,
  count: number,
): Promise<readonly Opened[]> {
  const indexes = Array.from({ length: count }, (_, offset) => first + offset);
  const seen = await slack.watch(async (calls) => {
    await sendAll(port, indexes.map(commandRequest), AT_ONCE);
    await until(() => showsIn(calls, 'chat.postMessage').length >= count, 'every conversation is shown');
  });
  const posts = new Map(showsIn(seen, 'chat.postMessage').map((shown) => [shown.channel, shown]));
  return indexes.map((index) => {
    const shown = posts.get(channelOf(index));
    const investigationId = /"value":"([^"]+)"/.exec(shown?.blocks ?? '')?.[1];
    if (shown === undefined || investigationId === undefined)
      throw new Error('a conversation has no buttons');
    return { conversation: { index, investigationId }, shown };
  });
}

/** Answers "not sure" to every question, and remembers which they were: equal beginnings lead to equal questions. */
async function learnWalk(port: number, slack: SlackStandIn, { conversation, shown }: Opened) {
  const walk: Button[] = [];
  const shows: Shown[] = [];
  await slack.watch(async (calls) => {
    for (let button = questionIn(shown); button !== undefined; button = questionIn(shows.at(-1))) {
      walk.push(button);
      await sendAll(port, [clickRequest(conversation, button)], 1);
      await until(() => showsIn(calls, 'chat.update').length >= walk.length, 'the next question');
      shows.push(...showsIn(calls, 'chat.update').slice(-1));
    }
  });
  return { walk, shown: shows };
}

function questionIn(shown: Shown | undefined): Button | undefined {
  const blockId = /"block_id":"(question:[^"]+)"/.exec(shown?.blocks ?? '')?.[1];
  return blockId === undefined ? undefined : { blockId, actionId: 'answer:unsure' };
}

function showsIn(calls: readonly SeenCall[], method: string): readonly Shown[] {
  return calls
    .filter((call) => call.method === method)
    .map(({ body }) => {
      const fields = new URLSearchParams(body);
      const [channel = '', text = '', blocks = ''] = ['channel', 'text', 'blocks'].map(
        (name) => fields.get(name) ?? '',
      );
      return { channel, text, blocks };
    });
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
    await sleep(2);
  }
}
