import { assertNever, messageOf, StoreUnavailableError } from '../../errors.js';
import type { Effect, EffectOutcome, PendingEffect } from '../store.js';
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
  const result = await dispatch(deps, pending, pending.effect).catch((error: unknown) =>
    afterError(deps, pending, error),
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
