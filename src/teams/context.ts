import type { Rich } from '../card/card.js';
import type { Actor } from '../conversation/investigation.js';
import type { ConversationService, HandleOutcome, StartOutcome } from '../conversation/service.js';
import { messageOf, S3DeniedError, StoreUnavailableError } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import type { Metrics } from '../ops/metrics.js';
import type { People } from './people.js';
import type { Names } from './render/elements.js';

/** What every handler works with. */
export interface TeamsContext {
  readonly service: ConversationService;
  readonly people: People;
  readonly logger: Logger;
  readonly metrics?: Pick<Metrics, 'observeAck' | 'countInteraction'>;
}

/** How an interaction came out: the name for the metrics, and the line for the person, if there is something to say. */
export interface Taken {
  readonly outcome: string;
  readonly say?: Rich;
}

/** Turns what is thrown into an outcome that the person can read. */
export async function attempt<T>(
  { logger }: TeamsContext,
  kind: string,
  run: () => Promise<T>,
): Promise<T | (Taken & { readonly say: Rich })> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof S3DeniedError ? error.code : 'unexpected';
    logger.error({ kind, code, reason: messageOf(error) }, 'an interaction failed');
    if (error instanceof StoreUnavailableError) return { outcome: 'store_down', say: [error.userMessage] };
    const say = [`Something went wrong on my side (${code}), so that was not taken. Please try again.`];
    return { outcome: 'failed', say };
  }
}

/** Nothing is written, or nobody knows: the person has to do it again. */
export const NOT_TAKEN: ReadonlySet<string> = new Set(['store_down', 'failed']);

export function takenFrom(outcome: HandleOutcome | StartOutcome): Taken {
  return 'message' in outcome
    ? { outcome: outcome.outcome, say: outcome.message }
    : { outcome: outcome.outcome };
}

/** Whether the audit is offered: where that cannot be found out now, it is not. */
export async function mayAudit(context: TeamsContext, actor: Actor): Promise<boolean> {
  return known(context, context.service.mayAudit(actor), false);
}

/** What is asked for a form, or something else where it cannot be found out now: what is sent is checked again. */
export async function known<T>({ logger }: TeamsContext, asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    logger.warn({ reason: messageOf(error) }, 'a form is opened without all that could be known');
    return otherwise;
  }
}

/** The names of the people whom a line speaks of, as far as they are known. */
export async function namesIn(
  { people, logger }: TeamsContext,
  { workspace }: Actor,
  text: Rich,
): Promise<Names> {
  const ids = text.flatMap((inline) =>
    typeof inline !== 'string' && inline.kind === 'user' ? [inline.userId] : [],
  );
  const names = ids.map(
    async (id) => [id, (await people.find(workspace, id))?.name ?? 'somebody else'] as const,
  );
  try {
    return Object.fromEntries(await Promise.all(names));
  } catch (error) {
    logger.warn({ reason: messageOf(error) }, 'a name could not be looked up');
    return {};
  }
}
