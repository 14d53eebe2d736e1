import type { RespondFn, webApi } from '@slack/bolt';
import type { Rich } from '../card/card.js';
import { messageOf } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import { openDirect, postEphemeral, postMessage } from './chat.js';
import { isPerson } from './origin.js';
import { renderProse, renderRich } from './render/mrkdwn.js';

/** Tells the person who did something a line that nobody else sees. false: they could not be told. Never rejects. */
export type Tell = (line: string | Rich) => Promise<boolean>;

export interface Audience {
  readonly userId: string;
  /** Where they did it; absent (App Home, a form without a channel): in a direct message. */
  readonly channel?: string;
  readonly thread?: string;
}

interface TellOptions {
  readonly client: webApi.WebClient;
  readonly logger: Logger;
  /** Bolt's, over the payload's `response_url`; absent where the payload has none. */
  readonly respond?: RespondFn | undefined;
}

/** An ephemeral message where it happened; where the bot cannot, over the `response_url`; at last, a direct message. */
export function createTell({ client, logger, respond }: TellOptions, audience: Audience): Tell {
  return async (line) => {
    const text = typeof line === 'string' ? renderProse(line) : renderRich(line);
    const ways = [
      () => tellInChannel(client, audience, text),
      () => tellByResponse(respond, text),
      () => tellDirectly(client, audience, text),
    ];
    for (const way of ways) {
      try {
        if (await way()) return true;
      } catch (error) {
        logger.debug({ reason: messageOf(error) }, 'one way to tell somebody something failed');
      }
    }
    logger.warn({ channel: audience.channel }, 'nobody could be told the outcome of a click');
    return false;
  };
}

async function tellInChannel(
  client: webApi.WebClient,
  { userId, channel, thread }: Audience,
  text: string,
): Promise<boolean> {
  if (channel === undefined || isPerson(channel)) return false;
  await postEphemeral(client, { channel, ...(thread === undefined ? {} : { thread }) }, userId, text);
  return true;
}

async function tellByResponse(respond: RespondFn | undefined, text: string): Promise<boolean> {
  if (respond === undefined) return false;
  await respond({ response_type: 'ephemeral', replace_original: false, text });
  return true;
}

async function tellDirectly(client: webApi.WebClient, { userId }: Audience, text: string): Promise<boolean> {
  await postMessage(client, { channel: await openDirect(client, userId), direct: true }, { text });
  return true;
}
