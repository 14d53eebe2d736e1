import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, medianOf, type Row } from '../row.js';
import { startBot, startNode } from './processes.js';
import type { SlackStandIn } from './slack-stand-in.js';

const ROUNDS = 7;
/** What a process has taken up by then, it keeps. */
const SETTLED_MS = 1_500;

/** How long it takes from `start` to ready with Slack alone, and what it then takes up. */
export async function benchStart(slack: SlackStandIn): Promise<readonly Row[]> {
  const rounds: { readonly bot: number; readonly node: number }[] = [];
  const resident: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const node = await startNode();
    const bot = await startBot(slack.url);
    rounds.push({ node, bot: bot.startedIn });
    if (round < 3) {
      await sleep(SETTLED_MS);
      resident.push(bot.residentMib());
    }
    await bot.stop();
  }
  return [
    {
      room: 'bot',
      what: 'from `start` to /readyz, Slack only',
      measured: medianOf(rounds.map(({ bot }) => bot)),
      unit: 'ms',
      ratio: medianOf(rounds.map(({ bot, node }) => bot / node)),
      of: '`node -e 0`',
      aim: atMost('measured', 1_200),
    },
    {
      room: 'bot',
      what: 'resident memory, idle',
      measured: medianOf(resident),
      unit: 'MiB',
      ratio: medianOf(resident) / 110,
      of: '110 MiB',
      aim: atMost('measured', 110),
    },
  ];
}
