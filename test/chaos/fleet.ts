import { type BotProcess, startBotProcess } from '../support/bot-process.js';
import type { FakeSlackApi } from '../support/slack-api.js';
import { type Moment, momentsOfLog } from './story.js';

interface Member {
  readonly name: string;
  readonly bot: BotProcess;
}

/** Several processes of one deployment. Whoever dies is replaced. */
export class Fleet {
  readonly #api: FakeSlackApi;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #living = new Set<Member>();
  #all: Member[] = [];
  #moments: Moment[] = [];
  #started = 0;
  #turn = 0;

  constructor(api: FakeSlackApi, environment: Readonly<Record<string, string>>) {
    this.#api = api;
    this.#environment = environment;
  }

  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#add()));
  }

  /** As a load balancer would: one after another. */
  next(): BotProcess {
    const living = [...this.#living];
    this.#turn += 1;
    const member = living[this.#turn % living.length];
    if (member === undefined) throw new Error('no process is left');
    return member.bot;
  }

  /** The one that lives longest; it is never killed or restarted. */
  get eldest(): BotProcess {
    const [member] = this.#living;
    if (member === undefined) throw new Error('no process is left');
    return member.bot;
  }

  /** SIGKILL for one of them; resolves when another has taken its place. */
  killOne(spare?: BotProcess): Promise<void> {
    return this.#replace('killed', (bot) => bot.kill(), spare);
  }

  /** SIGTERM, as in a rolling deploy. */
  restartOne(spare?: BotProcess): Promise<void> {
    return this.#replace('told to stop', async (bot) => void (await bot.stop()), spare);
  }

  /** What all of them logged, the dead ones too. */
  log(): string {
    return this.#all.map(({ bot }) => bot.log()).join('\n');
  }

  /** Forgets the dead: for runs of an hour. */
  forget(): void {
    this.#all = [...this.#living];
    this.#moments = [];
  }

  /** What they logged of one investigation; without one, of none, and what became of the processes. */
  moments(investigationId: string | undefined): readonly Moment[] {
    return [
      ...(investigationId === undefined ? this.#moments : []),
      ...this.#all.flatMap(({ name, bot }) => momentsOfLog(name, bot.log(), investigationId)),
    ];
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#living].map(({ bot }) => bot.stop()));
    this.#living.clear();
  }

  async #replace(how: string, end: (bot: BotProcess) => Promise<void>, spare?: BotProcess): Promise<void> {
    const candidates = [...this.#living].filter(({ bot }) => bot !== spare);
    const victim = candidates[Math.floor(Math.random() * candidates.length)];
    if (victim === undefined) throw new Error('no process is left');
    this.#living.delete(victim);
    this.#note(`${victim.name} is ${how}`);
    await end(victim.bot);
    await this.#add();
  }

  async #add(): Promise<void> {
    this.#started += 1;
    const name = `bot ${this.#started}`;
    const bot = await startBotProcess(this.#api, this.#environment);
    this.#note(`${name} takes requests`);
    this.#living.add({ name, bot });
    this.#all.push({ name, bot });
  }

  #note(what: string): void {
    this.#moments.push({ at: Date.now(), what: `fleet    ${what}` });
  }
}
