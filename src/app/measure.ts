import type { InvestigationStore, Surface } from '../conversation/index.js';
import type { Metrics, SurfaceName } from '../ops/metrics.js';

/** As long as an investigation counts as active after its last write. */
const ACTIVE_MS = 15 * 60_000;
/** Of more than these at a time only the latest are remembered: what counts them must not grow with them. */
const MOST_ACTIVE = 20_000;

type StoreMetrics = Pick<Metrics, 'observeStore' | 'countActive'>;

/** The same store, with how long it takes and how many investigations it writes on record. */
export function measureStore(
  store: InvestigationStore,
  metrics: StoreMetrics,
  now: () => number = Date.now,
): InvestigationStore {
  const written = new Map<string, number>();
  const forget = (): void => {
    // A Map keeps the order of insertion: what was written longest ago stands in front.
    for (const [id, at] of written) {
      if (now() - at <= ACTIVE_MS && written.size <= MOST_ACTIVE) return;
      written.delete(id);
    }
  };
  metrics.countActive(() => {
    forget();
    return written.size;
  });
  const timed = async <T>(operation: string, run: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const observe = (outcome: 'ok' | 'failed') =>
      metrics.observeStore(operation, outcome, (performance.now() - started) / 1000);
    try {
      const result = await run();
      observe('ok');
      return result;
    } catch (error) {
      observe('failed');
      throw error;
    }
  };
  return {
    records: {
      get: (id) => timed('record', () => store.records.get(id)),
      set: (id, value, ttlSeconds) => timed('record', () => store.records.set(id, value, ttlSeconds)),
      delete: (id) => timed('record', () => store.records.delete(id)),
    },
    load: (id) => timed('load', () => store.load(id)),
    commit: (commit) => {
      const { id } = commit.investigation;
      forget();
      written.delete(id);
      written.set(id, now());
      return timed('commit', () => store.commit(commit));
    },
    consume: (run, signal) => store.consume(run, signal),
    erase: (workspace) => timed('erase', () => store.erase(workspace)),
    ping: () => timed('ping', () => store.ping()),
    close: () => store.close(),
  };
}

/** The same surface, with the platform's 429s counted. */
export function measureSurface(
  surface: Surface,
  name: SurfaceName,
  metrics: Pick<Metrics, 'countRateLimited'>,
): Surface {
  const count = <T extends { readonly outcome: string }>(delivery: T): T => {
    // Only a 429 says when to come back.
    if (delivery.outcome === 'retry' && 'afterMs' in delivery && delivery.afterMs !== undefined)
      metrics.countRateLimited(name);
    return delivery;
  };
  const { more } = surface;
  return {
    show: async (...shown) => count(await surface.show(...shown)),
    notify: async (...told) => count(await surface.notify(...told)),
    postSupport: async (...posted) => count(await surface.postSupport(...posted)),
    ...(more === undefined
      ? {}
      : {
          more: {
            reply: async (...replied) => count(await more.reply(...replied)),
            withdraw: async (...withdrawn) => count(await more.withdraw(...withdrawn)),
          },
        }),
  };
}
