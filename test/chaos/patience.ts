import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 50;
/** A machine that stands still costs nobody patience. */
const STEP_COUNTS_AT_MOST_MS = 2 * STEP_MS;

/** Asks again until it is there; undefined: patience is at its end. It counts the time in which this machine got round to asking. */
export async function patiently<T>(read: () => T | undefined, patienceMs: number): Promise<T | undefined> {
  for (let waited = 0; ; ) {
    const value = read();
    if (value !== undefined || waited > patienceMs) return value;
    const before = performance.now();
    await sleep(STEP_MS);
    waited += Math.min(performance.now() - before, STEP_COUNTS_AT_MOST_MS);
  }
}
