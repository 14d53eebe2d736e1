import type { Effect, EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

/** Takes back a message. One that is gone already is what was wanted. */
export async function withdraw(
  deps: EffectDeps,
  pending: PendingEffect,
  { owner, place, because }: Extract<Effect, { readonly kind: 'withdraw' }>,
): Promise<EffectOutcome> {
  const surface = deps.surfaces[owner.surface];
  if (surface === undefined) return { outcome: 'left' };
  const { more } = surface;
  if (more === undefined) return DONE;
  const delivery = await more.withdraw(owner, place, because);
  const withdrawn = await settleDelivery(deps, pending, delivery, async () => {});
  return withdrawn.outcome === 'delivered' ? DONE : withdrawn.result;
}
