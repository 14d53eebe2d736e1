import { medianOf, type Row } from '../row.js';
import { type Lab, urlOf } from './lab.js';
import { startBot } from './processes.js';
import { sendAll } from './raw-client.js';
import { WARM_UPS } from './throughput.js';

const ROUNDS = 4;
const CLICKS = 400;
const AT_ONCE = 16;

/** What a second process on the same Redis adds. On a machine with two processors it has to share them with the load itself. */
export async function benchSideBySide(lab: Lab): Promise<readonly Row[]> {
  const { conversations, slack } = lab;
  const second = await startBot(slack.url, { REDIS_URL: urlOf(lab.redis) });
  const perSecond = async (ports: readonly number[]): Promise<number> => {
    const requests = await conversations.clicks(CLICKS);
    const [before, started] = [slack.updates(), performance.now()];
    const share = (index: number) => requests.filter((_, each) => each % ports.length === index);
    await Promise.all(ports.map((port, index) => sendAll(port, share(index), AT_ONCE / ports.length)));
    await slack.untilUpdates(before + CLICKS);
    return (CLICKS * 1000) / (performance.now() - started);
  };
  const [alone, both] = [[lab.bot.port], [lab.bot.port, second.port]] as const;
  for (let round = 0; round < WARM_UPS; round += 1) await perSecond([second.port]);
  const rounds: { readonly one: number; readonly two: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ one: await perSecond(alone), two: await perSecond(both) });
  await second.stop();
  const one = medianOf(rounds.map((round) => round.one));
  return [
    {
      room: 'bot',
      what: 'clicks handled by one process',
      measured: one,
      unit: 'per s',
      ratio: 1,
      of: 'itself',
    },
    {
      room: 'bot',
      what: 'clicks handled by two processes on one Redis',
      measured: medianOf(rounds.map((round) => round.two)),
      unit: 'per s',
      ratio: medianOf(rounds.map((round) => round.two / round.one)),
      of: 'one process',
    },
  ];
}
