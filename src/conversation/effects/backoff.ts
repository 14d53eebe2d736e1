import type { ConversationLimits } from '../limits.js';

/**
 * How long to wait before the next attempt: doubling up to the cap, a fifth of it by chance, so that what failed together does not
 * come back together. What the platform asks for (Retry-After) is obeyed where it is longer.
 */
export function retryDelay(
  { retryFirstMs, retryMaxMs }: Pick<ConversationLimits, 'retryFirstMs' | 'retryMaxMs'>,
  attempts: number,
  askedFor = 0,
): number {
  const full = Math.min(retryFirstMs * 2 ** Math.min(attempts, 20), retryMaxMs);
  const spread = full * (0.8 + Math.random() * 0.2);
  return Math.round(Math.max(spread, askedFor));
}
