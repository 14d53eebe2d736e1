import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { startRedisCluster } from '../support/redis-cluster.js';
import { startSentinel } from '../support/redis-sentinel.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { Talk } from './talk.js';

jest.setTimeout(120_000);
afterAll(endAllProcesses);

describeWithPeer('redis-server', 'a process whose Redis fails', () => {
  let api: FakeSlackApi;
  let redis: RedisPeer;
  let proxy: TcpProxy;
  let bot: BotProcess;

  beforeAll(async () => {
    api = await new FakeSlackApi().start();
    redis = await startRedis({ persistent: true });
    proxy = await startTcpProxy(redis.port);
    bot = await startBotProcess(api, { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  });
  afterAll(async () => {
    await bot?.stop();
    await proxy?.close();
    await redis?.close();
    await api?.stop();
  });

  test('restarted: a click meanwhile is told to try again, and the conversation goes on where it was', async () => {
    const talk = new Talk(api, bot, 'CRESTART');
    await talk.begin();
    await talk.answered();
    const { blockId } = await talk.question();
    await redis.stop();
    await talk.told(/try again/i);
    await redis.start();
    await talk.goesOn(blockId);
    expect(talk.posts).toBe(1);
  });

  test('out of memory: a click is told to try again, and taken when there is room', async () => {
    const talk = new Talk(api, bot, 'CMEMORY');
    await talk.begin();
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    const blockId = await talk.told(/not taken.*try again/i);
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await talk.goesOn(blockId);
  });

  test('slow: clicks are taken; slower than the deadline: told to try again; then as before', async () => {
    const talk = new Talk(api, bot, 'CSLOW');
    await talk.begin();
    proxy.delayMs = 150;
    await talk.answered();
    proxy.delayMs = 4_000;
    const blockId = await talk.told(/try again/i);
    proxy.delayMs = 0;
    await talk.goesOn(blockId);
    expect(talk.posts).toBe(1);
  });

  test('broken off before it could answer a write: the click counts once, and shows in a moment', async () => {
    const talk = new Talk(api, bot, 'CBROKEN');
    await talk.begin();
    // Then nothing else is being written.
    await talk.answered();
    proxy.losesAnswersTo = '"schema":1';
    const clicking = talk.click();
    await sleep(300);
    proxy.hangUp();
    const blockId = await clicking;
    // Not the 9 to 11 s after which it would be taken for a dead process's.
    await eventually(() => talk.isOver(blockId) || undefined, 'the next question', 5_000);
    expect(talk.posts).toBe(1);
  });

  test('wiped: an old card says that it is forgotten, and a new conversation starts', async () => {
    const talk = new Talk(api, bot, 'CWIPED');
    await talk.begin();
    await redis.command('FLUSHALL');
    await talk.told(/do not remember/i);
    await new Talk(api, bot, 'CWIPED2').begin();
    expect(await bot.stop()).toBe(0);
    expect(bot.log()).not.toMatch(/Error: .*\n\s+at /);
  });
});

describeWithPeer('redis-server', 'a process on several Redis', () => {
  test('failed over by Sentinel: the conversation goes on at the new master', async () => {
    const api = await new FakeSlackApi().start();
    const sentinel = await startSentinel();
    const bot = await startBotProcess(api, { REDIS_URL: sentinel.url });
    try {
      const talk = new Talk(api, bot, 'CSENTINEL');
      await talk.begin();
      await talk.answered();
      const { blockId } = await talk.question();
      await sentinel.replicated();
      await sentinel.failOver();
      await talk.goesOn(blockId);
      expect(talk.posts).toBe(1);
    } finally {
      await bot.stop();
      await sentinel.close();
      await api.stop();
    }
  });

  test('a cluster: conversations of any slot go on', async () => {
    const api = await new FakeSlackApi().start();
    const cluster = await startRedisCluster();
    const bot = await startBotProcess(api, { REDIS_URL: cluster.url });
    try {
      expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
      const talks = ['CSLOT1', 'CSLOT2', 'CSLOT3', 'CSLOT4'].map((channel) => new Talk(api, bot, channel));
      await Promise.all(
        talks.map(async (talk) => {
          await talk.begin();
          await talk.answered();
        }),
      );
    } finally {
      await bot.stop();
      await cluster.close();
      await api.stop();
    }
  });
});
