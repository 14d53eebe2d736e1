import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { BotProcess } from '../support/bot-process.js';
import { evaluate, type RedisPeer } from '../support/redis.js';

/** What there is at the end of a round. */
export interface Size {
  /** Of the process that lives through all of it. */
  readonly residentMiB: number;
  /** What V8's heap holds, garbage included, of the same one. */
  readonly heapMiB: number;
  /** Redis's `used_memory`. */
  readonly redisKiB: number;
  readonly keys: number;
  readonly investigations: number;
}

export async function measure({ child, url }: BotProcess, redis: RedisPeer): Promise<Size> {
  const used = /used_memory:(\d+)/.exec(await redis.command('INFO', 'memory'))?.[1];
  const counts = await evaluate(
    redis,
    `return #redis.call('KEYS', '*') .. ' ' .. #redis.call('KEYS', '{p*}:inv:*')`,
  );
  const [keys = Number.NaN, investigations = Number.NaN] = counts.split(' ').map(Number);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const heap = /^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1];
  return {
    residentMiB: residentMiB(child.pid),
    heapMiB: Number(heap) / 1024 / 1024,
    redisKiB: Number(used) / 1024,
    keys,
    investigations,
  };
}

export function show({ residentMiB: resident, heapMiB, redisKiB, keys, investigations }: Size): string {
  const own = `${resident.toFixed(0)} MiB resident, ${heapMiB.toFixed(0)} MiB of heap`;
  return `${own}; Redis ${redisKiB.toFixed(0)} KiB, ${keys} keys, ${investigations} investigations`;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentMiB(pid: number | undefined): number {
  const [, kiB = ''] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kiB) / 1024;
}

/** Nothing stays for ever but the streams, one for each partition; and there is no key that is neither of a conversation nor of a person. */
const EXPIRES = /^(?:\{p\d+\}:(?:inv|lease):|record:recent:)/;
const STAYS = /^\{p[0-7]\}:effects$/;

export async function everyKeyIsKnown(redis: RedisPeer): Promise<void> {
  const listed = await evaluate(
    redis,
    `local keys = redis.call('KEYS', '*')
     for index, key in ipairs(keys) do keys[index] = redis.call('TTL', key) .. ' ' .. key end
     return table.concat(keys, '\\n')`,
  );
  const strays = listed.split('\n').filter((line) => {
    const [ttl, key = ''] = line.split(' ');
    return !STAYS.test(key) && (Number(ttl) < 0 || !EXPIRES.test(key));
  });
  expect(strays).toEqual([]);
}

/** Fewer rounds say nothing of growth. */
const LEAST_ROUNDS = 24;
const MAY_GROW = 1.1;
const REDIS_MAY_GROW = 1.5;

/** V8 collects no sooner than it must: with as little as this it must, and what leaks so much in all is the end of the process. */
export const LITTLE_MEMORY = { NODE_OPTIONS: '--max-old-space-size=128' };

/**
 * Flat: the last third of the rounds against the one in the middle. The first third does not count: caches and pools fill (interviews
 * of 200 conversations, the AWS SDK with the first audit). Of the heap the least counts, which is nearly what survives a collection;
 * of resident memory the median. Redis holds what people started for 30 days, so that it may grow, but no faster for each
 * investigation than before.
 */
export function expectFlat(sizes: readonly Size[]): void {
  if (sizes.length < LEAST_ROUNDS) return;
  const third = Math.floor(sizes.length / 3);
  const [middle, last] = [sizes.slice(third, 2 * third), sizes.slice(-third)];
  const resident = (rounds: readonly Size[]) => median(rounds.map((size) => size.residentMiB));
  expect(resident(last)).toBeLessThan(resident(middle) * MAY_GROW);
  const heap = (rounds: readonly Size[]) => Math.min(...rounds.map((size) => size.heapMiB));
  expect(heap(last)).toBeLessThan(heap(middle) * MAY_GROW);
  expect(kiBEach(last)).toBeLessThan(kiBEach(middle) * REDIS_MAY_GROW);
}

function kiBEach(rounds: readonly Size[]): number {
  const [from, to] = [rounds[0], rounds.at(-1)];
  if (from === undefined || to === undefined) return Number.NaN;
  return (to.redisKiB - from.redisKiB) / (to.investigations - from.investigations);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
