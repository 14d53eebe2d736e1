import { messageOf } from '../../errors.js';
import type { EffectOutcome, PendingEffect } from '../store.js';

type Run = (effect: PendingEffect) => Promise<EffectOutcome>;

/** Those who run effects at present, in turns. Without any, effects wait for the first to come. */
export interface Consumers {
  readonly run: Run;
  /** Takes part until `signal` aborts, and resolves when its last effect has ended. */
  join(run: Run, signal: AbortSignal): Promise<void>;
}

interface Consumer {
  readonly run: Run;
  readonly running: Set<Promise<unknown>>;
}

const AGAIN: EffectOutcome = { outcome: 'retry', afterMs: 0 };
const PAUSE_AFTER_REJECTION_MS = 1000;

export function createConsumers(closing: AbortSignal): Consumers {
  const present: Consumer[] = [];
  const waiting: (() => void)[] = [];
  const wake = () => waiting.splice(0).forEach((resolve) => resolve());
  closing.addEventListener('abort', wake);
  return {
    run: async (pending) => {
      while (present.length === 0 && !closing.aborted)
        await new Promise<void>((resolve) => waiting.push(resolve));
      const consumer = present.shift();
      if (consumer === undefined) return AGAIN;
      present.push(consumer);
      const running = runGuarded(consumer.run, pending);
      consumer.running.add(running);
      return running.finally(() => consumer.running.delete(running));
    },
    join: async (run, signal) => {
      if (signal.aborted || closing.aborted) return;
      const consumer: Consumer = { run, running: new Set() };
      present.push(consumer);
      wake();
      await aborted(AbortSignal.any([signal, closing]));
      present.splice(present.indexOf(consumer), 1);
      await Promise.all(consumer.running);
    },
  };
}

/** A consumer that rejects has a bug; its effect is kept all the same. */
async function runGuarded(run: Run, pending: PendingEffect): Promise<EffectOutcome> {
  try {
    return await run(pending);
  } catch (error) {
    process.emitWarning(`an effect's consumer rejected: ${messageOf(error)}`);
    return { outcome: 'retry', afterMs: PAUSE_AFTER_REJECTION_MS };
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
