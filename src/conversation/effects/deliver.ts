import { assertNever } from '../../errors.js';
import type { Delivery } from '../surface.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { definedFields } from '../fields.js';
import { retryDelay } from './backoff.js';
import { DONE, type EffectDeps } from './types.js';

export type Delivered<T> =
  | { readonly outcome: 'delivered'; readonly value: T }
  | { readonly outcome: 'not_delivered'; readonly result: EffectOutcome };

/**
 * What became of handing something to a chat platform: where the platform is out, the effect is tried again later; where it will
 * never work, `onGone` says so.
 */
export async function settleDelivery<T>(
  { limits, logger }: EffectDeps,
  pending: PendingEffect,
  delivery: Delivery<T>,
  onGone: (reason: string, inWords: string) => Promise<unknown>,
): Promise<Delivered<T>> {
  switch (delivery.outcome) {
    case 'delivered':
      return delivery;
    case 'retry': {
      const afterMs = retryDelay(limits, pending.attempts, delivery.afterMs);
      logger.warn(
        fieldsOf(pending, { afterMs, reason: delivery.reason }),
        'the platform did not take it; trying again',
      );
      const done = definedFields({ done: delivery.done });
      return { outcome: 'not_delivered', result: { outcome: 'retry', afterMs, ...done } };
    }
    case 'gone':
      logger.warn(fieldsOf(pending, { reason: delivery.reason }), 'the platform will never take it; dropped');
      await onGone(delivery.reason, delivery.inWords ?? delivery.reason);
      return { outcome: 'not_delivered', result: DONE };
    default:
      return assertNever(delivery, 'delivery');
  }
}

export function fieldsOf(
  pending: PendingEffect,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { investigationId, effect, id, attempts } = pending;
  return { investigationId, effect: effect.kind, effectId: id, attempts, ...more };
}
