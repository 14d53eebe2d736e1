import { webApi } from '@slack/bolt';
import type { Delivery } from '../conversation/surface.js';
import { messageOf } from '../errors.js';
import { NotInstalledError } from './installation/store.js';

/** Errors of Slack's Web API, sorted by what they mean for us. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'service_unavailable',
  'request_timeout',
  'external_channel_migrating',
  'team_added_to_org',
]);

/** "It's possible some aspect of the operation succeeded before the error was raised." */
const HALF_DONE = new Set(['internal_error', 'fatal_error']);
const MAYBE = { done: 'maybe' } as const;

/** What reading an answer fails with that does not come to its end. */
const CUT_OFF = new Set(['TimeoutError', 'AbortError', 'TypeError']);

/** Where there was no connection yet, nothing can have arrived. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const MESSAGE_LOST = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

const THREAD_LOST = new Set([
  'thread_not_found',
  'cannot_reply_to_message',
  'invalid_thread_ts',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
]);

const CANNOT_POST_HERE = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'channel_is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'no_permission',
  'access_denied',
  'ekm_access_denied',
  'team_access_not_granted',
  'messages_tab_disabled',
  'channel_type_not_supported',
  'method_not_supported_for_channel_type',
  'message_limit_exceeded',
]);

export type SlackFailure =
  /** `done`: Slack may have done it all the same. */
  | { readonly kind: 'passing'; readonly afterMs?: number; readonly reason: string; readonly done?: 'maybe' }
  | { readonly kind: 'message_lost' | 'thread_lost' | 'cannot_post_here' | 'final'; readonly reason: string };

/** What a call's failure means. What Slack did not answer in its own terms (5xx, a proxy's page, no connection) passes. */
export function classifyFailure(error: unknown): SlackFailure {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'passing', afterMs: error.retryAfter * 1000, reason: 'rate limited' };
  }
  if (error instanceof NotInstalledError) return { kind: 'final', reason: error.code };
  if (!(error instanceof webApi.WebAPIPlatformError))
    return { kind: 'passing', reason: messageOf(error), ...(isUnanswered(error) ? MAYBE : {}) };
  const code = error.data.error;
  if (HALF_DONE.has(code)) return { kind: 'passing', reason: code, ...MAYBE };
  if (PASSING.has(code) || !/^[a-z0-9_]{1,80}$/.test(code))
    return { kind: 'passing', reason: code.slice(0, 80) };
  if (MESSAGE_LOST.has(code)) return { kind: 'message_lost', reason: code };
  if (THREAD_LOST.has(code)) return { kind: 'thread_lost', reason: code };
  return { kind: CANNOT_POST_HERE.has(code) ? 'cannot_post_here' : 'final', reason: code };
}

/** It was sent, and nobody answered, or not to the end: a timeout, or a connection that broke. */
function isUnanswered(error: unknown): boolean {
  if (!(error instanceof webApi.WebAPIRequestError)) return error instanceof Error && CUT_OFF.has(error.name);
  const { cause } = error.original;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code !== 'string' || !NEVER_SENT.has(code);
}

/** Slack's error code, where Slack gave one. */
export function slackErrorCode(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** Of a private channel that the bot is not in, Slack says that there is none. */
const NOT_A_MEMBER = new Set(['not_in_channel', 'channel_not_found']);

function whyNotThere(reason: string): string {
  if (NOT_A_MEMBER.has(reason)) return 'I am not a member of that channel. Invite me there, then try again';
  return reason.endsWith('is_archived')
    ? 'that channel is archived'
    : `I may not write in that channel (${reason})`;
}

/** A failure as the conversation takes it, when nothing else is left to try. */
export function toDelivery(failure: SlackFailure): Exclude<Delivery<never>, { outcome: 'delivered' }> {
  if (failure.kind === 'cannot_post_here')
    return { outcome: 'gone', reason: failure.reason, inWords: whyNotThere(failure.reason) };
  if (failure.kind !== 'passing') return { outcome: 'gone', reason: failure.reason };
  const { kind: _passing, ...retry } = failure;
  return { outcome: 'retry', ...retry };
}
