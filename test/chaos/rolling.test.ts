import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { describeWithPeer } from '../support/peers.js';
import { evaluate, type RedisPeer, startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { nothingIsLeft } from './invariants.js';
import { buildNextRelease, type Release, RENAMED } from './next-release.js';
import { Person } from './person.js';
import { Talk } from './talk.js';

jest.setTimeout(120_000);
afterAll(endAllProcesses);

const PEOPLE = 3;
/** Answers until the release before is told to stop. */
const TOGETHER = 12;

describeWithPeer('redis-server', 'a rolling deploy', () => {
  let api: FakeSlackApi;
  let redis: RedisPeer;
  let next: Release | undefined;
  let old: BotProcess;
  let newer: BotProcess;

  beforeAll(async () => {
    next = buildNextRelease();
    api = await new FakeSlackApi().start();
    redis = await startRedis();
    const environment = { REDIS_URL: redis.url, SUPPORT_CHANNEL: 'C0SUPPORT' };
    const starting = [startBotProcess(api, environment), startBotProcess(api, environment, next.cli)];
    [old, newer] = (await Promise.all(starting)) as [BotProcess, BotProcess];
  });
  afterAll(async () => {
    await Promise.all([old?.stop(), newer?.stop()]);
    await redis?.close();
    await api?.stop();
    next?.remove();
  });

  /** The investigation as it is stored, and what the next release would have made of it. */
  const stored = (id: string): Promise<string> =>
    evaluate(redis, `return redis.call('GET', redis.call('KEYS', '*:inv:${id}')[1])`);

  test('what only the next release can read and do is left to it; who clicks meanwhile is told to try again', async () => {
    // It does not look until it goes on; a read that it has begun may hand something to it for a second.
    newer.child.kill('SIGSTOP');
    const talk = new Talk(api, old, 'CAHEAD');
    await Promise.all([talk.begin(), sleep(1_500)]);
    // Where the card is, is written by then: the click tells, too.
    await talk.answered();
    const { value } = await talk.question();
    // As a process of the next release leaves it that dies right after its write.
    await evaluate(
      redis,
      `local key = redis.call('KEYS', '*:inv:${value}')[1]
       local state = string.gsub(redis.call('GET', key), '"schema":1', '"schema":2', 1)
       redis.call('SET', key, state, 'KEEPTTL')
       local stream = string.match(key, '^{p%d+}') .. ':effects'
       redis.call('XADD', stream, '*', 'i', '${value}', 'e', '{"kind":"show_gently"}')
       redis.call('XADD', stream, '*', 'i', '${value}', 'e', '{"kind":"notify","userId":"U1","text":["as promised"]}')
       return state`,
    );
    await talk.told(/try again in a minute/);
    await eventually(() => old.log().match(/left for/g)?.[1], 'both are left');
    const shown = talk.message.shows.length;
    newer.child.kill('SIGCONT');
    await eventually(() => talk.message.shows[shown], 'shown by the next release');
    const lines = () => api.inChannel('CAHEAD').filter(({ args }) => args['text'] === 'as promised');
    await eventually(() => lines()[0], 'the line');
    await new Talk(api, newer, 'CAHEAD').answered();
    expect(lines()).toHaveLength(1);
    expect(talk.posts).toBe(1);
    await nothingIsLeft(redis);
  });

  test('two releases in turns: every answer is kept, and what both ask is asked once, to the end', async () => {
    let turn = 0;
    let together = true;
    const where = (): BotProcess => {
      turn += 1;
      return together && turn % 2 === 0 ? old : newer;
    };
    const world = { api, where, moments: () => [] };
    const people = Array.from({ length: PEOPLE }, (_, n) => new Person(world, `roll${n}`));
    const poster = new Person(world, 'rollposts');
    const conversing = Promise.all([
      poster.postsToSupport(),
      ...people.map(async (person) => {
        const answered = await person.answersQuestions();
        expect(answered).toEqual([...new Set(answered)]);
        const state = await stored(person.message.buttons[0]?.value ?? '');
        for (const step of answered) expect(state).toContain(`"${step.replace('question:', '')}":"unsure"`);
        expect(state).toContain('"ofTheNext":{"kept":true}');
        expect(answered).toContain(`question:${RENAMED.there}`);
        expect(person.cards).toHaveLength(1);
        const told = JSON.stringify(person.message.shows.map(({ args }) => args['blocks']));
        expect(told).toContain('The questions were updated meanwhile. I kept your answers');
      }),
    ]);
    const answers = () => people.reduce((sum, { message }) => sum + message.shows.length, 0);
    await eventually(() => answers() > PEOPLE * TOGETHER || undefined, 'half of the answers', 60_000);
    together = false;
    expect(await old.stop()).toBe(0);
    await conversing;
    expect(poster.supportPosts).toHaveLength(1);
    await nothingIsLeft(redis);
    for (const bot of [old, newer])
      expect(bot.log()).not.toMatch(/"code":"unexpected"|an effect failed|"level":"fatal"/);
  });
});
