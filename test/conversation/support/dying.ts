import type { InvestigationStore } from '../../../src/conversation/store.js';
import type { Surface } from '../../../src/conversation/surface.js';

/**
 * Counts every write and delivery of one process. With the one of this number the process dies: it is done, nobody hears its answer, and
 * nothing that the process would do then is done. Between two of them nothing happens that another process could see.
 */
export class DyingProcess {
  calls = 0;
  /** At what it died. */
  diedAt: string | undefined;
  readonly died: Promise<void>;
  readonly #number: number;
  readonly #die: () => void;
  readonly #unheard: (() => void)[] = [];

  constructor(number: number) {
    this.#number = number;
    let die = (): void => {};
    this.died = new Promise((resolve) => (die = resolve));
    this.#die = die;
  }

  store(real: InvestigationStore): InvestigationStore {
    return {
      load: (id) => this.#unlessGone(() => real.load(id)),
      commit: (commit) => this.#call('commit', () => real.commit(commit)),
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
      show: (...args) => this.#call('show', () => real.show(...args)),
      postSupport: (...args) => this.#call('postSupport', () => real.postSupport(...args)),
      notify: (...args) => this.#call('notify', () => real.notify(...args)),
      ...(more === undefined
        ? {}
        : {
            more: {
              reply: (...args) => this.#call('reply', () => more.reply(...args)),
              withdraw: (...args) => this.#call('withdraw', () => more.withdraw(...args)),
            },
          }),
    };
  }

  /** So that nothing of it is left in this test run. */
  bury(): void {
    for (const give of this.#unheard.splice(0)) give();
  }

  async #call<T>(what: string, act: () => Promise<T>): Promise<T> {
    return this.#unlessGone(async () => {
      this.calls += 1;
      if (this.calls !== this.#number) return act();
      this.diedAt = what;
      await act();
      this.#die();
      return this.#never();
    });
  }

  #unlessGone<T>(act: () => Promise<T>): Promise<T> {
    return this.diedAt === undefined ? act() : this.#never();
  }

  #never<T>(): Promise<T> {
    return new Promise<T>((_resolve, reject) => this.#unheard.push(() => reject(new Error('it is dead'))));
  }
}
