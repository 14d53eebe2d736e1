import { type RedisPeer, startRedis } from './redis.js';

export interface RedisClusterPeer {
  /** As REDIS_URL has it: names two of the three masters. */
  readonly url: string;
  readonly masters: readonly RedisPeer[];
  /** On every master. */
  command(...words: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

const SLOTS = 16_384;

/** A real cluster of three masters, without replicas, made of nothing but `redis-server`. */
export async function startRedisCluster(): Promise<RedisClusterPeer> {
  const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  // A node's cluster bus listens 10,000 above its port.
  const masters: RedisPeer[] = [];
  for (let index = 0; index < 3; index += 1)
    masters.push(await startRedis({ args, persistent: true, maxPort: 55_000 }));
  const command = (...words: readonly string[]) =>
    Promise.all(masters.map((master) => master.command(...words)));
  const [first] = masters;
  for (const [index, master] of masters.entries()) {
    const from = Math.ceil((SLOTS * index) / 3);
    const to = Math.ceil((SLOTS * (index + 1)) / 3) - 1;
    await master.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
    await master.command('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
    if (master !== first) await master.command('CLUSTER', 'MEET', '127.0.0.1', String(first?.port));
  }
  await untilAll(
    () => command('CLUSTER', 'INFO'),
    (info) => /cluster_state:ok/.test(info) && /cluster_known_nodes:3/.test(info),
  );
  return {
    url: `redis+cluster://${masters
      .slice(0, 2)
      .map(({ port }) => `127.0.0.1:${port}`)
      .join(',')}`,
    masters,
    command,
    close: async () => void (await Promise.all(masters.map((master) => master.close()))),
  };
}

/** Asks again until it holds of every answer. */
export async function untilAll(
  ask: () => Promise<readonly string[]>,
  holds: (answer: string) => boolean,
  withinMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answers = await ask().catch((error: unknown) => [String(error)]);
    if (answers.every(holds)) return;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${answers.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
