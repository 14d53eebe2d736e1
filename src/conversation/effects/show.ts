import { presentInvestigation } from '../present/index.js';
import { isSamePlace } from '../place.js';
import type { Investigation, Place } from '../investigation.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { retryDelay } from './backoff.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps, type UnwrittenPlace } from './types.js';

/** Shows the investigation as it is now. Every later write brings its own show, so the last one wins. */
export async function show(deps: EffectDeps, pending: PendingEffect): Promise<EffectOutcome> {
  const investigation = committedBy(pending) ?? (await deps.load(pending.investigationId));
  const surface = investigation && deps.surfaces[investigation.owner.surface];
  if (investigation === undefined || surface === undefined) return DONE;
  const report = (reason: string) =>
    deps.report(pending.investigationId, `unreachable:${pending.id}`, {
      kind: 'investigation.unreachable',
      reason,
    });
  const known = await placeOf(deps, pending, investigation);
  const twin = known.twin ?? (pending.interrupted && known.message === undefined ? 'possible' : undefined);
  const card = presentInvestigation({ ...investigation, place: withTwin(known, twin) }, deps);
  const delivery = await surface.show(investigation.owner, known, card);
  const shown = await settleDelivery(deps, pending, delivery, report);
  if (shown.outcome === 'not_delivered') return shown.result;
  const place = withTwin(shown.value, twin);
  if (!isSamePlace(place, investigation.place))
    await writePlace(deps, pending, { from: investigation.place, place });
  deps.unwritten.places.delete(investigation.id);
  if (delivery.unfinished === undefined) return DONE;
  const afterMs = retryDelay(deps.limits, pending.attempts, delivery.unfinished.afterMs);
  return { outcome: 'retry', afterMs };
}

function withTwin(place: Place, twin: Place['twin']): Place {
  return twin === undefined ? place : { ...place, twin };
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
