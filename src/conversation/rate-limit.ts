import type { Rich } from '../card/card.js';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import type { Actor } from './investigation.js';

/** So many at once, and one more every so often. */
export interface Allowance {
  readonly burst: number;
  readonly everyMs: number;
}

export interface RateLimits {
  readonly user: Allowance;
  readonly workspace: Allowance;
}

export type Admission =
  | { readonly outcome: 'admitted' }
  /** Nothing was taken from anybody. */
  | { readonly outcome: 'throttled'; readonly scope: 'user' | 'workspace'; readonly afterMs: number };

/** Who may do one kind of thing (start, audit) how often. */
export interface RateLimiter {
  /**
   * Takes one of this person's and one of their workspace's allowance, or neither. A repeat of the same event takes nothing: Slack's
   * retries are not a person's haste.
   */
  admit(actor: Actor, eventId: string): Admission;
}

/** A person who works hard is far below these; a script is soon above. */
const START_LIMITS: RateLimits = {
  user: { burst: 200, everyMs: 500 },
  workspace: { burst: 2_000, everyMs: 50 },
};
/** An audit makes tens of AWS calls, and AWS limits those for the whole account. */
const AUDIT_LIMITS: RateLimits = {
  user: { burst: 60, everyMs: 2_000 },
  workspace: { burst: 300, everyMs: 500 },
};

/** What the person is told instead; undefined: go on. */
export type Throttle = (
  act: 'start' | 'audit',
  actor: Actor,
  eventId: string,
) => { readonly outcome: 'forbidden'; readonly message: Rich } | undefined;

/** Holds up who starts, or has read, too much in a short time. `count` is told of each time. */
export function createThrottle(
  count: (scope: 'user' | 'workspace', act: 'start' | 'audit') => void,
  clock: Clock = SYSTEM_CLOCK,
): Throttle {
  const limiters = {
    start: createRateLimiter(START_LIMITS, clock),
    audit: createRateLimiter(AUDIT_LIMITS, clock),
  };
  return (act, actor, eventId) => {
    const admission = limiters[act].admit(actor, eventId);
    if (admission.outcome === 'admitted') return undefined;
    count(admission.scope, act);
    const who = admission.scope === 'user' ? 'You have' : 'Your workspace has';
    const what = act === 'start' ? 'started many investigations' : 'had AWS read many times';
    const seconds = Math.ceil(admission.afterMs / 1000);
    const message = [`${who} ${what} in a short time, so that was not taken. Try again in ${seconds} s.`];
    return { outcome: 'forbidden', message };
  };
}

const MOST_BUCKETS = 20_000;
const MOST_EVENTS = 5_000;

/**
 * Token buckets in this process: no round trip to the store before an acknowledgement, and none that could fail. Behind a load balancer
 * each process has its own, so that what is let through grows with the number of processes; the limits protect against one person's
 * flood, not to the single request.
 */
export function createRateLimiter(limits: RateLimits, clock: Clock = SYSTEM_CLOCK): RateLimiter {
  const buckets = new Map<string, number>();
  const admitted = new Set<string>();
  return {
    admit: ({ surface, workspace, userId }, eventId) => {
      const now = clock.now().getTime();
      const place = JSON.stringify([surface, workspace]);
      const event = JSON.stringify([place, eventId]);
      if (admitted.has(event)) return { outcome: 'admitted' };
      const wanted = [
        { scope: 'user', key: JSON.stringify([place, userId]), allowance: limits.user },
        { scope: 'workspace', key: place, allowance: limits.workspace },
      ] as const;
      for (const { scope, key, allowance } of wanted) {
        const afterMs = waitFor(buckets.get(key), allowance, now);
        if (afterMs > 0) return { outcome: 'throttled', scope, afterMs };
      }
      for (const { key, allowance } of wanted) {
        const next = Math.max(buckets.get(key) ?? now, now) + allowance.everyMs;
        buckets.delete(key);
        buckets.set(key, next);
      }
      admitted.add(event);
      forgetOldest(buckets, MOST_BUCKETS);
      forgetOldest(admitted, MOST_EVENTS);
      return { outcome: 'admitted' };
    },
  };
}

/**
 * A bucket is one time: when it would be full again (the generic cell rate algorithm, https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm).
 * How long until one fits in, in milliseconds.
 */
function waitFor(fullAt: number | undefined, { burst, everyMs }: Allowance, now: number): number {
  return Math.max(0, (fullAt ?? now) - now - (burst - 1) * everyMs);
}

function forgetOldest(
  kept: { readonly size: number; keys(): Iterable<string>; delete(key: string): boolean },
  limit: number,
): void {
  if (kept.size <= limit) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}
