/** Remembers keys for a while, so that a payload delivered twice does once what no store guards: opening a form, a hint. */
export interface Recent {
  /** Whether this is the first time within the while; remembers it. */
  first(key: string): boolean;
}

const KEEP_MS = 10 * 60 * 1000;
const MOST = 10_000;

export function createRecent(now: () => number = Date.now): Recent {
  // In order of insertion, so the oldest come first.
  const seen = new Map<string, number>();
  const forget = (): void => {
    for (const [key, since] of seen) {
      if (seen.size <= MOST && now() - since <= KEEP_MS) return;
      seen.delete(key);
    }
  };
  return {
    first: (key) => {
      forget();
      if (seen.has(key)) return false;
      seen.set(key, now());
      return true;
    },
  };
}
