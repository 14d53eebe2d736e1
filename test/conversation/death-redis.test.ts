import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Card } from '../../src/card/card.js';
import { createRedisStore } from '../../src/conversation/redis/index.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import type { InvestigationStore } from '../../src/conversation/store.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { DyingProcess } from './support/dying.js';
import { FAST } from './support/redis-stores.js';
import { DETAILS, idOf, JANE, pause, PLACE, type Process, startProcess, until } from './support/rig.js';
import { RecordingSurface, textOf } from './support/surface.js';

jest.setTimeout(240_000);

const TIMINGS = {
  ...FAST,
  command: 10_000,
  claimIdle: 400,
  sweepEvery: 100,
  lease: 400,
  keepEvery: 100,
  block: 50,
};
const LIMITS = { retryFirstMs: 2, retryMaxMs: 10 };
/** Deaths at once, each in a database of its own. */
const AT_ONCE = 6;
/** More calls than there are. */
const ENDLESS = 200;
/** One is nearly always enough. */
const SWEEPS = 3;

const SENT: readonly {
  readonly event: InvestigationEvent;
  readonly seen: (surface: RecordingSurface) => boolean;
}[] = [
  {
    event: { kind: 'answer.submitted', step: 'ask-requester-pays', option: 'yes' },
    seen: (surface) => textOf(surface.last).includes('post_to_support'),
  },
  {
    event: { kind: 'support.requested' },
    seen: (surface) => textOf(surface.last).includes('Posted to the support channel'),
  },
  { event: { kind: 'note.added', text: 'urgent' }, seen: (surface) => surface.replies.length > 0 },
  {
    event: { kind: 'share.requested', channel: 'C-shared', userId: 'U1' },
    seen: ({ support }) => support.some(({ channel }) => channel === 'C-shared'),
  },
  { event: { kind: 'privacy.requested' }, seen: (surface) => surface.withdrawn.length > 0 },
];

/** Many connections are made at once, on a machine that has others to serve. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 20) throw error;
      await pause(250);
    }
  }
}

/** What a dead process leaves behind may never end. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([work.catch(() => undefined), late]);
}

/** One process that dies at its nth call, and the next one, which starts then on the same Redis and the same chat platform. */
class Succession {
  readonly surface = new RecordingSurface();
  readonly dying: DyingProcess;
  readonly #url: (port?: number) => string;
  readonly #cleanUp: (() => Promise<void>)[] = [];
  #alive: Promise<Process>;

  constructor(url: (port?: number) => string, number: number) {
    this.#url = url;
    this.dying = new DyingProcess(number);
    this.#alive = this.#startFirst();
  }

  /** What Slack delivers: again, where nobody answered. */
  async deliver<T>(act: (process: Process) => Promise<T>): Promise<T> {
    const { diedAt } = this.dying;
    const answered = act(await this.#alive);
    const lost = Symbol('lost');
    const first = await Promise.race([
      answered,
      ...(diedAt === undefined ? [this.dying.died.then(() => lost)] : []),
    ]);
    if (first !== lost) return first as T;
    answered.catch(() => undefined);
    return act(await this.#alive);
  }

  async end(): Promise<void> {
    const process = await this.#alive;
    this.dying.bury();
    await within(2_000, process.stop());
    await Promise.all(this.#cleanUp.map((clean) => within(2_000, clean())));
  }

  async #startFirst(): Promise<Process> {
    const proxy = await startTcpProxy(Number(new URL(this.#url()).port));
    const store = await this.#open(this.#url(proxy.port));
    const process = this.#start(this.dying.store(store), this.dying);
    void this.#succeed(proxy);
    this.#cleanUp.push(
      () => process.stop(),
      () => proxy.close(),
    );
    return process;
  }

  async #succeed(proxy: TcpProxy): Promise<void> {
    await this.dying.died;
    this.#alive = (async () => {
      // Nothing that the dead one may still want to say arrives.
      await proxy.close();
      return this.#start(await this.#open(this.#url()));
    })();
  }

  async #open(url: string): Promise<InvestigationStore> {
    const store = await patiently(() => createRedisStore({ url, timings: TIMINGS }));
    this.#cleanUp.push(() => store.close());
    return store;
  }

  #start(store: InvestigationStore, dying?: DyingProcess): Process {
    const { surface } = this;
    const slack = dying === undefined ? surface : dying.surface(surface);
    return startProcess(store, { surface, surfaces: { slack, teams: undefined }, limits: LIMITS });
  }
}

async function goThrough(succession: Succession): Promise<string> {
  const { surface } = succession;
  const request = { eventId: 'start', actor: JANE, place: PLACE, details: DETAILS };
  const id = idOf(await succession.deliver(({ conversation }) => conversation.start(request)));
  await until(() => surface.shown.length > 0, 'the first question', 20_000);
  for (const { event, seen } of SENT) {
    await succession.deliver(({ conversation }) => conversation.handle(id, event.kind, JANE, event));
    await until(() => seen(surface), `what comes of ${event.kind}`, 20_000);
  }
  return id;
}

/** What holds wherever the process died. */
async function expectTruth(succession: Succession, id: string): Promise<void> {
  const { surface, dying } = succession;
  const load = () => succession.deliver(({ conversation }) => conversation.load(id));
  await until(async () => (await load())?.place.message !== undefined, 'the place', 20_000);
  const state = await load();
  expect(state?.answers).toEqual({ 'ask-requester-pays': 'yes' });
  expect(state?.support?.state).toBe('posted');
  await until(() => surface.shown.at(-1)?.place.message === state?.place.message, 'the card', 20_000);
  expect(surface.shown.at(-1)?.place.direct).toBe(true);
  expect(textOf(surface.last)).toContain('Posted to the support channel');
  // What was on its way when the process died may be there twice, and then says so; nothing else is.
  const twice = (...whats: readonly string[]) => (whats.includes(dying.diedAt ?? '') ? 1 : 0);
  const posts = (channel: string) => surface.support.filter((each) => each.channel === channel);
  const expectOnce = (made: readonly { readonly card: Card }[], mayRepeat: number) => {
    expect(made.length).toBeGreaterThanOrEqual(1);
    expect(made.length).toBeLessThanOrEqual(1 + mayRepeat);
    if (made.length > 1) expect(textOf(made.at(-1)?.card)).toContain('it may be here twice');
  };
  expectOnce(posts('C-support'), twice('postSupport'));
  expectOnce(posts('C-shared'), twice('postSupport', 'notify'));
  expectOnce(surface.replies, twice('reply'));
  const shows = surface.shown.filter(({ posted }) => posted).length;
  expect(shows).toBeGreaterThanOrEqual(2);
  expect(shows).toBeLessThanOrEqual(2 + Math.max(twice('show')));
}

describeWithPeer('redis-server', 'a process that dies', () => {
  let redis: RedisPeer;
  let databases = 0;
  beforeAll(async () => {
    redis = await startRedis({ args: ['--databases', String(2 * ENDLESS * SWEEPS)] });
  });
  afterAll(() => redis.close());

  async function dieAt(number: number): Promise<string | undefined> {
    databases += 1;
    const database = databases;
    const url = (port = redis.port) => `redis://127.0.0.1:${port}/${database}`;
    const succession = new Succession(url, number);
    try {
      await expectTruth(succession, await goThrough(succession));
      return succession.dying.diedAt;
    } catch (error) {
      throw new Error(`where it died after call ${number} (${succession.dying.diedAt})`, { cause: error });
    } finally {
      await succession.end();
    }
  }

  /** Dies after the first call, after the second, …, until it need not die any more. */
  async function dieEverywhere(): Promise<readonly (string | undefined)[]> {
    const died: (string | undefined)[] = [];
    for (let first = 1; first < ENDLESS && !died.includes(undefined); first += AT_ONCE) {
      const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
      const ended = await Promise.allSettled(numbers.map(dieAt));
      for (const each of ended) {
        if (each.status === 'rejected') throw each.reason;
        died.push(each.value);
      }
    }
    expect(died.indexOf(undefined)).toBeGreaterThan(15);
    return died;
  }

  it('leaves all to the next one, after whichever write or delivery it dies', async () => {
    const everything = ['commit', 'notify', 'postSupport', 'reply', 'show', 'withdraw', undefined];
    const died = new Set<string | undefined>();
    // Which call is the n-th is not the same each time: shows that are overtaken are left out.
    for (let sweep = 0; sweep < SWEEPS && died.size < everything.length; sweep += 1)
      for (const at of await dieEverywhere()) died.add(at);
    expect(died).toEqual(new Set(everything));
  });
});
