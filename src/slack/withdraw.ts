import type { webApi } from '@slack/bolt';
import type { Place } from '../conversation/investigation.js';
import type { Withdrawal } from '../conversation/store.js';
import { deleteMessage, type Posted, updateMessage } from './chat.js';
import { classifyFailure } from './delivery.js';
import { section } from './render/blocks.js';

const WENT_PRIVATE = 'This conversation goes on in private.';
const REMOVED = 'This was removed by who started it.';

/** Takes the living message back. One that is gone already needs nothing more; one that may not be deleted is emptied. */
export async function withdrawMessage(
  client: webApi.WebClient,
  place: Place,
  because: Withdrawal,
): Promise<undefined> {
  if (place.message === undefined) return undefined;
  const posted = { ...place, message: place.message };
  if (because === 'private') return empty(client, posted, WENT_PRIVATE);
  try {
    await deleteMessage(client, posted);
  } catch (error) {
    const { kind, reason } = classifyFailure(error);
    if (kind === 'passing') throw error;
    if (reason !== 'message_not_found') await empty(client, posted, REMOVED);
  }
}

async function empty(client: webApi.WebClient, posted: Posted, line: string): Promise<undefined> {
  try {
    await updateMessage(client, posted, { text: line, blocks: [section(line)] });
  } catch (error) {
    if (classifyFailure(error).kind !== 'message_lost') throw error;
  }
}
