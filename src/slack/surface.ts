import type { webApi } from '@slack/bolt';
import type { Actor, Place } from '../conversation/investigation.js';
import type { Delivery, Surface } from '../conversation/surface.js';
import type { Logger } from '../ops/logging.js';
import { openDirect, permalinkOf, type Posted, postEphemeral, postMessage, updateMessage } from './chat.js';
import { classifyFailure, toDelivery } from './delivery.js';
import { isDirect, isPerson } from './origin.js';
import { escapeText, renderRich } from './render/mrkdwn.js';
import { type RenderedMessage, renderMessage } from './render/message.js';
import { createThreadFiles } from './thread-files.js';

type WebClient = webApi.WebClient;

export interface SlackSurfaceOptions {
  /** The Web API as the bot of this workspace. */
  readonly clientFor: (workspace: string) => WebClient;
  readonly logger: Logger;
}

/** Code in a support post above this many characters is attached as a file. */
const SUPPORT_CODE_IN_MESSAGE = 2900;

/** The living message, the support post and private lines, on Slack. */
export function createSlackSurface({ clientFor, logger }: SlackSurfaceOptions): Surface {
  const files = createThreadFiles(logger);
  return {
    // Rendering stands outside of `deliver`: what it throws is a bug, and no later attempt mends it.
    show: async (owner, place, card) => {
      const message = renderMessage(card);
      return deliver(() => show(clientFor(owner.workspace), owner, place, message));
    },
    postSupport: async (owner, channel, card) => {
      const message = renderMessage(card, { fileAbove: SUPPORT_CODE_IN_MESSAGE });
      return deliver(async () => {
        const client = clientFor(owner.workspace);
        const posted = await postMessage(client, { channel, direct: false }, message);
        await files.attach(client, posted, message.files);
        const permalink = await permalinkOf(client, posted);
        return permalink === undefined ? {} : { permalink };
      });
    },
    notify: (owner, place, userId, text) =>
      deliver(() => notify(clientFor(owner.workspace), place, userId, renderRich(text))),
  };
}

async function deliver<T>(work: () => Promise<T>): Promise<Delivery<T>> {
  try {
    return { outcome: 'delivered', value: await work() };
  } catch (error) {
    return toDelivery(classifyFailure(error));
  }
}

async function show(client: WebClient, owner: Actor, place: Place, message: RenderedMessage): Promise<Place> {
  if (place.message === undefined) return postAnew(client, owner, place, message);
  const posted = { ...place, message: place.message };
  try {
    await updateMessage(client, posted, message);
    return await withPermalink(client, posted);
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind !== 'message_lost' && failure.kind !== 'cannot_post_here') throw error;
    const { message: _lost, permalink: _stale, ...anew } = place;
    return postAnew(client, owner, anew, message);
  }
}

/** Posts where it was started; where that cannot be, in a direct message, with a line that says so. */
async function postAnew(
  client: WebClient,
  owner: Actor,
  place: Place,
  message: RenderedMessage,
): Promise<Place> {
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
): Promise<Place> {
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
async function withPermalink(client: WebClient, posted: Posted): Promise<Place> {
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
