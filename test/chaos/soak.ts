import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { messageOf } from '../../src/errors.js';
import type { BotProcess } from '../support/bot-process.js';
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

const { minutes } = SCALE;
const PEOPLE_AT_ONCE = 12;
/** A round takes about half a minute; the first ones fill caches and pools. */
const WARM_UP_ROUNDS = 4;
const MAY_GROW = 1.25;

/** What the process holds, in MiB. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentMiB({ child }: BotProcess): number {
  const [, kiB = ''] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  return Number(kiB) / 1024;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** What happens in a round beside the conversations. */
async function disturb(round: number, fleet: Fleet, redis: RedisPeer): Promise<string> {
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

/** The hour of mixed load; nothing unless CHAOS_MINUTES says how long. */
export function describeSoak(): void {
  if (minutes === 0) return;
  describeWithPeer('redis-server', `${minutes} minutes of mixed load, with kills and restarts`, () => {
    test('every invariant holds, nothing is left undone, and memory stays flat', async () => {
      const api = await new FakeSlackApi().start();
      const redis = await startRedis({ persistent: true });
      const fleet = new Fleet(api, {
        REDIS_URL: redis.url,
        SUPPORT_CHANNEL: 'C0SUPPORT',
        STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      });
      try {
        await fleet.start(3);
        const world = {
          api,
          where: () => fleet.next(),
          moments: (id: string | undefined) => fleet.moments(id),
        };
        const memory: number[] = [];
        const deadline = Date.now() + minutes * 60_000;
        for (let round = 0; Date.now() < deadline; round += 1) {
          const people = Array.from({ length: PEOPLE_AT_ONCE }, (_, n) => new Person(world, `${round}x${n}`));
          const conversing = people.map((person, n) => converse(person, n % 2 === 0 ? 'answers' : 'posts'));
          const [what, posts] = await Promise.all([
            disturb(round, fleet, redis),
            Promise.all(conversing),
          ]).catch(async (error: unknown) => {
            throw new Error(`round ${round}: ${messageOf(error)}\nIn Redis:\n${await underWay(redis)}`, {
              cause: error,
            });
          });
          await nothingIsLeft(redis);
          const duplicates = [...posts, ...people.map(duplicateCards)].reduce((sum, each) => sum + each, 0);
          // One process was killed, or Redis lost what was under way with each of them.
          expect(duplicates).toBeLessThanOrEqual(round % 4 === 3 ? 3 : 1);
          showsNoSecret(fleet.log());
          memory.push(residentMiB(fleet.eldest));
          console.log(`round ${round}: ${what}; ${memory.at(-1)?.toFixed(0)} MiB; ${duplicates} twice`);
          api.forget();
          fleet.forget();
        }
        showsNoSecret(await everythingStored(redis));
        const steady = memory.slice(WARM_UP_ROUNDS);
        const third = Math.floor(steady.length / 3);
        if (third > 0)
          expect(median(steady.slice(-third))).toBeLessThan(median(steady.slice(0, third)) * MAY_GROW);
      } finally {
        await fleet.stop();
        await redis.close();
        await api.stop();
      }
    });
  });
}
