import { inLabs, type Lab } from '../bot/lab.js';
import { sendAll } from '../bot/raw-client.js';
import { atLeast, medianOf, type Row } from '../row.js';

const STORED = [1_000, 10_000, 100_000] as const;
const ROUNDS = 7;
const CLICKS = 200;
const AT_ONCE = 16;
const BATCH = 1_000;

/** Copies one conversation under further ids; what it belongs to does not matter, only that it is there. */
const COPY = `
local value = redis.call('DUMP', KEYS[1])
for index = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  redis.call('RESTORE', '{p' .. (index % 8) .. '}:inv:inv_bench' .. index, 2592000000, value, 'REPLACE')
end
return 1`;

/** Clicks a second with ever more conversations in Redis: a bot and a Redis for each number, measured in turns. */
export function benchGrowth(): Promise<readonly Row[]> {
  return inLabs(STORED, async (labs) => {
    const rates = new Map<number, number[]>(STORED.map((count) => [count, []]));
    for (const [count, lab] of labs) {
      await fill(lab, count);
      await perSecond(lab);
    }
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [count, lab] of labs) rates.get(count)?.push(await perSecond(lab));
    return STORED.map((count) => rowOf(count, rates.get(count) ?? [], rates.get(STORED[0]) ?? []));
  });
}

function rowOf(count: number, rates: readonly number[], least: readonly number[]): Row {
  return {
    room: 'store',
    what: `clicks handled with ${count.toLocaleString('en')} conversations stored`,
    measured: medianOf(rates),
    unit: 'per s',
    ratio: medianOf(rates.map((rate, round) => rate / (least[round] ?? Number.NaN))),
    of: `with ${STORED[0].toLocaleString('en')}`,
    aim: atLeast('ratio', 0.9),
  };
}

async function fill({ redis }: Lab, count: number): Promise<void> {
  const found = await redis.command('KEYS', '{p*}:inv:*');
  const [some] = Array.isArray(found) ? found : [];
  for (let at = 0; at < count; at += BATCH)
    await redis.command('EVAL', COPY, '1', String(some), String(at), String(at + BATCH - 1));
}

async function perSecond({ conversations, slack, bot }: Lab): Promise<number> {
  const requests = await conversations.clicks(CLICKS);
  const [before, started] = [slack.updates(), performance.now()];
  await sendAll(bot.port, requests, AT_ONCE);
  await slack.untilUpdates(before + CLICKS);
  return (CLICKS * 1000) / (performance.now() - started);
}
