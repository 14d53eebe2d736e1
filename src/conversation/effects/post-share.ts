import { onlyShared, presentSupportPost } from '../present/index.js';
import type { Effect, EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

/** Posts the result, to be read only, in a channel that a person chose, and tells that person how it went. */
export async function postShare(
  deps: EffectDeps,
  pending: PendingEffect,
  { channel, userId }: Extract<Effect, { readonly kind: 'post_share' }>,
): Promise<EffectOutcome> {
  const investigation = await deps.load(pending.investigationId);
  const surface = investigation && deps.surfaces[investigation.owner.surface];
  if (investigation?.phase !== 'diagnosed' || surface === undefined) return DONE;
  const { owner } = investigation;
  const direct = { channel: userId, direct: true };
  const post = presentSupportPost(investigation, deps, { maybeRepeated: pending.interrupted });
  const delivery = await surface.postSupport(
    owner,
    channel,
    onlyShared(post, deps.share),
    `share:${pending.id}`,
  );
  const shared = await settleDelivery(deps, pending, delivery, (_reason, inWords) =>
    surface.notify(owner, direct, userId, [`I could not share that result: ${inWords}.`]),
  );
  if (shared.outcome === 'not_delivered') return shared.result;
  const { permalink } = shared.value;
  // Not tried again: the post is out, and must not be made twice for a line about it.
  if (permalink !== undefined)
    await surface.notify(owner, direct, userId, [
      'That result is shared. ',
      { kind: 'link', text: 'See the post', url: permalink },
    ]);
  return DONE;
}
