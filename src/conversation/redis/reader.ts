import { messageOf } from '../../errors.js';
import type { Connection } from './connection.js';
import { readStreamsReply, type StreamEntry } from './entries.js';
import { GROUP, type Keys } from './keys.js';
import { pause } from './pauses.js';
import type { RedisTimings } from './timings.js';

export interface ReaderOptions {
  readonly openReader: () => Promise<Connection>;
  readonly keys: Keys;
  /** What is read here. */
  readonly partitions: readonly number[];
  readonly timings: RedisTimings;
  readonly consumer: string;
  readonly signal: AbortSignal;
  readonly isFull: () => boolean;
  readonly take: (partition: number, entries: readonly StreamEntry[]) => void;
  readonly onError: (error: unknown) => void;
  /** An answer may be lost, and effects of these partitions with it. */
  readonly onLost: (partition: number) => void;
}

const READ_AT_ONCE = 32;
/** How much longer than its own waiting time a read may take. */
const READ_GRACE_MS = 3_000;

/** Reads new effects from some streams until the signal aborts, whatever happens to Redis meanwhile. */
export async function readEffects(options: ReaderOptions): Promise<void> {
  const { signal, onError, partitions, onLost } = options;
  let reader: Connection | undefined;
  for (let wait = 50; !signal.aborted; ) {
    try {
      reader ??= await options.openReader();
      await readOnce(reader, options);
      wait = 50;
    } catch (error) {
      // After Redis has lost its data, or before it ever had any, the groups are missing.
      if (isGroupMissing(error) && reader !== undefined) await createGroups(reader, options).catch(onError);
      else {
        onError(error);
        partitions.forEach(onLost);
      }
      await pause(wait, signal);
      wait = Math.min(wait * 2, 1_000);
    }
  }
  await reader?.close();
}

async function readOnce(
  reader: Connection,
  { keys, partitions, timings, consumer, signal, isFull, take }: ReaderOptions,
): Promise<void> {
  if (isFull()) return pause(50, signal);
  const streams = partitions.map((partition) => ({ key: keys.stream(partition), id: '>' }));
  await reader.run(async (client) => {
    const reply: unknown = await client.xReadGroup(GROUP, consumer, streams, {
      COUNT: READ_AT_ONCE,
      BLOCK: timings.block,
    });
    // Also where it comes too late for `run`: these effects are this consumer's now.
    for (const { stream, entries } of readStreamsReply(reply)) {
      const partition = partitions.find((each) => keys.stream(each) === stream);
      if (partition !== undefined) take(partition, entries);
    }
  }, timings.block + READ_GRACE_MS);
}

/** From the very beginning: what was written before there was a group is to be done as well. */
async function createGroups(
  reader: Connection,
  { keys, partitions }: Pick<ReaderOptions, 'keys' | 'partitions'>,
): Promise<void> {
  for (const partition of partitions) {
    await reader
      .run((client) => client.xGroupCreate(keys.stream(partition), GROUP, '0', { MKSTREAM: true }))
      .catch((error: unknown) => {
        if (!messageOf(error).includes('BUSYGROUP')) throw error;
      });
  }
}

function isGroupMissing(error: unknown): boolean {
  return /NOGROUP|UNBLOCKED/.test(messageOf(error));
}
