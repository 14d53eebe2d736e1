export class TimedOut extends Error {}

/**
 * Rejects with `TimedOut` where the promise takes longer. Where it was this process that stood still, the answer is there and only
 * unread: Node runs timers before it reads sockets, so it reads them once more before it gives up.
 */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(new TimedOut(`no answer within ${ms} ms`))), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => {});
  }
}
