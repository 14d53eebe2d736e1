/** How something ended that had a deadline and could be called off. */
export type Attempt<Value> =
  | { readonly outcome: 'done'; readonly value: Value }
  | { readonly outcome: 'threw'; readonly error: unknown }
  | { readonly outcome: 'late' }
  /** `begun` false: it was too late to begin at all. */
  | { readonly outcome: 'stopped'; readonly begun: boolean };

/**
 * Runs something for at most `milliseconds`, and not after `stop`. Returns at once then, even where what runs heeds no signal:
 * the SDK does not while it waits before a retry.
 */
export async function withDeadline<Value>(
  run: (signal: AbortSignal) => Promise<Value>,
  milliseconds: number,
  stop: AbortSignal,
): Promise<Attempt<Value>> {
  if (stop.aborted) return { outcome: 'stopped', begun: false };
  const controller = new AbortController();
  return new Promise((resolve) => {
    const end = (attempt: Attempt<Value>) => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      resolve(attempt);
      // INVARIANT: only what is still under way is called off. A call that failed has given its connection back, and calling it off
      // would cut off whichever call has the connection now.
      if (attempt.outcome === 'late' || attempt.outcome === 'stopped') controller.abort();
    };
    const onStop = () => end({ outcome: 'stopped', begun: true });
    const timer = setTimeout(() => end({ outcome: 'late' }), milliseconds);
    stop.addEventListener('abort', onStop, { once: true });
    run(controller.signal).then(
      (value) => end({ outcome: 'done', value }),
      (error: unknown) => end({ outcome: 'threw', error }),
    );
  });
}

/** Whether anything was done at all, so that it belongs on record. */
export function wasBegun(attempt: Attempt<unknown>): boolean {
  return attempt.outcome !== 'stopped' || attempt.begun;
}
