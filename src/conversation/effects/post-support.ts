import { onlyShared, presentSupportPost } from '../present/index.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { definedFields } from '../fields.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

/** Posts the result to the support channel, once for each diagnosis. */
export async function postSupport(
  deps: EffectDeps,
  pending: PendingEffect,
  fingerprint: string,
): Promise<EffectOutcome> {
  const { investigationId } = pending;
  const investigation = await deps.load(investigationId);
  const surface = investigation && deps.surfaces[investigation.owner.surface];
  const wanted =
    investigation?.support?.fingerprint === fingerprint && investigation.support.state === 'posting';
  if (investigation === undefined || surface === undefined || !wanted) return DONE;
  const channel = deps.supportChannels[investigation.owner.surface];
  const report = (reason: string) =>
    deps.report(investigationId, `support-failed:${pending.id}`, {
      kind: 'support.failed',
      fingerprint,
      reason,
    });
  if (channel === undefined) {
    await report('no support channel is configured any more.');
    return DONE;
  }
  const post = presentSupportPost(investigation, deps, { maybeRepeated: pending.interrupted });
  const card = onlyShared(post, deps.share);
  const key = `${investigationId}:${fingerprint}`;
  const before = deps.unwritten.posts.get(key);
  const delivery =
    before === undefined
      ? await surface.postSupport(investigation.owner, channel, card, key)
      : ({ outcome: 'delivered', value: before } as const);
  const posted = await settleDelivery(deps, pending, delivery, (_reason, inWords) => report(inWords));
  if (posted.outcome === 'not_delivered') return posted.result;
  deps.unwritten.posts.set(key, posted.value);
  await deps.report(investigationId, `support:${pending.id}`, {
    kind: 'support.posted',
    fingerprint,
    ...definedFields({ permalink: posted.value.permalink, message: posted.value.message }),
  });
  deps.unwritten.posts.delete(key);
  return DONE;
}
