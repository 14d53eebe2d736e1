import { setTimeout as sleep } from 'node:timers/promises';
import { createConversations } from '../bot/conversations.js';
import { type Lab, urlOf } from '../bot/lab.js';
import { startBot } from '../bot/processes.js';
import { sendAll } from '../bot/raw-client.js';
import { atMost, type Row } from '../row.js';
import { type CountingProxy, startCountingProxy } from './counting-proxy.js';

const CLICKS = 100;
const IDLE_MS = 5_000;
/** Until a click's effect is settled, too, so that the next one's requests do not travel with that. */
const PAUSE_MS = 25;

/** What one click asks of Redis, counted on the wire between the two, less what an idle process asks in the same time. */
export async function benchRedisTraffic({ redis, slack }: Lab): Promise<readonly Row[]> {
  const proxy = await startCountingProxy(redis.port);
  const bot = await startBot(slack.url, { REDIS_URL: urlOf(proxy) });
  const conversations = await createConversations(bot.port, slack);
  const requests = await conversations.clicks(CLICKS);
  await sleep(500);
  const idle = await spentIn(proxy, () => sleep(IDLE_MS));
  let untilAcknowledged = 0;
  const busy = await spentIn(proxy, async () => {
    for (const request of requests) {
      const [updates, requestsBefore] = [slack.updates(), proxy.counts().requests];
      await sendAll(bot.port, [request], 1);
      untilAcknowledged += proxy.counts().requests - requestsBefore;
      await slack.untilUpdates(updates + 1);
      await sleep(PAUSE_MS);
    }
  });
  await bot.stop();
  await proxy.stop();
  const share = busy.ms / idle.ms;
  const row = (what: string, count: number) => {
    const each = Math.round((count * 10) / CLICKS) / 10;
    return { room: 'store', what, unit: 'per click', of: 'one click', measured: each, ratio: each };
  };
  return [
    { ...row('Redis commands', busy.commands - idle.commands * share), aim: atMost('measured', 3) },
    { ...row('Redis round trips that the click waits for', untilAcknowledged), aim: atMost('measured', 2) },
    row('Redis round trips, with what nobody waits for', busy.requests - idle.requests * share),
  ];
}

async function spentIn(proxy: CountingProxy, work: () => Promise<void>) {
  const [before, started] = [proxy.counts(), performance.now()];
  await work();
  const after = proxy.counts();
  return {
    ms: performance.now() - started,
    commands: after.commands - before.commands,
    requests: after.requests - before.requests,
  };
}
