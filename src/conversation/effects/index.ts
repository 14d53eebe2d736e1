import { assertNever, messageOf, OtherReleaseError, StoreUnavailableError } from '../../errors.js';
import type { Effect, EffectOutcome, PendingEffect } from '../store.js';
import type { Investigation } from '../investigation.js';
import { retryDelay } from './backoff.js';
import { collect } from './collect.js';
import { fieldsOf } from './deliver.js';
import { notify } from './notify.js';
import { postNote } from './post-note.js';
import { postRecord } from './post-record.js';
import { postShare } from './post-share.js';
import { postSupport } from './post-support.js';
import { show } from './show.js';
import { DONE, type EffectDeps } from './types.js';
import { withdraw } from './withdraw.js';

export { createUnwritten, type EffectDeps, type Surfaces } from './types.js';

/** Runs one effect. Never rejects: what fails is tried again, and a bug is given up on after a while. */
export async function runEffect(deps: EffectDeps, pending: PendingEffect): Promise<EffectOutcome> {
  const started = performance.now();
  let reported = false;
  const report: EffectDeps['report'] = (...what) => {
    reported = true;
    return deps.report(...what);
  };
  const load: EffectDeps['load'] = async (id) => ofOurSurfaces(deps, await deps.load(id));
  const result = await dispatch({ ...deps, load, report }, pending, pending.effect).catch((error: unknown) =>
    error instanceof OtherReleaseError ? leave(deps, pending, reported) : afterError(deps, pending, error),
  );
  deps.meter.countEffect(pending.effect.kind, result.outcome, (performance.now() - started) / 1000);
  return result;
}

function dispatch(deps: EffectDeps, pending: PendingEffect, effect: Effect): Promise<EffectOutcome> {
  switch (effect.kind) {
    case 'show':
      return show(deps, pending);
    case 'collect':
      return collect(deps, pending, effect.audit);
    case 'post_support':
      return postSupport(deps, pending, effect.fingerprint);
    case 'notify':
      return notify(deps, pending, effect.userId, effect.text);
    case 'post_note':
      return postNote(deps, pending, effect);
    case 'post_share':
      return postShare(deps, pending, effect);
    case 'post_record':
      return postRecord(deps, pending, effect);
    case 'withdraw':
      return withdraw(deps, pending, effect);
    default:
      return assertNever(effect, 'effect');
  }
}

/** A process that does not have that surface yet, or no more, must not take its effects away from those that have it. */
function ofOurSurfaces(
  { surfaces }: EffectDeps,
  investigation: Investigation | undefined,
): Investigation | undefined {
  const surface = investigation?.owner.surface;
  if (surface !== undefined && surfaces[surface] === undefined)
    throw new OtherReleaseError(`${surface} is not configured here`);
  return investigation;
}

/** `reported`: what was done could not be written down. */
function leave({ logger }: EffectDeps, pending: PendingEffect, reported: boolean): EffectOutcome {
  logger.warn(fieldsOf(pending), 'an effect that this process cannot do; left for one that can');
  return { outcome: 'left', ...(reported ? { done: 'maybe' } : {}) };
}

function afterError({ limits, logger }: EffectDeps, pending: PendingEffect, error: unknown): EffectOutcome {
  const afterMs = retryDelay(limits, pending.attempts);
  if (error instanceof StoreUnavailableError) {
    logger.warn(fieldsOf(pending, { afterMs }), 'the store did not answer; the effect waits');
    return { outcome: 'retry', afterMs };
  }
  if (pending.attempts + 1 >= limits.attemptsOnError) {
    logger.error(fieldsOf(pending, { error: messageOf(error) }), 'an effect failed too often; dropped');
    return DONE;
  }
  logger.error(fieldsOf(pending, { afterMs, error: messageOf(error) }), 'an effect failed; trying again');
  return { outcome: 'retry', afterMs };
}
