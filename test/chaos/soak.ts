import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { messageOf } from '../../src/errors.js';
import { FULL_ESTATE } from '../support/aws-stand-in/full-estate.js';
import { type StandIn, startStandIn } from '../support/aws-stand-in/server.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { AUDITOR, auditEnvironment } from './auditing.js';
import { Fleet } from './fleet.js';
import { everyKeyIsKnown, expectFlat, LITTLE_MEMORY, measure, show, type Size } from './growth.js';
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
import { blow } from './weather.js';

const { minutes } = SCALE;

/** Who does what in each round, all at once. */
const CROWD = ['answers', 'posts', 'answers', 'posts', 'audits', 'answers', 'posts', 'audits'] as const;

interface World {
  readonly api: FakeSlackApi;
  readonly redis: RedisPeer;
  readonly aws: StandIn;
  readonly fleet: Fleet;
}

/** What becomes of a process, or of Redis, in a round. */
async function strike(round: number, { fleet, redis }: World): Promise<string> {
  await sleep(2_000 + Math.random() * 3_000);
  switch (round % 4) {
    case 1:
      await fleet.restartOne(fleet.eldest);
      return 'one restarted';
    case 3:
      await redis.stop();
      await sleep(1_000);
      await redis.start();
      return 'Redis restarted';
    default:
      await fleet.killOne(fleet.eldest);
      return 'one killed';
  }
}

interface Round {
  /** For who watches. */
  readonly happened: string;
  /** Posts and cards that are there twice. */
  readonly tooMany: number;
}

/** Conversations of each kind, while something is killed and Slack and AWS are unwell; all that has to hold at their end. */
async function live(round: number, world: World): Promise<Round> {
  const { api, redis, aws, fleet } = world;
  const before = await measure(fleet.eldest, redis);
  const seen = { api, where: () => fleet.next(), moments: (id: string | undefined) => fleet.moments(id) };
  const people = CROWD.map(
    (does, n) => new Person(seen, `${round}x${n}`, does === 'audits' ? AUDITOR : undefined),
  );
  const [struck, weather, posts] = await Promise.all([
    strike(round, world),
    blow(round, api, aws),
    Promise.all(people.map((person, n) => converse(person, CROWD[n] ?? 'answers'))),
  ]);
  await nothingIsLeft(redis);
  const duplicates = [...posts, ...people.map(duplicateCards)];
  // What is killed takes along what it was posting just then: one post of each conversation.
  expect(Math.max(...duplicates)).toBeLessThanOrEqual(1);
  showsNoSecret(fleet.log());
  await everyKeyIsKnown(redis);
  const { investigations } = await measure(fleet.eldest, redis);
  const cards = people.reduce((sum, person) => sum + person.cards.length, 0);
  expect(investigations - before.investigations).toBeLessThanOrEqual(cards);
  const tooMany = duplicates.reduce((sum, each) => sum + each, 0);
  return { happened: `${struck}, ${weather}; ${tooMany} twice`, tooMany };
}

/** Rounds of it until the time is over. */
async function liveOn(world: World, deadline: number): Promise<readonly Size[]> {
  const { api, redis, aws, fleet } = world;
  const sizes: Size[] = [];
  let duplicates = 0;
  for (let round = 0; Date.now() < deadline; round += 1) {
    const { happened, tooMany } = await live(round, world).catch(async (error: unknown) => {
      throw new Error(`round ${round}: ${messageOf(error)}\nIn Redis:\n${await underWay(redis)}`, {
        cause: error,
      });
    });
    const size = await measure(fleet.eldest, redis);
    sizes.push(size);
    duplicates += tooMany;
    console.log(`round ${round}: ${happened}; ${show(size)}`);
    aws.takeExchanges();
    api.forget();
    fleet.forget();
  }
  // Each round kills one process or more.
  expect(duplicates).toBeLessThanOrEqual(sizes.length);
  return sizes;
}

/** The hour of mixed load; nothing unless CHAOS_MINUTES says how long. */
export function describeSoak(): void {
  if (minutes === 0) return;
  describeWithPeer('redis-server', `${minutes} minutes of mixed load, with kills and restarts`, () => {
    test('every invariant holds, nothing is left undone, and memory stays flat', async () => {
      const api = await new FakeSlackApi().start();
      const redis = await startRedis({ persistent: true });
      const aws = await startStandIn(FULL_ESTATE, { delayMilliseconds: 20 });
      const fleet = new Fleet(api, {
        REDIS_URL: redis.url,
        SUPPORT_CHANNEL: 'C0SUPPORT',
        STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        ...auditEnvironment(aws.url),
        ...LITTLE_MEMORY,
      });
      try {
        await fleet.start(3);
        const sizes = await liveOn({ api, redis, aws, fleet }, Date.now() + minutes * 60_000);
        showsNoSecret(await everythingStored(redis));
        expectFlat(sizes);
      } finally {
        await fleet.stop();
        await aws.stop();
        await redis.close();
        await api.stop();
      }
    });
  });
}
