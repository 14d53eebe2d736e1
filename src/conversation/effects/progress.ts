import type { CollectionProgress } from '../../evidence/collector.js';
import { messageOf } from '../../errors.js';
import { presentProgress } from '../present/index.js';
import type { Investigation } from '../investigation.js';
import { isWaiting } from './waiting.js';
import type { EffectDeps } from './types.js';

export interface Progress {
  readonly update: (progress: CollectionProgress) => void;
  /** Resolves when nothing of it is on its way any more, so that it cannot overtake the result. */
  readonly stop: () => Promise<void>;
}

/** Shows how far an audit has come, at most once an interval, and only while somebody waits for it. Nothing of it is stored. */
export function startProgress(deps: EffectDeps, started: Investigation, onSuperseded: () => void): Progress {
  let latest: CollectionProgress | undefined;
  let shown: CollectionProgress | undefined;
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const tick = async () => {
    const progress = latest;
    const now = await deps.load(started.id);
    if (now === undefined || !isWaiting(now, started.audit)) return onSuperseded();
    const surface = deps.surfaces[now.owner.surface];
    if (progress === undefined || progress === shown || now.place.message === undefined) return;
    shown = progress;
    await surface?.show(now.owner, now.place, presentProgress(now, progress));
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = tick()
      .catch((error: unknown) => {
        deps.logger.warn({ investigationId: started.id, error: messageOf(error) }, 'progress was not shown');
      })
      .finally(() => {
        busy = false;
      });
  }, deps.limits.progressEveryMs);
  return {
    update: (progress) => {
      latest = progress;
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
