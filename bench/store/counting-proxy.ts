import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and Redis, and counts what goes to Redis. */
export interface CountingProxy {
  readonly port: number;
  counts(): {
    /** Commands, as Redis is sent them; what a script does inside Redis is one. */
    readonly commands: number;
    /** Writes of the client: commands that travel together are one round trip. */
    readonly requests: number;
  };
  stop(): Promise<void>;
}

export async function startCountingProxy(redisPort: number): Promise<CountingProxy> {
  const counts = { commands: 0, requests: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(redisPort, '127.0.0.1');
    const countCommands = createCommandCounter();
    client.on('data', (chunk: Buffer) => {
      counts.requests += 1;
      counts.commands += countCommands(chunk);
      redis.write(chunk);
    });
    redis.on('data', (chunk: Buffer) => void client.write(chunk));
    for (const [socket, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => other.destroy());
      socket.on('close', () => void other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
  return {
    port: address.port,
    counts: () => ({ ...counts }),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * A command is an array of strings, each with its length before it.
 * https://redis.io/docs/latest/develop/reference/protocol-spec/#sending-commands-to-a-redis-server
 */
function createCommandCounter(): (chunk: Buffer) => number {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let commands = 0;
    for (let end = commandEnd(pending); end !== undefined; end = commandEnd(pending)) {
      commands += 1;
      pending = pending.subarray(end);
    }
    return commands;
  };
}

/** undefined: it is not all there yet. */
function commandEnd(bytes: Buffer): number | undefined {
  const first = bytes.indexOf('\r\n');
  if (first < 0) return undefined;
  let at = first + 2;
  for (let words = Number(bytes.toString('latin1', 1, first)); words > 0; words -= 1) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    at = line + 2 + Number(bytes.toString('latin1', at + 1, line)) + 2;
    if (at > bytes.length) return undefined;
  }
  return at;
}
