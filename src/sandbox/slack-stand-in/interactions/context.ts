import { assertNever } from '../../../errors.js';
import type { Courier, Delivery } from '../delivery.js';
import type { Now } from '../ids.js';
import type { StandInState } from '../state.js';
import type { ResponsePlace, Trigger } from '../tickets.js';

export interface InteractionContext {
  readonly state: StandInState;
  readonly courier: Courier;
  readonly now: Now;
}

/** What the page is told of something that a person did. */
export type InteractionOutcome =
  | { readonly outcome: 'done' }
  /** Shown at the inputs of the modal, by block id. */
  | { readonly outcome: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** Shown as a notice, in the words that Slack would use. */
  | { readonly outcome: 'failed'; readonly message: string };

export const DONE: InteractionOutcome = { outcome: 'done' };

export function failed(message: string): InteractionOutcome {
  return { outcome: 'failed', message };
}

/** Undefined where the bot acknowledged in time; else what Slack tells the person. */
export function complaintAbout(delivery: Delivery, what: string): InteractionOutcome | undefined {
  switch (delivery.outcome) {
    case 'acked':
      return undefined;
    case 'late':
      return failed(
        `${what} failed with the error "operation_timeout": the bot did not answer within 3 seconds.`,
      );
    case 'refused':
      return failed(`${what} failed with the error "dispatch_failed": ${delivery.reason}.`);
    default:
      return assertNever(delivery, 'delivery');
  }
}

/** The two tickets that a payload carries. */
export function ticketsFor(
  state: StandInState,
  trigger: Trigger,
  place?: ResponsePlace,
): { readonly trigger_id: string; readonly response_url?: string } {
  return {
    trigger_id: state.triggers.issue(trigger),
    ...(place === undefined
      ? {}
      : { response_url: `${state.origin}/response/${state.responseUrls.issue(place)}` }),
  };
}
