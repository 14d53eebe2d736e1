import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort, spawnPeer } from './peers.js';
import { untilAll } from './redis-cluster.js';
import { type RedisPeer, startRedis } from './redis.js';

export interface SentinelPeer {
  readonly url: string;
  readonly master: RedisPeer;
  readonly replica: RedisPeer;
  /** Resolves when the replica has as many keys as the master: replication is asynchronous, and a failover loses what it has not reached. */
  replicated(): Promise<void>;
  /** Ends the master, and resolves when Sentinel has made the replica the master. */
  failOver(): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'mymaster';

/** A real master, its replica, and one Sentinel that decides alone. `password`: what Redis asks for (the Sentinel does not). */
export async function startSentinel(password = ''): Promise<SentinelPeer> {
  const auth = password === '' ? [] : ['--requirepass', password, '--masterauth', password];
  const master = await startRedis({ args: [...auth, '--repl-diskless-sync-delay', '0'] });
  const replica = await startRedis({ args: [...auth, '--replicaof', `127.0.0.1 ${master.port}`] });
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 's3denied-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${master.port} 1`,
    `sentinel down-after-milliseconds ${NAME} 700`,
    `sentinel failover-timeout ${NAME} 5000`,
    ...(password === '' ? [] : [`sentinel auth-pass ${NAME} ${password}`]),
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const sentinel = spawnPeer('redis-server', [file, '--sentinel']);
  const ask =
    (...words: readonly string[]) =>
    async () => [await askAt(port, words)];
  await untilAll(ask('SENTINEL', 'MASTER', NAME), (answer) =>
    /"num-slaves":"1"|"num-slaves","1"/.test(answer),
  );
  await untilAll(
    async () => [await askAt(replica.port, ['INFO', 'replication'], password)],
    (answer) => answer.includes('master_link_status:up'),
  );
  const credentials = password === '' ? '' : `:${password}@`;
  return {
    url: `redis+sentinel://${credentials}127.0.0.1:1,127.0.0.1:${port}/${NAME}`,
    master,
    replica,
    replicated: async () => {
      const sizes = () =>
        Promise.all([master, replica].map((each) => askAt(each.port, ['DBSIZE'], password)));
      await untilAll(
        async () => [(await sizes()).join()],
        (answer) => /^([1-9]\d*),\1$/.test(answer),
      );
    },
    failOver: async () => {
      await master.stop();
      await untilAll(ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME), (answer) =>
        answer.includes(String(replica.port)),
      );
    },
    close: async () => {
      await sentinel.stop();
      await Promise.all([master.close(), replica.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As JSON. A Sentinel knows no QUIT, on which `RedisPeer.command` relies. */
async function askAt(port: number, words: readonly string[], password = ''): Promise<string> {
  const socket = { host: '127.0.0.1', port, reconnectStrategy: false } as const;
  const client = createClient(password === '' ? { socket } : { socket, password });
  client.on('error', () => {});
  try {
    await client.connect();
    return JSON.stringify(await client.sendCommand([...words]));
  } finally {
    if (client.isOpen) client.destroy();
  }
}
