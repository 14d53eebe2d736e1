import { fingerprintOf } from '../ids.js';
import { presentNote } from '../present/index.js';
import type { Effect, EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

/** A person's words under the support post of this very diagnosis. Where that is gone, the person is told. */
export async function postNote(
  deps: EffectDeps,
  pending: PendingEffect,
  { fingerprint, text }: Extract<Effect, { readonly kind: 'post_note' }>,
): Promise<EffectOutcome> {
  const investigation = await deps.load(pending.investigationId);
  if (investigation === undefined) return DONE;
  const { owner, place, support } = investigation;
  const surface = deps.surfaces[owner.surface];
  const channel = deps.supportChannels[owner.surface];
  const message = support?.fingerprint === fingerprint ? support.message : undefined;
  if (surface?.more === undefined || channel === undefined || message === undefined) return DONE;
  const name = `${investigation.id}:note:${fingerprintOf([message, text])}`;
  const card = presentNote(investigation, text, { maybeRepeated: pending.interrupted });
  const delivery = await surface.more.reply(owner, channel, message, card, name);
  const sent = await settleDelivery(deps, pending, delivery, (_reason, inWords) =>
    surface.notify(owner, place, owner.userId, [
      `Your note could not be added to the support post: ${inWords}`,
    ]),
  );
  return sent.outcome === 'delivered' ? DONE : sent.result;
}
