import type { Rich } from '../../card/card.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

/** A private line. Where it can never arrive, it is dropped: nothing hangs on it. */
export async function notify(
  deps: EffectDeps,
  pending: PendingEffect,
  userId: string,
  text: Rich,
): Promise<EffectOutcome> {
  const investigation = await deps.load(pending.investigationId);
  const surface = investigation && deps.surfaces[investigation.owner.surface];
  if (investigation === undefined || surface === undefined) return DONE;
  const { owner, place } = investigation;
  const delivery = await surface.notify(owner, place, userId, text);
  const sent = await settleDelivery(deps, pending, delivery, async () => {});
  return sent.outcome === 'delivered' ? DONE : sent.result;
}
