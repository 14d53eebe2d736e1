import type { webApi } from '@slack/bolt';
import type { Card } from '../card/card.js';
import { definedFields } from '../conversation/fields.js';
import type { Actor, Place } from '../conversation/investigation.js';
import type { Delivery, Surface } from '../conversation/surface.js';
import type { Logger } from '../ops/logging.js';
import { createChannelGate } from './channel-gate.js';
import { openDirect, permalinkOf, type Posted, postEphemeral, postMessage, updateMessage } from './chat.js';
import type { ClientFor } from './types.js';
import { classifyFailure, toDelivery } from './delivery.js';
import { isDirect, isPerson } from './origin.js';
import { escapeText, renderRich } from './render/mrkdwn.js';
import { type RenderedMessage, renderMessage } from './render/message.js';
import { sleep } from './sleep.js';
import { type Attached, createThreadFiles, hasLostFile, type ThreadFiles } from './thread-files.js';
import { withdrawMessage } from './withdraw.js';

type WebClient = webApi.WebClient;

export interface SlackSurfaceOptions {
  /** The Web API as the bot of this workspace. */
  readonly clientFor: ClientFor;
  readonly logger: Logger;
}

/** Code above this many characters (about a section) is attached as a file. */
const CODE_IN_MESSAGE = 2900;

/** The living message, the support post and private lines, on Slack. */
export function createSlackSurface({ clientFor, logger }: SlackSurfaceOptions): Surface {
  const files = createThreadFiles(logger);
  const gate = createChannelGate();
  const deliver = <T>(owner: Actor, channel: string, work: (client: WebClient) => Promise<T>) =>
    gate.run(`${owner.workspace}/${channel}`, () =>
      settled(async () => work(await clientFor(owner.workspace))),
    );
  return {
    // Rendering stands outside of `deliver`: what it throws is a bug, and no later attempt mends it.
    show: async (owner, place, card) => {
      const message = renderFor(card, place);
      let unfinished: Attached['unfinished'];
      const delivery = await deliver(owner, place.channel, async (client) => {
        const shown = await show(client, owner, place, message);
        if (message.files.length === 0) return shown;
        const result = await files.attach(client, shown, message.files);
        unfinished = result.unfinished;
        const now = { ...shown, attached: result.attached };
        if (hasLostFile(now, message.files)) await updateMessage(client, shown, renderFor(card, now));
        return now;
      });
      return delivery.outcome === 'delivered' ? { ...delivery, ...definedFields({ unfinished }) } : delivery;
    },
    postSupport: async (owner, channel, card) =>
      deliver(owner, channel, async (client) => {
        const message = renderFor(card, {});
        const posted = await postMessage(client, { channel, direct: false }, message);
        await attachToPost(files, client, posted, card);
        const permalink = await permalinkOf(client, posted);
        return { message: posted.message, ...(permalink === undefined ? {} : { permalink }) };
      }),
    notify: (owner, place, userId, text) =>
      deliver(owner, place.channel, (client) => notify(client, place, userId, renderRich(text))),
    more: {
      reply: async (owner, channel, thread, card) => {
        const message = renderMessage(card);
        return deliver(
          owner,
          channel,
          async (client): Promise<undefined> =>
            void (await postMessage(client, { channel, thread, direct: false }, message)),
        );
      },
      withdraw: (owner, place, because) =>
        deliver(owner, place.channel, async (client) => {
          await files.remove(client, place.attached ?? []);
          return withdrawMessage(client, place, because);
        }),
    },
  };
}

async function settled<T>(work: () => Promise<T>): Promise<Delivery<T>> {
  try {
    return { outcome: 'delivered', value: await work() };
  } catch (error) {
    return toDelivery(classifyFailure(error));
  }
}

/** With what is too long for the message in files; without, where one of them could not be attached. */
function renderFor(card: Card, place: Pick<Place, 'attached'>): RenderedMessage {
  const message = renderMessage(card, { fileAbove: CODE_IN_MESSAGE });
  return hasLostFile(place, message.files) ? renderMessage(card) : message;
}

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;

/**
 * The post is out and nobody comes back to it: a few attempts, then the code stands in the post itself, shortened. Never rejects.
 */
async function attachToPost(
  files: ThreadFiles,
  client: WebClient,
  posted: Posted,
  card: Card,
): Promise<void> {
  const message = renderFor(card, {});
  if (message.files.length === 0) return;
  let result = await files.attach(client, posted, message.files);
  while (result.unfinished !== undefined) {
    const pause = Math.min(result.unfinished.afterMs ?? PAUSE_MS, LONGEST_PAUSE_MS);
    await sleep(pause, NEVER);
    result = await files.attach(client, { ...posted, attached: result.attached }, message.files);
  }
  const now = { attached: result.attached };
  if (hasLostFile(now, message.files))
    await updateMessage(client, posted, renderFor(card, now)).catch(() => undefined);
}

const NEVER = new AbortController().signal;

async function show(
  client: WebClient,
  owner: Actor,
  place: Place,
  message: RenderedMessage,
): Promise<Posted> {
  if (place.message === undefined) return postAnew(client, owner, place, message);
  const posted = { ...place, message: place.message };
  try {
    await updateMessage(client, posted, message);
    return await withPermalink(client, posted);
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind !== 'message_lost' && failure.kind !== 'cannot_post_here') throw error;
    const { message: _lost, permalink: _stale, attached: _there, ...anew } = place;
    return postAnew(client, owner, anew, message);
  }
}

/** Posts where it was started; where that cannot be, in a direct message, with a line that says so. */
async function postAnew(
  client: WebClient,
  owner: Actor,
  place: Place,
  message: RenderedMessage,
): Promise<Posted> {
  if (isPerson(place.channel)) return postDirect(client, place.channel, message);
  try {
    return await withPermalink(client, await postMessage(client, place, message));
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'thread_lost' && place.thread !== undefined) {
      const { thread: _lost, ...channel } = place;
      return postAnew(client, owner, channel, message);
    }
    if (failure.kind !== 'cannot_post_here') throw error;
    return postDirect(client, owner.userId, message, explainDetour(place.channel, failure.reason));
  }
}

/** `because`: a line on why it is here. It follows the message and may fail: the message itself must not be posted twice for it. */
async function postDirect(
  client: WebClient,
  userId: string,
  message: RenderedMessage,
  because?: string,
): Promise<Posted> {
  const place = { channel: await openDirect(client, userId), direct: true };
  const posted = await postMessage(client, place, message);
  if (because !== undefined) await postMessage(client, place, { text: because }).catch(() => undefined);
  return posted;
}

function explainDetour(channel: string, reason: string): string {
  const where = isDirect(channel) ? 'that conversation' : `<#${escapeText(channel)}>`;
  const why = reason.endsWith('is_archived') ? 'it is archived' : 'I am not a member, or may not write there';
  return `I cannot post in ${where} (${why}), so your answer is here.`;
}

/** In a channel, the way back to the conversation; asked for again with the next update where Slack did not give it. */
async function withPermalink(client: WebClient, posted: Posted): Promise<Posted> {
  if (posted.direct || posted.permalink !== undefined) return posted;
  const permalink = await permalinkOf(client, posted);
  return permalink === undefined ? posted : { ...posted, permalink };
}

async function notify(client: WebClient, place: Place, userId: string, text: string): Promise<undefined> {
  try {
    if (!isPerson(place.channel)) {
      await postEphemeral(client, place, userId, text);
      return;
    }
  } catch (error) {
    if (classifyFailure(error).kind === 'passing') throw error;
  }
  await postMessage(client, { channel: await openDirect(client, userId), direct: true }, { text });
}
