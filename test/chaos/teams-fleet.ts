import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { patiently } from './patience.js';

interface Member {
  readonly child: ChildProcess;
  /** undefined: it does not listen yet. */
  url: string | undefined;
}

const START_MS = 60_000;

/** Processes of one deployment in Teams. Whoever dies is replaced. */
export class TeamsFleet {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #living = new Set<Member>();
  #log = '';
  #turn = 0;
  #stopping = false;
  /** How many died. */
  deaths = 0;

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  async start(count: number): Promise<void> {
    for (let started = 0; started < count; started += 1) this.#add();
    const ready = () => (this.#urls().length >= count ? true : undefined);
    if (!(await patiently(ready, START_MS))) throw new Error(`they did not start:\n${this.#log}`);
  }

  /** As a load balancer would: one after another. undefined: none listens. */
  next(): string | undefined {
    const urls = this.#urls();
    this.#turn += 1;
    return urls[this.#turn % urls.length];
  }

  /** What all of them logged. */
  log(): string {
    return this.#log;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      [...this.#living].map(async ({ child }) => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
  }

  #urls(): readonly string[] {
    return [...this.#living].flatMap(({ url }) => (url === undefined ? [] : [url]));
  }

  #add(): void {
    const child = spawn(process.execPath, ['test/chaos/teams-process.mjs'], {
      env: { PATH: process.env['PATH'], ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const member: Member = { child, url: undefined };
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      this.#log += chunk.toString('utf8');
      member.url ??= /"url":"([^"]+)"/.exec(said)?.[1];
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => {
      this.#living.delete(member);
      if (this.#stopping) return;
      this.deaths += 1;
      this.#add();
    });
    this.#living.add(member);
  }
}
