import { presentInvestigation } from '../present/index.js';
import { isSamePlace } from '../place.js';
import type { Investigation, Place } from '../investigation.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { settleDelivery } from './deliver.js';
import { DONE, type EffectDeps } from './types.js';

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
  const place = deps.unwritten.places.get(investigation.id) ?? investigation.place;
  const delivery = await surface.show(investigation.owner, place, card);
  const shown = await settleDelivery(deps, pending, delivery, report);
  if (shown.outcome === 'not_delivered') return shown.result;
  if (!isSamePlace(shown.value, investigation.place)) await writePlace(deps, pending, shown.value);
  return DONE;
}

async function writePlace(
  deps: EffectDeps,
  { investigationId, id }: PendingEffect,
  place: Place,
): Promise<void> {
  deps.unwritten.places.set(investigationId, place);
  await deps.report(investigationId, `shown:${id}`, { kind: 'investigation.shown', place });
  deps.unwritten.places.delete(investigationId);
}

/**
 * The state as it was just written will do where its message is known already: whoever writes later shows again. Without one, the
 * message may have been posted since, and would be posted twice.
 */
function committedBy({ committed, attempts }: PendingEffect): Investigation | undefined {
  const investigation = attempts === 0 ? committed?.investigation : undefined;
  return investigation?.place.message === undefined ? undefined : investigation;
}
