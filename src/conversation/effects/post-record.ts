import { presentRecord } from '../present/index.js';
import type { Effect, EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

/** Records an audit in the channel for that. The log has it in any case, so a channel that is gone loses nothing. */
export async function postRecord(
  deps: EffectDeps,
  pending: PendingEffect,
  { audit, calls }: Extract<Effect, { readonly kind: 'post_record' }>,
): Promise<EffectOutcome> {
  const investigation = await deps.load(pending.investigationId);
  const surface = investigation && deps.surfaces[investigation.owner.surface];
  const channel = investigation && deps.records[investigation.owner.surface];
  if (investigation === undefined || surface === undefined || channel === undefined) return DONE;
  const name = `${investigation.id}:record:${audit}`;
  const card = presentRecord(investigation, { audit, calls });
  const delivery = await surface.postSupport(investigation.owner, channel, card, name);
  const posted = await settleDelivery(deps, pending, delivery, async () => {});
  return posted.outcome === 'delivered' ? DONE : posted.result;
}
