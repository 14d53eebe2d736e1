import type { InvestigationStore } from '../conversation/index.js';
import type { ExchangeDraft } from './exchanges.js';

/**
 * The same store, telling of each operation. Closing it is left to whoever made it: a bot that is replaced by one with newer flows
 * leaves its investigations to the next.
 */
export function observeStore(
  store: InvestigationStore,
  tell: (exchange: ExchangeDraft) => void,
): InvestigationStore {
  async function timed<T>(what: string, request: unknown, run: () => Promise<T>, say: (result: T) => string) {
    const started = performance.now();
    const result = await run();
    tell({
      way: 'store',
      what,
      request,
      response: null,
      outcome: say(result),
      ms: performance.now() - started,
    });
    return result;
  }
  return {
    load: (id) =>
      timed(
        'load',
        { id },
        () => store.load(id),
        (found) =>
          found === undefined ? 'not there' : `version ${found.version}, ${found.investigation.phase}`,
      ),
    commit: (commit) => {
      const { investigation, from, eventId, effects } = commit;
      const { id, phase, answers } = investigation;
      const told = { id, from, eventId, phase, answers, effects };
      return timed('commit', told, () => store.commit(commit), String);
    },
    consume: (run, signal) =>
      store.consume((pending) => {
        const { id, investigationId, effect, attempts } = pending;
        const told = { id, investigationId, effect, attempts };
        return timed(
          `effect ${effect.kind}`,
          told,
          () => run(pending),
          ({ outcome }) => outcome,
        );
      }, signal),
    erase: (workspace) => store.erase(workspace),
    records: store.records,
    ping: () => store.ping(),
    close: async () => {},
  };
}
