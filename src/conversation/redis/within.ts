export class TimedOut extends Error {}

/**
 * Rejects with `TimedOut` where the promise takes longer. Where it was this process that stood still, the answer is there and only
 * unread: Node runs timers before it reads sockets, so it reads them once more before it gives up.
 */
export function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new TimedOut(`no answer within ${ms} ms`));
    const timer = setTimeout(() => setImmediate(late), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
