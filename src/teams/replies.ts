import { eventMark } from '../conversation/seen.js';
import type { RecordStore } from '../conversation/records.js';
import { messageOf } from '../errors.js';
import type { Logger } from '../ops/logging.js';

/** Longer than Teams repeats an activity. */
const TTL_SECONDS = 10 * 60;

/** Sends what answers an activity once, in whatever process that arrives again. Rejects with what `send` rejects with. */
export type ReplyOnce = (eventId: string, send: () => Promise<unknown>) => Promise<void>;

/** It is written down only then that it was sent: a reply that is there twice is better than none. */
export function createReplies(records: RecordStore, logger: Logger): ReplyOnce {
  const known = async <T>(asked: Promise<T>): Promise<T | undefined> => {
    try {
      return await asked;
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, 'whether somebody was answered could not be known');
      return undefined;
    }
  };
  return async (eventId, send) => {
    const key = `teams-replied:${eventMark(eventId)}`;
    if ((await known(records.get(key))) !== undefined) return;
    await send();
    await known(records.set(key, '1', TTL_SECONDS));
  };
}
