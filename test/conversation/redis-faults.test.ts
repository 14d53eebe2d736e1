import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { OtherReleaseError, StoreUnavailableError, WriteUncertainError } from '../../src/errors.js';
import type { InvestigationStore } from '../../src/conversation/index.js';
import type { EffectOutcome, PendingEffect } from '../../src/conversation/store.js';
import { JSON_CODEC } from '../../src/conversation/codec.js';
import { createRedisStore } from '../../src/conversation/redis/index.js';
import { describeWithPeer } from '../support/peers.js';
import { startRedis, type RedisPeer } from '../support/redis.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { anInvestigation } from './support/investigation.js';
import { FAST, RedisStores } from './support/redis-stores.js';
import { answer, pause, startInvestigation, startProcess, until, type Process } from './support/rig.js';
import { textOf } from './support/surface.js';

const DONE: EffectOutcome = { outcome: 'done' };

const write = (store: InvestigationStore, from = 0, investigation = anInvestigation()) =>
  store.commit({ investigation, from, eventId: `e${from}`, effects: [{ kind: 'collect', audit: from }] });

describeWithPeer('redis-server', 'the Redis store, when things break', () => {
  let redis: RedisPeer;
  let stores: RedisStores;
  const processes: Process[] = [];
  const started = (process: Process) => {
    processes.push(process);
    return process;
  };

  beforeAll(async () => {
    redis = await startRedis({ persistent: true });
  });
  afterAll(() => redis?.close());
  beforeEach(async () => {
    await redis.command('FLUSHALL');
    stores = new RedisStores(() => redis);
  });
  afterEach(async () => {
    for (const process of processes.splice(0)) await process.stop();
    await stores.closeAll();
  });

  /** Takes an effect and is never heard of again: its store's timers never come round. */
  const takeAndDie = async (within: (effect: PendingEffect) => void = () => {}) => {
    const never = { keepEvery: 3_600_000, sweepEvery: 3_600_000 };
    const store = await stores.open({ timings: { claimIdle: 600, lease: 600, block: 100, ...never } });
    const controller = new AbortController();
    let taken = false;
    const grave: ((outcome: EffectOutcome) => void)[] = [];
    const dead = new Promise<EffectOutcome>((resolve) => grave.push(resolve));
    const running = store.consume(async (effect) => {
      taken = true;
      within(effect);
      return dead;
    }, controller.signal);
    return {
      store,
      taken: () => taken,
      bury: async () => (
        grave.forEach((die) => die({ outcome: 'retry', afterMs: 60_000 })), controller.abort(), running
      ),
    };
  };

  describe('a process that dies', () => {
    it('loses its effect to another, which is told that it was interrupted', async () => {
      const dying = await takeAndDie();
      await write(dying.store);
      await until(dying.taken, 'the first process has it');
      const seen: PendingEffect[] = [];
      const controller = new AbortController();
      const other = await stores.open();
      const running = other.consume(async (effect) => {
        seen.push(effect);
        return DONE;
      }, controller.signal);
      // With the real timings: 9 s idle, looked for every 2 s.
      await until(() => seen.length === 1, 'taken over', 10_000);
      expect(seen[0]).toMatchObject({ interrupted: true, attempts: 1 });
      await dying.bury();
      controller.abort();
      await running;
    });

    it('does not hold up effects that come later', async () => {
      const dying = await takeAndDie();
      const investigation = anInvestigation();
      await write(dying.store, 0, investigation);
      await until(dying.taken, 'the first process has it');
      const order: number[] = [];
      const other = await stores.open();
      const controller = new AbortController();
      const running = other.consume(async ({ effect }) => {
        if (effect.kind === 'collect') order.push(effect.audit);
        return DONE;
      }, controller.signal);
      await write(other, 1, investigation);
      await until(() => order.length === 2, 'both', 5_000);
      expect(new Set(order)).toEqual(new Set([0, 1]));
      await dying.bury();
      controller.abort();
      await running;
    });
  });

  it('hands over what a write has brought, though its answer came too late', async () => {
    const store = await stores.open({ timings: { ...FAST, command: 200, claimIdle: 60_000, lease: 60_000 } });
    const seen: PendingEffect[] = [];
    const controller = new AbortController();
    const running = store.consume(async (effect) => {
      seen.push(effect);
      return DONE;
    }, controller.signal);
    // The script is known by then: nothing is said twice.
    await write(store);
    await until(() => seen.length === 1, 'the first');
    await redis.pause();
    await expect(write(store, 0, anInvestigation())).rejects.toBeInstanceOf(WriteUncertainError);
    await redis.resume();
    await until(() => seen.length === 2, 'the second');
    expect(seen[1]).toMatchObject({ interrupted: false, attempts: 0 });
    controller.abort();
    await running;
  });

  it('runs the effects of a write whose connection broke as soon as there is another, once and unmarked', async () => {
    const proxy = await startTcpProxy(redis.port);
    const timings = { ...FAST, claimIdle: 60_000, lease: 60_000 };
    const store = await stores.open({ url: `redis://127.0.0.1:${proxy.port}`, timings });
    const seen: PendingEffect[] = [];
    const controller = new AbortController();
    const running = store.consume(async (effect) => {
      seen.push(effect);
      return DONE;
    }, controller.signal);
    await write(store);
    await until(() => seen.length === 1, 'the first');
    proxy.losesAnswersTo = '"schema":1';
    const writing = write(store, 0, anInvestigation());
    await pause(100);
    proxy.hangUp();
    expect(await writing).toBe('committed');
    await until(() => seen.length === 2, 'the second', 10_000);
    expect(seen[1]).toMatchObject({ interrupted: false, attempts: 0 });
    await until(async () => (await redis.command('XLEN', '{p0}:effects')).startsWith(':0'), 'settled');
    await pause(300);
    expect(seen).toHaveLength(2);
    controller.abort();
    await running;
    await proxy.close();
  });

  it('leaves an effect that it cannot read to a process that can, which is not told that it was begun', async () => {
    const sealing = { ...JSON_CODEC, decodeEffect: () => undefined };
    const old = await stores.open({ codec: sealing, timings: { ...FAST, claimIdle: 60_000 } });
    const controller = new AbortController();
    const ran: string[] = [];
    const consume = (store: InvestigationStore, name: string) =>
      store.consume(async ({ interrupted }) => {
        ran.push(`${name} ${interrupted}`);
        return DONE;
      }, controller.signal);
    const running = [consume(old, 'old')];
    await write(old);
    await pause(400);
    const newer = await stores.open({ timings: { ...FAST, claimIdle: 60_000 } });
    running.push(consume(newer, 'newer'));
    await until(() => ran.length === 1, 'the newer one has it', 10_000);
    expect(ran).toEqual(['newer false']);
    controller.abort();
    await Promise.all(running);
  });

  it('drops what nobody could do for a day', async () => {
    const { id } = anInvestigation();
    const yesterday = `${Date.now() - 25 * 3_600_000}-1`;
    const effect = JSON_CODEC.encodeEffect({ kind: 'show' });
    await redis.command('XADD', '{p0}:effects', yesterday, 'i', id, 'e', effect);
    const store = await stores.open({ timings: { ...FAST, claimIdle: 60_000 } });
    const controller = new AbortController();
    const running = store.consume(async () => ({ outcome: 'left' }), controller.signal);
    await until(
      async () => (await redis.command('XLEN', '{p0}:effects')).startsWith(':0'),
      'dropped',
      10_000,
    );
    controller.abort();
    await running;
  });

  it('leaves a conversation on a surface that it does not have to a process that has it', async () => {
    const timings = { ...FAST, claimIdle: 60_000 };
    const without = started(
      startProcess(await stores.open({ timings }), { surfaces: { slack: undefined, teams: undefined } }),
    );
    await startInvestigation(without.conversation);
    await pause(400);
    const { surface } = started(startProcess(await stores.open({ timings })));
    await until(() => surface.shown.length === 1, 'the first question', 10_000);
    expect(textOf(surface.last)).not.toContain('if it stands here twice');
  });

  it('hands out the state that a write brought only to who has had the right to run since', async () => {
    const investigation = anInvestigation();
    const versions: Record<string, (number | undefined)[]> = { a: [], b: [] };
    const gates = [() => {}];
    const first = new Promise<void>((resolve) => (gates[0] = resolve));
    const controller = new AbortController();
    const open = async (name: string) => {
      const store = await stores.open({ timings: { ...FAST, claimIdle: 60_000, lease: 60_000 } });
      const running = store.consume(async ({ committed }) => {
        versions[name]?.push(committed?.version);
        if (versions['b']?.length === 1) await first;
        return DONE;
      }, controller.signal);
      return { store, running };
    };
    const b = await open('b');
    const a = await open('a');
    await write(b.store, 0, investigation);
    await until(() => versions['b']?.length === 1, 'the first effect runs');
    await write(a.store, 1, investigation);
    await write(b.store, 2, investigation);
    gates[0]?.();
    await until(() => versions['a']?.length === 1 && versions['b']?.length === 2, 'all three');
    expect(versions).toEqual({ b: [1, 3], a: [undefined] });
    controller.abort();
    await Promise.all([a.running, b.running]);
  });

  it('leaves a long effect with the process that is at work on it', async () => {
    const runs: string[] = [];
    const open = async (name: string) => {
      const store = await stores.open();
      const controller = new AbortController();
      const running = store.consume(async () => {
        runs.push(name);
        await pause(2_000);
        return DONE;
      }, controller.signal);
      return { store, stop: async () => (controller.abort(), running) };
    };
    const one = await open('one');
    const two = await open('two');
    await write(one.store);
    await pause(2_600);
    expect(runs).toHaveLength(1);
    await one.stop();
    await two.stop();
    expect(await redis.command('XLEN', '{p0}:effects')).toMatch(/^:0/);
  });

  it('answers within a few seconds when Redis stops in mid-conversation, and goes on afterwards', async () => {
    const { conversation, surface } = started(startProcess(await stores.open()));
    const id = await startInvestigation(conversation);
    await until(() => surface.shown.length === 1, 'the first question');
    await pause(100);
    await redis.stop();
    const since = Date.now();
    await expect(answer(conversation, id, 'ask-requester-pays', 'no')).rejects.toThrow(StoreUnavailableError);
    expect(Date.now() - since).toBeLessThan(5_000);
    await redis.start();
    await until(
      async () =>
        (await answer(conversation, id, 'ask-requester-pays', 'no').catch(() => undefined)) !== undefined,
      'back',
    );
    await answer(conversation, id, 'ask-condition-source-vpce', 'yes');
    await until(() => textOf(surface.last).includes('wants a VPC endpoint'), 'the result');
  });

  it('answers within a few seconds when Redis hangs, and goes on afterwards', async () => {
    const { conversation, surface } = started(startProcess(await stores.open()));
    const id = await startInvestigation(conversation);
    await until(() => surface.shown.length === 1, 'the first question');
    await pause(100);
    await redis.pause();
    const since = Date.now();
    await expect(answer(conversation, id, 'ask-requester-pays', 'no')).rejects.toThrow(StoreUnavailableError);
    expect(Date.now() - since).toBeLessThan(5_000);
    await redis.resume();
    await until(
      async () =>
        (await answer(conversation, id, 'ask-requester-pays', 'no').catch(() => undefined)) !== undefined,
      'back',
    );
    await until(() => textOf(surface.last).includes('VPC endpoint'), 'the next question');
  });

  it('shows what was written when Redis went away between the write and the show', async () => {
    const { conversation, surface } = started(startProcess(await stores.open()));
    surface.delayMs = 150;
    const id = await startInvestigation(conversation);
    await pause(50);
    await redis.stop();
    await pause(300);
    await redis.start();
    await until(
      async () => (await conversation.load(id).catch(() => undefined))?.place.message !== undefined,
      'the message is known',
    );
    await pause(200);
    expect(surface.shown.filter(({ posted }) => posted)).toHaveLength(1);
  }, 10_000);

  it('works on after Redis has lost everything', async () => {
    const { conversation, surface } = started(startProcess(await stores.open()));
    const other = started(startProcess(await stores.open(), { surface }));
    const lost = await startInvestigation(conversation);
    await until(() => surface.shown.length === 1, 'the first question');
    await redis.command('FLUSHALL');
    expect((await answer(conversation, lost, 'ask-requester-pays', 'no')).outcome).toBe('not_found');
    await startInvestigation(conversation);
    await startInvestigation(other.conversation);
    const quiet = await stores.open();
    await write(quiet);
    await until(() => surface.shown.length === 3, 'two new questions');
  });

  it('says one line with host and port when Redis cannot be reached at the start, and no password', async () => {
    const url = `redis://bot:hunter2@127.0.0.1:1`;
    const failed = createRedisStore({ url });
    await expect(failed).rejects.toThrow(StoreUnavailableError);
    await expect(failed).rejects.toThrow(/^Redis at 127\.0\.0\.1:1 is not available: .*ECONNREFUSED[^\n]*$/);
    await expect(failed).rejects.not.toThrow(/hunter2/);
  });

  it('tells no password where a server repeats what it was sent', async () => {
    const said = "-ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'bot' 'hunter2' \r\n";
    const server = createServer(
      (socket) => void socket.on('error', () => {}).on('data', () => socket.write(said)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const failed = createRedisStore({ url: `redis://bot:hunter2@127.0.0.1:${port}` });
    await expect(failed).rejects.toThrow(/is not available: ERR unknown command 'HELLO'$/);
    server.close();
  });

  it('logs losing Redis and having it back once each, without the password', async () => {
    const lines: string[] = [];
    const log = (fields: object, message: string) => lines.push(`${message} ${JSON.stringify(fields)}`);
    await redis.command('CONFIG', 'SET', 'requirepass', '');
    const url = `redis://default:hunter2@127.0.0.1:${redis.port}`;
    await redis.command('CONFIG', 'SET', 'requirepass', 'hunter2');
    const store = await createRedisStore({ url, logger: { info: log, warn: log, error: log } });
    await store.ping();
    await redis.stop();
    await pause(700);
    await redis.start();
    await until(
      async () =>
        store.ping().then(
          () => true,
          () => false,
        ),
      'back',
    ).catch(() => {});
    await store.close();
    expect(lines.filter((line) => line.startsWith('lost the connection'))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('hunter2');
  }, 15_000);

  it('lets everything expire', async () => {
    const store = await stores.open({ ttlSeconds: 1000 });
    const investigation = anInvestigation();
    await write(store, 0, investigation);
    const keys = (await redis.command('KEYS', '*')).split('\r\n').filter((line) => line.startsWith('{'));
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Number((await redis.command('TTL', key)).slice(1))).toBeGreaterThan(990);
    const tag = /^\{p\d\}/.exec(keys[0] ?? '')?.[0];
    expect(keys.every((key) => tag !== undefined && key.startsWith(tag))).toBe(true);
  });

  it('takes what is no state as not there, and leaves alone what another release has written', async () => {
    const store = await stores.open({ partitions: 1 });
    const put = async (value: string) => redis.command('SET', '{p0}:inv:inv_0000000000000000', value);
    const load = () => store.load('inv_0000000000000000');
    await put('nonsense');
    expect(await load()).toBeUndefined();
    for (const value of ['1|a,|{"schema":1}', '1|a,|sealed', '3||{"schema":2}']) {
      await put(value);
      await expect(load()).rejects.toBeInstanceOf(OtherReleaseError);
    }
  });

  it('sends three commands for one click and its show: read, write, settle', async () => {
    const quiet = {
      keepEvery: 3_600_000,
      sweepEvery: 3_600_000,
      block: 1_000,
      claimIdle: 3_600_000,
      lease: 3_600_000,
    };
    const process = started(startProcess(await stores.open({ timings: quiet })));
    const id = await startInvestigation(process.conversation);
    await until(
      async () => (await process.conversation.load(id))?.place.message !== undefined,
      'the message',
    );
    await pause(200);
    await redis.command('CONFIG', 'RESETSTAT');
    await answer(process.conversation, id, 'ask-requester-pays', 'no');
    await until(() => process.surface.shown.length === 2, 'the show');
    await pause(100);
    const stats = await redis.command('INFO', 'commandstats');
    const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    // The scripts themselves read state and lease once, and the lease once more when it is given back.
    expect({ scripts: calls('evalsha') + calls('eval'), reads: calls('get') - 3 }).toEqual({
      scripts: 2,
      reads: 1,
    });
  });
});
