/** How long and how often; a test gives its own. All in milliseconds, except where said. */
export interface ConversationLimits {
  /** The whole audit. */
  readonly collectMs: number;
  /** How often progress is shown while an audit runs. */
  readonly progressEveryMs: number;
  /** The first pause before a failed effect is tried again; doubles up to `retryMaxMs`. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** How often an effect that throws (a bug, not an outage) is tried before it is dropped. */
  readonly attemptsOnError: number;
  /** How often a write that lost a race is run again. */
  readonly attemptsOnConflict: number;
}

export const DEFAULT_LIMITS: ConversationLimits = {
  collectMs: 20_000,
  progressEveryMs: 1_000,
  retryFirstMs: 500,
  retryMaxMs: 10_000,
  attemptsOnError: 8,
  attemptsOnConflict: 12,
};
