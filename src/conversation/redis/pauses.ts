import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, at most until `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** Runs `act` every so often until `signal` aborts; never two at a time. What fails is told, and tried again at the next turn. */
export async function every(
  ms: number,
  signal: AbortSignal,
  act: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await pause(ms, signal);
    if (signal.aborted) return;
    try {
      await act();
    } catch (error) {
      onError(error);
    }
  }
}

/** Runs `act` until it succeeds or `signal` aborts, with growing pauses. */
export async function persist(
  act: () => Promise<unknown>,
  signal: AbortSignal,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<'done' | 'stopped'> {
  for (let wait = from; ; wait = Math.min(wait * 2, to)) {
    try {
      await act();
      return 'done';
    } catch {
      if (signal.aborted) return 'stopped';
      await pause(wait, signal);
      if (signal.aborted) return 'stopped';
    }
  }
}
