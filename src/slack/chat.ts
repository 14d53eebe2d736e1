import type { webApi } from '@slack/bolt';
import type { Place } from '../conversation/investigation.js';
import type { RenderedMessage } from './render/message.js';

type Content = Pick<RenderedMessage, 'text'> & Partial<Pick<RenderedMessage, 'blocks'>>;

/** A place whose message is known. */
export type Posted = Place & { readonly message: string };

/** Posts a message, into the place's thread if it has one. Links in it are not unfolded: they may be anybody's. */
export async function postMessage(client: webApi.WebClient, place: Place, content: Content): Promise<Posted> {
  const message = {
    channel: place.channel,
    ...threadOf(place),
    ...contentOf(content),
    unfurl_links: false,
    unfurl_media: false,
  };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not the window's
  const answer = await client.chat.postMessage(message);
  if (answer.ts === undefined) throw new Error('chat.postMessage answered without ts');
  return { ...place, channel: answer.channel ?? place.channel, message: answer.ts };
}

export async function updateMessage(
  client: webApi.WebClient,
  posted: Posted,
  content: Content,
): Promise<void> {
  await client.chat.update({ channel: posted.channel, ts: posted.message, ...contentOf(content) });
}

export async function deleteMessage(client: webApi.WebClient, { channel, message }: Posted): Promise<void> {
  await client.chat.delete({ channel, ts: message });
}

/** A line that only one person sees. */
export async function postEphemeral(
  client: webApi.WebClient,
  place: Pick<Place, 'channel' | 'thread'>,
  userId: string,
  text: string,
): Promise<void> {
  await client.chat.postEphemeral({ channel: place.channel, user: userId, text, ...threadOf(place) });
}

/** The direct conversation with a person. */
export async function openDirect(client: webApi.WebClient, userId: string): Promise<string> {
  const opened = await client.conversations.open({ users: userId });
  return opened.channel?.id ?? userId;
}

/** undefined where Slack will not say: the message is out, and must not be posted twice for the want of a link. */
export async function permalinkOf(client: webApi.WebClient, posted: Posted): Promise<string | undefined> {
  try {
    return (await client.chat.getPermalink({ channel: posted.channel, message_ts: posted.message }))
      .permalink;
  } catch {
    return undefined;
  }
}

function contentOf({ text, blocks }: Content): {
  text: string;
  blocks?: RenderedMessage['blocks'][number][];
} {
  return { text, ...(blocks === undefined ? {} : { blocks: [...blocks] }) };
}

function threadOf(place: Pick<Place, 'thread'>): { thread_ts?: string } {
  return place.thread === undefined ? {} : { thread_ts: place.thread };
}
