import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { messageOf } from '../../src/errors.js';
import { endAllProcesses } from '../support/bot-process.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { Fleet } from './fleet.js';
import {
  converse,
  duplicateCards,
  everythingStored,
  nothingIsLeft,
  showsNoSecret,
  underWay,
} from './invariants.js';
import { Person } from './person.js';
import { SCALE } from './scale.js';
import { describeSoak } from './soak.js';

const { conversations, kills, minutes } = SCALE;

jest.setTimeout(180_000 + conversations * 4_000 + kills * 30_000 + minutes * 120_000);
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
    await fleet?.stop();
    await redis?.close();
    await api?.stop();
  });

  test('no click is lost or done twice, no support post is lost, every card shows its final state', async () => {
    await fleet.start(3);
    const world = {
      api,
      where: () => fleet.next(),
      moments: (id: string | undefined) => fleet.moments(id),
    };
    const people = Array.from({ length: conversations }, (_, index) => new Person(world, `${index}`));
    const conversing = people.map(async (person, index) => {
      await sleep(Math.random() * kills * 1_500);
      return converse(person, index % 2 === 0 ? 'answers' : 'posts');
    });
    const killing = (async () => {
      for (let kill = 0; kill < kills; kill += 1) {
        await sleep(200 + Math.random() * 800);
        await fleet.killOne();
      }
    })();
    // Each of these ends only when what was clicked shows on the card.
    const ended = Promise.all([Promise.all(conversing), killing]);
    const [posts] = await ended.catch(async (error: unknown) => {
      throw new Error(`${messageOf(error)}\nIn Redis:\n${await underWay(redis)}`, { cause: error });
    });
    await nothingIsLeft(redis);

    const duplicates = [...posts, ...people.map(duplicateCards)].reduce((sum, each) => sum + each, 0);
    expect(duplicates).toBeLessThanOrEqual(kills);
    const stored = await everythingStored(redis);
    expect(stored.length).toBeGreaterThan(1_000);
    showsNoSecret(stored);
    showsNoSecret(fleet.log());
    expect(stored).not.toContain('amzn-s3-demo-bucket');
  });
});

describeSoak();
