import { webApi } from '@slack/bolt';
import type { Delivery } from '../conversation/surface.js';
import { messageOf } from '../errors.js';
import { NotInstalledError } from './installation/store.js';

/** Errors of Slack's Web API, sorted by what they mean for us. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'external_channel_migrating',
  'team_added_to_org',
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
  | { readonly kind: 'passing'; readonly afterMs?: number; readonly reason: string }
  | { readonly kind: 'message_lost' | 'thread_lost' | 'cannot_post_here' | 'final'; readonly reason: string };

/** What a call's failure means. What Slack did not answer in its own terms (5xx, a proxy's page, no connection) passes. */
export function classifyFailure(error: unknown): SlackFailure {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'passing', afterMs: error.retryAfter * 1000, reason: 'rate limited' };
  }
  if (error instanceof NotInstalledError) return { kind: 'final', reason: error.code };
  if (!(error instanceof webApi.WebAPIPlatformError)) return { kind: 'passing', reason: messageOf(error) };
  const code = error.data.error;
  if (PASSING.has(code) || !/^[a-z0-9_]{1,80}$/.test(code))
    return { kind: 'passing', reason: code.slice(0, 80) };
  if (MESSAGE_LOST.has(code)) return { kind: 'message_lost', reason: code };
  if (THREAD_LOST.has(code)) return { kind: 'thread_lost', reason: code };
  return { kind: CANNOT_POST_HERE.has(code) ? 'cannot_post_here' : 'final', reason: code };
}

/** Slack's error code, where Slack gave one. */
export function slackErrorCode(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** A failure as the conversation takes it, when nothing else is left to try. */
export function toDelivery(failure: SlackFailure): Exclude<Delivery<never>, { outcome: 'delivered' }> {
  if (failure.kind !== 'passing') return { outcome: 'gone', reason: failure.reason };
  const { afterMs, reason } = failure;
  return { outcome: 'retry', reason, ...(afterMs === undefined ? {} : { afterMs }) };
}
