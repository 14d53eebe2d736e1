import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { endAllProcesses } from '../support/bot-process.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { SIGNING_SECRET } from '../support/slack-client.js';
import { Fleet } from './fleet.js';
import { Person } from './person.js';

/** The long form: CHAOS_CONVERSATIONS=100 CHAOS_KILLS=20. */
const CONVERSATIONS = Number(process.env['CHAOS_CONVERSATIONS'] ?? 10);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 3);
const QUESTIONS = 3;

jest.setTimeout(60_000 + CONVERSATIONS * 1_000 + KILLS * 15_000);
afterAll(endAllProcesses);

describeWithPeer('redis-server', 'processes killed at random under load', () => {
  let api: FakeSlackApi;
  let redis: RedisPeer;
  let fleet: Fleet;
  beforeEach(async () => {
    api = await new FakeSlackApi().start();
    redis = await startRedis();
    fleet = new Fleet(api, {
      REDIS_URL: redis.url,
      SUPPORT_CHANNEL: 'C0SUPPORT',
      STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    });
  });
  afterEach(async () => {
    await fleet.stop();
    await redis.close();
    await api.stop();
  });

  /** Everything that Redis holds: keys and values. */
  const everythingStored = async (): Promise<string> => {
    const keys = (await redis.command('KEYS', '*')).split('\r\n').filter((line) => /[:{]/.test(line));
    const values = keys.map((key) =>
      key.includes(':effects') ? redis.command('XRANGE', key, '-', '+') : redis.command('GET', key),
    );
    return [...keys, ...(await Promise.all(values))].join('\n');
  };

  test('no click is lost or done twice, no support post is lost, every card shows its final state', async () => {
    await fleet.start(3);
    const people = Array.from(
      { length: CONVERSATIONS },
      (_, index) => new Person(api, () => fleet.next(), index),
    );
    const answered = new Map<Person, readonly string[]>();
    const working = people.map(async (person) => {
      await sleep(Math.random() * KILLS * 1_500);
      if (person.index % 2 === 0) answered.set(person, await person.answersQuestions(QUESTIONS));
      else await person.postsToSupport();
    });
    const killing = (async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(200 + Math.random() * 800);
        await fleet.killOne();
      }
    })();
    // Each of these ends only when what was clicked shows on the card.
    await Promise.all([...working, killing]);
    await sleep(500);

    for (const [person, steps] of answered) {
      expect(steps).toHaveLength(QUESTIONS);
      expect(new Set(steps).size).toBe(QUESTIONS);
      for (const step of steps)
        expect(person.message.buttons.map(({ blockId }) => blockId)).not.toContain(step);
    }
    const posters = people.filter((person) => !answered.has(person));
    let duplicates = 0;
    for (const person of posters) {
      expect(person.supportPosts.length).toBeGreaterThanOrEqual(1);
      // A toggle that was done twice would be undone.
      expect(person.message.text).toContain('Ruled out');
      duplicates += person.supportPosts.length - 1;
      for (const again of person.supportPosts.slice(1))
        expect(JSON.stringify(again.args)).toMatch(/may have been posted|twice|already|again/i);
    }
    for (const person of people) duplicates += person.cards.length - 1;
    expect(duplicates).toBeLessThanOrEqual(KILLS);

    const stored = await everythingStored();
    expect(stored.length).toBeGreaterThan(1_000);
    for (const text of [fleet.log(), stored])
      for (const secret of ['xoxb-test', SIGNING_SECRET, 'not authorized', 'user/Jane'])
        expect(text).not.toContain(secret);
    expect(stored).not.toContain('amzn-s3-demo-bucket');
  });
});
