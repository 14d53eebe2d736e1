import { type BotProcess, startBotProcess } from '../support/bot-process.js';
import type { FakeSlackApi } from '../support/slack-api.js';

/** Several processes of one deployment. Whoever dies is replaced. */
export class Fleet {
  readonly #api: FakeSlackApi;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #living = new Set<BotProcess>();
  readonly #all: BotProcess[] = [];
  #turn = 0;

  constructor(api: FakeSlackApi, environment: Readonly<Record<string, string>>) {
    this.#api = api;
    this.#environment = environment;
  }

  async start(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.#add();
  }

  /** As a load balancer would: one after another. */
  next(): BotProcess {
    const living = [...this.#living];
    this.#turn += 1;
    const bot = living[this.#turn % living.length];
    if (bot === undefined) throw new Error('no process is left');
    return bot;
  }

  /** SIGKILL for one of them; resolves when another has taken its place. */
  async killOne(): Promise<void> {
    const living = [...this.#living];
    const victim = living[Math.floor(Math.random() * living.length)];
    if (victim === undefined) throw new Error('no process is left');
    this.#living.delete(victim);
    await victim.kill();
    await this.#add();
  }

  /** What all of them logged, the dead ones too. */
  log(): string {
    return this.#all.map((bot) => bot.log()).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#living].map((bot) => bot.stop()));
    this.#living.clear();
  }

  async #add(): Promise<void> {
    const bot = await startBotProcess(this.#api, this.#environment);
    this.#living.add(bot);
    this.#all.push(bot);
  }
}
