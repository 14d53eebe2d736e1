import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SHARED, type SeenCall } from './slack-worker.js';

/** Slack's Web API for the processes that are measured. */
export interface SlackStandIn {
  /** Ends in `/api/`. */
  readonly url: string;
  /** How often a message was updated so far. */
  updates(): number;
  /** Resolves when it was updated that often. */
  untilUpdates(count: number): Promise<void>;
  /** Every call while `work` runs. Costs time: not while something is measured. */
  watch(work: (seen: readonly SeenCall[]) => Promise<void>): Promise<readonly SeenCall[]>;
  stop(): Promise<unknown>;
}

const PATIENCE_MS = 60_000;

export async function startSlackStandIn(): Promise<SlackStandIn> {
  const buffer = new SharedArrayBuffer(SHARED.length * Int32Array.BYTES_PER_ELEMENT);
  const shared = new Int32Array(buffer);
  const worker = new Worker(new URL('slack-worker.js', import.meta.url), { workerData: buffer });
  const [url]: string[] = await once(worker, 'message');
  const updates = (): number => Atomics.load(shared, SHARED.updates);
  return {
    url: url ?? '',
    updates,
    untilUpdates: async (count) => {
      const deadline = performance.now() + PATIENCE_MS;
      while (updates() < count) {
        if (performance.now() > deadline)
          throw new Error(`only ${updates()} of ${count} messages were updated`);
        await sleep(1);
      }
    },
    watch: async (work) => {
      const seen: SeenCall[] = [];
      const take = (call: SeenCall): void => void seen.push(call);
      worker.on('message', take);
      Atomics.store(shared, SHARED.telling, 1);
      try {
        await work(seen);
        return seen;
      } finally {
        Atomics.store(shared, SHARED.telling, 0);
        worker.off('message', take);
      }
    },
    stop: () => worker.terminate(),
  };
}
