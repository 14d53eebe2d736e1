import type { Context } from '@slack/bolt';
import type { Rich } from '../card/card.js';
import type { Actor } from '../conversation/investigation.js';
import type { ConversationService, HandleOutcome, StartOutcome } from '../conversation/service.js';
import { messageOf, S3DeniedError, StoreUnavailableError } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import type { Metrics } from '../ops/metrics.js';
import type { Installed } from './types.js';
import type { Recent } from './recent.js';
import type { Tell } from './tell.js';

/** What every listener works with. */
export interface ListenerContext {
  readonly service: ConversationService;
  readonly logger: Logger;
  readonly recent: Recent;
  /** The app was taken away from a workspace; resolves with how many investigations went with it. */
  readonly removed: (workspace: Installed) => Promise<number>;
  readonly metrics?: Pick<Metrics, 'observeAck' | 'countInteraction'>;
}

/** How an interaction came out: the name for the metrics, and the line for the person, if there is something to say. */
export interface Taken {
  readonly outcome: string;
  readonly say?: string | Rich;
}

export interface Interaction {
  /** For the metrics: `command`, `action:answer`. From a fixed set. */
  readonly kind: string;
  /** Absent where Bolt has acknowledged already (events). */
  readonly ack?: () => Promise<void>;
  readonly tell: Tell;
  readonly run: () => Promise<Taken>;
}

/** Slack waits 3 s for an acknowledgement; what takes longer than this goes on behind it. */
const ACK_WITHIN_MS = 2_000;

/**
 * Runs an interaction: commits first and acknowledges then, so that an acknowledged click is a taken one, but never later than
 * `ACK_WITHIN_MS`. Whatever goes wrong, the person gets a line. Never rejects.
 */
export async function interact(
  context: ListenerContext,
  { kind, ack, tell, run }: Interaction,
): Promise<void> {
  const started = performance.now();
  let acked = ack === undefined;
  const acknowledge = async (): Promise<void> => {
    if (acked) return;
    acked = true;
    await ack?.().catch((error: unknown) =>
      context.logger.warn({ kind, reason: messageOf(error) }, 'could not acknowledge'),
    );
    context.metrics?.observeAck('slack', kind, (performance.now() - started) / 1000);
  };
  const timer = setTimeout(() => void acknowledge(), ACK_WITHIN_MS);
  const taken = await attempt(context, kind, run);
  clearTimeout(timer);
  await acknowledge();
  context.metrics?.countInteraction('slack', kind, taken.outcome);
  if (taken.say !== undefined) await tell(taken.say);
}

/** Turns what is thrown into an outcome that the person can read. */
export async function attempt(
  context: ListenerContext,
  kind: string,
  run: () => Promise<Taken>,
): Promise<Taken> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof S3DeniedError ? error.code : 'unexpected';
    context.logger.error({ kind, code, reason: messageOf(error) }, 'an interaction failed');
    if (error instanceof StoreUnavailableError) return { outcome: 'store_down', say: error.userMessage };
    return {
      outcome: 'failed',
      say: `Something went wrong on my side (${code}), so that was not taken. Please try again.`,
    };
  }
}

/** What the person is told of a start: nothing, where a message will show it. */
export function startedFrom(outcome: StartOutcome): Taken {
  return outcome.outcome === 'forbidden'
    ? { outcome: outcome.outcome, say: outcome.message }
    : { outcome: outcome.outcome };
}

/** What the person is told of an event's outcome: nothing, where the message itself shows it or the payload came twice. */
export function takenFrom(outcome: HandleOutcome): Taken {
  return 'message' in outcome
    ? { outcome: outcome.outcome, say: outcome.message }
    : { outcome: outcome.outcome };
}

export function actorOf(boltContext: Context, userId: string): Actor {
  const workspace = boltContext.teamId ?? boltContext.enterpriseId ?? 'unknown';
  return { surface: 'slack', workspace, userId };
}
