import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { startRedisCluster } from '../support/redis-cluster.js';
import { startSentinel } from '../support/redis-sentinel.js';
import { FakeSlackApi, type SlackCall } from '../support/slack-api.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const BARE =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/reports/q1.csv';
/** What the contract gives a click while the store is lost. */
const ANSWERED_WITHIN_MS = 5_000;

jest.setTimeout(90_000);
afterAll(endAllProcesses);

describeWithPeer('redis-server', 'a process whose Redis fails', () => {
  let api: FakeSlackApi;
  let message: LivingMessage;
  let bot: BotProcess;
  let redis: RedisPeer;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    api = await new FakeSlackApi().start();
    message = new LivingMessage(api);
    redis = await startRedis({ persistent: true });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    await redis.close();
    await api.stop();
  });

  const start = async (url: string) => {
    bot = await startBotProcess(api, { REDIS_URL: url });
    closing.push(() => bot.stop());
  };
  const question = () =>
    eventually(
      () => message.buttons.find(({ actionId }) => actionId === 'answer:unsure'),
      'a question',
      20_000,
    );
  const click = async () => {
    const { blockId, value } = await question();
    await bot.slack.click('answer:unsure', { blockId, value });
    return blockId;
  };
  const isOver = (blockId: string) =>
    eventually(
      () => message.buttons.every((button) => button.blockId !== blockId) || undefined,
      `an answer to ${blockId}`,
      20_000,
    );
  const lines = (): readonly SlackCall[] =>
    api.calls.filter(({ method }) => method === 'response_url' || method === 'chat.postEphemeral');
  const told = async (what: RegExp) => {
    const before = lines().length;
    const since = Date.now();
    const blockId = await click();
    const line = await eventually(() => lines()[before], `a line that says ${what}`);
    expect(JSON.stringify(line.args)).toMatch(what);
    expect(line.at - since).toBeLessThan(ANSWERED_WITHIN_MS);
    return blockId;
  };
  /** Clicks until one is taken: people do. */
  const goesOn = async (blockId: string) => {
    const over = () => message.buttons.every((button) => button.blockId !== blockId);
    const deadline = Date.now() + 20_000;
    while (!over() && Date.now() < deadline) {
      await click().catch(() => {});
      await eventually(() => over() || undefined, 'taken', 1_000).catch(() => {});
    }
    expect(over()).toBe(true);
  };

  test('restarted: a click meanwhile is told to try again, and the conversation goes on where it was', async () => {
    await start(redis.url);
    await bot.slack.command(BARE);
    await isOver(await click());
    const { blockId } = await question();
    await redis.stop();
    await told(/try again/i);
    await redis.start();
    await goesOn(blockId);
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });

  test('out of memory: a click is told to try again, and taken when there is room', async () => {
    await start(redis.url);
    await bot.slack.command(BARE);
    await question();
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    const blockId = await told(/try again/i);
    expect(bot.log()).not.toMatch(/Error: .*\n\s+at /);
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await goesOn(blockId);
  });

  test('wiped: an old card says that it is forgotten, and a new conversation starts', async () => {
    await start(redis.url);
    await bot.slack.command(BARE);
    await question();
    await redis.command('FLUSHALL');
    await told(/do not remember/i);
    await bot.slack.command(BARE);
    await eventually(
      () => (api.of('chat.postMessage').length === 2 ? true : undefined),
      'a new card',
      20_000,
    );
    await isOver(await click());
  });

  test('slow: clicks are taken; slower than the deadline: told to try again; then as before', async () => {
    const proxy = await startTcpProxy(redis.port);
    closing.push(() => proxy.close());
    await start(`redis://127.0.0.1:${proxy.port}`);
    await bot.slack.command(BARE);
    await question();
    proxy.delayMs = 150;
    await isOver(await click());
    proxy.delayMs = 4_000;
    const blockId = await told(/try again/i);
    proxy.delayMs = 0;
    await goesOn(blockId);
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });

  test('failed over by Sentinel: the conversation goes on at the new master', async () => {
    const sentinel = await startSentinel();
    closing.push(() => sentinel.close());
    await start(sentinel.url);
    await bot.slack.command(BARE);
    await isOver(await click());
    const { blockId } = await question();
    await sentinel.replicated();
    await sentinel.failOver();
    await goesOn(blockId);
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });

  test('a cluster: conversations of any slot go on', async () => {
    const cluster = await startRedisCluster();
    closing.push(() => cluster.close());
    await start(cluster.url);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    await bot.slack.command(BARE);
    await isOver(await click());
    await isOver(await click());
  });
});
