import type { App } from '@slack/bolt';
import { settledWithin } from './sleep.js';

/** Counts what Bolt is working on: it acknowledges before the work is done, so no open request tells. */
export interface InFlight {
  /** Resolves when nothing is under way any more, or after `ms`. */
  settled(ms: number): Promise<void>;
}

export function trackInFlight(app: App): InFlight {
  const running = new Set<Promise<void>>();
  app.use(async ({ next }) => {
    const work = next();
    running.add(work);
    try {
      await work;
    } finally {
      running.delete(work);
    }
  });
  return { settled: (ms) => settledWithin(Promise.allSettled(running), ms) };
}
