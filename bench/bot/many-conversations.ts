import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Row } from '../row.js';
import type { Lab } from './lab.js';

/** A run of all 100,000 takes minutes: `BENCH_CONVERSATIONS=100000 npm run bench -- bot`. */
const ALL = Number(process.env['BENCH_CONVERSATIONS'] ?? 6_000);
const BATCH = 500;
/** The first conversations fill caches that have a size: what counts is what the rest adds. */
const FILLED = 0.4;
const SETTLED_MS = 2_000;

/** What the image tells Node; without it V8 lets garbage lie for as long as the machine has memory. */
export function imageEnvironment(): Readonly<Record<string, string>> {
  const dockerfile = readFileSync(new URL('../../../Dockerfile', import.meta.url), 'utf8');
  const options = /^ENV NODE_OPTIONS=(\S+)$/m.exec(dockerfile)?.[1];
  if (options === undefined) throw new Error('Dockerfile: there is no line `ENV NODE_OPTIONS=…`');
  return { NODE_OPTIONS: options };
}

/** What a process keeps of the conversations that it has had: nothing, once its caches are full. */
export async function benchManyConversations(lab: Lab): Promise<readonly Row[]> {
  const before = await residentAfter(lab, Math.round(ALL * FILLED));
  const after = await residentAfter(lab, Math.round(ALL * (1 - FILLED)));
  return [
    {
      room: 'bot',
      what: `resident memory after ${ALL.toLocaleString('en')} conversations, as in the image`,
      measured: after,
      unit: 'MiB',
      ratio: after / before,
      of: `after ${Math.round(ALL * FILLED).toLocaleString('en')}`,
      aim: atMost('ratio', 1.1),
    },
  ];
}

async function residentAfter({ conversations, bot }: Lab, count: number): Promise<number> {
  for (let started = 0; started < count; started += BATCH)
    await conversations.start(Math.min(BATCH, count - started));
  await sleep(SETTLED_MS);
  return bot.residentMib();
}
