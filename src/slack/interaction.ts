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
  /** The investigation that it started. */
  readonly investigationId?: string;
  /** What nobody needs to wait for. Never rejects. */
  readonly afterwards?: () => Promise<void>;
}

/** Which interaction it is, for the metrics and the log. */
export interface About {
  /** `command`, `action:answer`. From a fixed set. */
  readonly kind: string;
  readonly actor: Actor;
  /** Absent where it starts one. */
  readonly investigationId?: string | undefined;
}

export interface Interaction extends About {
  /** Absent where Bolt has acknowledged already (events). */
  readonly ack?: () => Promise<void>;
  readonly tell: Tell;
  readonly run: () => Promise<Taken>;
}

/** Nothing is written, and the person has to do it again. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['store_down', 'failed']);

/**
 * Runs an interaction, and acknowledges it then, however long that took. INVARIANT: what is acknowledged is written, or the person has
 * been told that it was not taken. What is not acknowledged (its process died, or nobody could be told), Slack tells the person: it
 * waits 3 s. https://docs.slack.dev/interactivity/handling-user-interaction/#acknowledgment_response Never rejects.
 */
export async function interact(
  context: ListenerContext,
  { ack, tell, run, ...about }: Interaction,
): Promise<void> {
  const started = performance.now();
  const taken = await attempt(context, about.kind, run);
  const { outcome, say, afterwards } = taken;
  const isTold = NOT_TAKEN.has(outcome) && say !== undefined ? await tell(say) : undefined;
  if (ack !== undefined && isTold !== false) await acknowledge(context, about, started, ack);
  record(context, about, taken, started);
  if (isTold === undefined && say !== undefined) await tell(say);
  await afterwards?.();
}

/** Never rejects: Slack may have hung up. */
export async function acknowledge(
  { logger, metrics }: ListenerContext,
  { kind }: About,
  started: number,
  ack: () => Promise<void>,
): Promise<void> {
  await ack().catch((error: unknown) =>
    logger.warn({ kind, reason: messageOf(error) }, 'could not acknowledge'),
  );
  metrics?.observeAck('slack', kind, (performance.now() - started) / 1000);
}

/** One line for each interaction: by its investigation's id it is found again in the effects, the audit and in CloudTrail. */
export function record(
  { logger, metrics }: ListenerContext,
  { kind, actor, investigationId }: About,
  { outcome, investigationId: begun = investigationId }: Taken,
  started: number,
): void {
  metrics?.countInteraction('slack', kind, outcome);
  const ms = Math.round(performance.now() - started);
  logger.info({ kind, outcome, investigationId: begun, workspace: actor.workspace, ms }, 'interaction');
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
  return outcome.outcome === 'forbidden' ? { outcome: outcome.outcome, say: outcome.message } : outcome;
}

/** What the person is told of an event's outcome: nothing, where the message itself shows it or the payload came twice. */
export function takenFrom(outcome: HandleOutcome): Taken {
  return 'message' in outcome
    ? { outcome: outcome.outcome, say: outcome.message }
    : { outcome: outcome.outcome };
}

export function actorOf(boltContext: Context, userId: string): Actor {
  // Where the app is installed for a whole organization, a person is the same in all its workspaces.
  const organization: unknown = boltContext['organization'];
  const workspace = boltContext.teamId ?? boltContext.enterpriseId ?? 'unknown';
  return { surface: 'slack', workspace: typeof organization === 'string' ? organization : workspace, userId };
}
