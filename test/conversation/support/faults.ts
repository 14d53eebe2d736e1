import { StoreUnavailableError } from '../../../src/errors.js';
import type { InvestigationStore } from '../../../src/conversation/store.js';
import type { Surface } from '../../../src/conversation/surface.js';

/**
 * How one call fails. `refused`: nothing was done. `unheard`: it was done, and the answer is lost; of the store only, since a chat
 * platform has no way to ask whether a message was posted. `broken`: an error that nobody expects.
 */
export const FAULTS = ['refused', 'unheard', 'broken'] as const;
export type Fault = (typeof FAULTS)[number];

/** Counts every load, write and delivery, and lets the one with this number fail. */
export class FaultAt {
  /** How many calls there were. */
  calls = 0;
  /** What failed. */
  hit: string | undefined;
  readonly #number: number;
  readonly #fault: Fault;

  constructor(number: number, fault: Fault) {
    this.#number = number;
    this.#fault = fault;
  }

  store(real: InvestigationStore): InvestigationStore {
    return {
      load: (id) => this.#ofStore('load', () => real.load(id)),
      commit: (commit) => this.#ofStore('commit', () => real.commit(commit)),
      consume: (run, signal) => real.consume(run, signal),
      erase: (workspace) => real.erase(workspace),
      records: real.records,
      ping: () => real.ping(),
      close: () => real.close(),
    };
  }

  surface(real: Surface): Surface {
    const { more } = real;
    return {
      show: (...args) => this.#ofSurface('show', () => real.show(...args)),
      postSupport: (...args) => this.#ofSurface('postSupport', () => real.postSupport(...args)),
      notify: (...args) => this.#ofSurface('notify', () => real.notify(...args)),
      ...(more === undefined
        ? {}
        : {
            more: {
              reply: (...args) => this.#ofSurface('reply', () => more.reply(...args)),
              withdraw: (...args) => this.#ofSurface('withdraw', () => more.withdraw(...args)),
            },
          }),
    };
  }

  #fails(what: string): boolean {
    this.calls += 1;
    if (this.calls !== this.#number) return false;
    this.hit = what;
    return true;
  }

  async #ofStore<T>(what: string, act: () => Promise<T>): Promise<T> {
    if (!this.#fails(what)) return act();
    if (this.#fault === 'unheard') await act();
    throw this.#fault === 'broken' ? new Error('a fault') : new StoreUnavailableError('a fault');
  }

  async #ofSurface<T>(what: string, act: () => Promise<T>) {
    if (!this.#fails(what)) return act();
    if (this.#fault === 'broken') throw new Error('a fault');
    return { outcome: 'retry', reason: 'a fault' } as const;
  }
}
