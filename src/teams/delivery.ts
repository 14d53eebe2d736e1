import { z } from 'zod';
import type { Delivery } from '../conversation/surface.js';
import { messageOf, StoreUnavailableError } from '../errors.js';

/** What the Bot Connector's client throws. */
const failureSchema = z.object({
  statusCode: z.number(),
  code: z.string().max(80).optional(),
  response: z.object({ headers: z.unknown().optional() }).optional(),
});

export type TeamsFailure =
  /** `done`: Teams may have taken it all the same. */
  | { readonly kind: 'passing'; readonly reason: string; readonly afterMs?: number; readonly done?: 'maybe' }
  | { readonly kind: 'lost' | 'not_allowed' | 'refused'; readonly reason: string };

/** 401: the bot's own password is wrong or has just been changed, which somebody will put right; 412: two wrote at once. */
const PASSING = new Set([401, 408, 412, 429]);

const NOT_IMPLEMENTED = 501;
const GATEWAY_TIMEOUT = 504;
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const MAYBE = { done: 'maybe' } as const;

/**
 * What a call's failure means. What was not answered in the Connector's own terms (no connection, no token) passes.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages#status-codes-from-bot-conversational-apis
 */
export function classifyFailure(error: unknown): TeamsFailure {
  const parsed = failureSchema.safeParse(error);
  if (!parsed.success)
    return { kind: 'passing', reason: messageOf(error).slice(0, 200), ...(isUnanswered(error) ? MAYBE : {}) };
  const { statusCode, code, response } = parsed.data;
  const reason = `${statusCode}${code === undefined ? '' : ` ${code}`}`;
  if (PASSING.has(statusCode) || (statusCode >= 500 && statusCode !== NOT_IMPLEMENTED)) {
    const afterMs = retryAfter(response?.headers);
    const done = statusCode === GATEWAY_TIMEOUT ? MAYBE : {};
    return { kind: 'passing', reason, ...(afterMs === undefined ? {} : { afterMs }), ...done };
  }
  if (statusCode === 403) return { kind: 'not_allowed', reason };
  return { kind: statusCode === 404 ? 'lost' : 'refused', reason };
}

/**
 * It was sent, and the connection broke before anybody answered: not that no token was had, and not that there was no connection. Or what
 * was sent could not be written down.
 */
function isUnanswered(error: unknown): boolean {
  if (error instanceof StoreUnavailableError) return true;
  if (!(error instanceof Error) || error.name !== 'RestError') return false;
  return !('code' in error && typeof error.code === 'string' && NEVER_SENT.has(error.code));
}

function retryAfter(headers: unknown): number | undefined {
  if (typeof headers !== 'object' || headers === null || !('get' in headers)) return undefined;
  if (typeof headers.get !== 'function') return undefined;
  const seconds = Number(headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** A failure as the conversation takes it, when nothing else is left to try. */
export function toDelivery(failure: TeamsFailure): Exclude<Delivery<never>, { outcome: 'delivered' }> {
  if (failure.kind !== 'passing') return { outcome: 'gone', reason: failure.reason };
  const { kind: _passing, ...retry } = failure;
  return { outcome: 'retry', ...retry };
}
