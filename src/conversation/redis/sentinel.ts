import { createClient } from 'redis';
import { z } from 'zod';
import type { RedisAddress, RedisCredentials, RedisNode } from './address.js';

type SentinelAddress = Extract<RedisAddress, { readonly kind: 'sentinel' }>;

const ASK_MS = 1_000;
const reply = z.tuple([z.string(), z.coerce.number()]).nullable();

/**
 * Asks one Sentinel after another where the master is now. Rejects with the last one's error where none can say.
 * https://redis.io/docs/latest/develop/reference/sentinel-clients/#redis-service-discovery-via-sentinel
 */
export async function findMaster(address: SentinelAddress): Promise<RedisNode> {
  let last: unknown = new Error('no Sentinel is named');
  for (const sentinel of address.nodes) {
    // A Sentinel has a password of its own, often the same, often none.
    for (const credentials of [undefined, address.credentials]) {
      try {
        return await ask(sentinel, address, credentials);
      } catch (error) {
        last = error;
        if (address.credentials === undefined) break;
      }
    }
  }
  throw last;
}

async function ask(
  { host, port }: RedisNode,
  { master, tls }: SentinelAddress,
  credentials: RedisCredentials | undefined,
): Promise<RedisNode> {
  const socket = {
    host,
    port,
    connectTimeout: ASK_MS,
    socketTimeout: ASK_MS,
    reconnectStrategy: false,
  } as const;
  const client = createClient({ ...credentials, socket: tls ? { ...socket, tls } : socket });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = reply.parse(await client.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', master]));
    if (found === null) throw new Error(`Sentinel ${host}:${port} knows no master ${master}`);
    return { host: found[0], port: found[1] };
  } finally {
    client.destroy();
  }
}
