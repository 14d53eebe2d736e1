import { type Conversations, createConversations } from './conversations.js';
import { type Subject, startBot } from './processes.js';
import { type BenchRedis, startRedis } from './redis.js';
import { type SlackStandIn, startSlackStandIn } from './slack-stand-in.js';

/** The bot as it runs in production, with a real Redis, and a stand-in for Slack. */
export interface Lab {
  readonly redis: BenchRedis;
  readonly slack: SlackStandIn;
  readonly bot: Subject;
  readonly conversations: Conversations;
}

/** Sets all of it up for as long as `work` takes; `environment` is the bot's, beside what it needs. */
export async function inLab<T>(
  work: (lab: Lab) => Promise<T>,
  environment: Readonly<Record<string, string>> = {},
): Promise<T> {
  const [redis, slack] = await Promise.all([startRedis(), startSlackStandIn()]);
  const bot = await startBot(slack.url, { REDIS_URL: urlOf(redis), ...environment });
  try {
    return await work({ redis, slack, bot, conversations: await createConversations(bot.port, slack) });
  } finally {
    await bot.stop();
    await Promise.all([redis.stop(), slack.stop()]);
  }
}

/** One for each of these, all at the same time: what is to be compared is then measured in turns. */
export async function inLabs<K, T>(
  kinds: readonly K[],
  work: (labs: ReadonlyMap<K, Lab>) => Promise<T>,
  opened: ReadonlyMap<K, Lab> = new Map(),
): Promise<T> {
  const [kind, ...rest] = kinds;
  if (kind === undefined) return work(opened);
  return inLab((lab) => inLabs(rest, work, new Map([...opened, [kind, lab]])));
}

export function urlOf({ port }: Pick<BenchRedis, 'port'>): string {
  return `redis://127.0.0.1:${port}`;
}
