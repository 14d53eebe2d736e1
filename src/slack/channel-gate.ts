import type { Delivery } from '../conversation/surface.js';

/** Remembers which channels Slack wants left alone for now, so that nobody asks it again and the others do not wait. */
export interface ChannelGate {
  /** Does the work, unless this channel is limited: then it is to be tried again when the limit is over. */
  run<T>(channel: string, work: () => Promise<Delivery<T>>): Promise<Delivery<T>>;
}

interface Limit {
  readonly until: number;
  /** How many were sent away already: they come back one after another. */
  waiting: number;
}

const APART_MS = 250;
const LATEST_MS = 15_000;

export function createChannelGate(now: () => number = Date.now): ChannelGate {
  const limits = new Map<string, Limit>();
  const limited = (channel: string): Limit | undefined => {
    const limit = limits.get(channel);
    if (limit === undefined || limit.until > now()) return limit;
    limits.delete(channel);
    return undefined;
  };
  return {
    run: async (channel, work) => {
      const limit = limited(channel);
      if (limit !== undefined) {
        limit.waiting += 1;
        const afterMs = limit.until - now() + Math.min(limit.waiting * APART_MS, LATEST_MS);
        return { outcome: 'retry', afterMs, reason: 'this channel is rate limited' };
      }
      const delivery = await work();
      // Slack names a time only where it limits. https://docs.slack.dev/apis/web-api/rate-limits/
      if (delivery.outcome === 'retry' && delivery.afterMs !== undefined && delivery.afterMs > 0)
        limits.set(channel, { until: now() + delivery.afterMs, waiting: 0 });
      return delivery;
    },
  };
}
