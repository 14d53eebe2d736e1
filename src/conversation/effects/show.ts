import { presentInvestigation } from '../present/index.js';
import { isSamePlace } from '../place.js';
import type { Investigation, Place } from '../investigation.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps, type UnwrittenPlace } from './types.js';

/** Shows the investigation as it is now. Every later write brings its own show, so the last one wins. */
export async function show(deps: EffectDeps, pending: PendingEffect): Promise<EffectOutcome> {
  const investigation = committedBy(pending) ?? (await deps.load(pending.investigationId));
  const surface = investigation && deps.surfaces[investigation.owner.surface];
  if (investigation === undefined || surface === undefined) return DONE;
  const card = presentInvestigation(investigation, deps);
  const report = (reason: string) =>
    deps.report(pending.investigationId, `unreachable:${pending.id}`, {
      kind: 'investigation.unreachable',
      reason,
    });
  const place = await placeOf(deps, pending, investigation);
  const delivery = await surface.show(investigation.owner, place, card);
  const shown = await settleDelivery(deps, pending, delivery, report);
  if (shown.outcome === 'not_delivered') return shown.result;
  if (!isSamePlace(shown.value, investigation.place))
    await writePlace(deps, pending, { from: investigation.place, place: shown.value });
  deps.unwritten.places.delete(investigation.id);
  return DONE;
}

async function writePlace(
  deps: EffectDeps,
  { investigationId, id }: PendingEffect,
  unwritten: UnwrittenPlace,
): Promise<void> {
  deps.unwritten.places.set(investigationId, unwritten);
  const { place } = unwritten;
  await deps.report(investigationId, `shown:${id}`, { kind: 'investigation.shown', place });
}

/** Where it was shown last, whether or not that could be written. */
async function placeOf(
  deps: EffectDeps,
  { id: effectId }: PendingEffect,
  { id, place }: Investigation,
): Promise<Place> {
  const unwritten = deps.unwritten.places.get(id);
  if (unwritten === undefined || isSamePlace(unwritten.from, place)) return unwritten?.place ?? place;
  // The conversation went elsewhere before that could be written: what stands there is taken back.
  if (!isSamePlace(unwritten.place, place) && place.direct && !unwritten.place.direct)
    await deps.report(id, `shown-late:${effectId}`, { kind: 'investigation.shown', place: unwritten.place });
  return place;
}

/**
 * The state as it was just written will do where its message is known already: whoever writes later shows again. Without one, the
 * message may have been posted since, and would be posted twice.
 */
function committedBy({ committed, attempts }: PendingEffect): Investigation | undefined {
  const investigation = attempts === 0 ? committed?.investigation : undefined;
  return investigation?.place.message === undefined ? undefined : investigation;
}
