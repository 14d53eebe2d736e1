import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, spawnPeer, type SpawnedPeer } from './peers.js';

export interface RedisPeerOptions {
  /** Keeps what was written over `stop` and `start` (append-only file); nothing is kept unless told. */
  readonly persistent?: boolean;
  /** Further arguments: `['--maxmemory', '3mb']`. */
  readonly args?: readonly string[];
  /** Its port is at most this. */
  readonly maxPort?: number;
}

/** A real Redis of the test's own, on a loopback port that stays the same over `stop` and `start`. */
export interface RedisPeer {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections and answers nothing (SIGSTOP), until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** One command over a connection of its own; answers the raw reply. */
  command(...words: readonly string[]): Promise<string>;
  /** Stops it and removes its files. */
  close(): Promise<void>;
}

/** Starts one; it cannot outlive the test run (see `spawnPeer`). */
export async function startRedis(options: RedisPeerOptions = {}): Promise<RedisPeer> {
  const port = await portUpTo(options.maxPort ?? 65_535);
  const folder = await mkdtemp(join(tmpdir(), 's3denied-redis-'));
  let peer: SpawnedPeer | undefined;
  const start = async () => {
    peer = spawnPeer('redis-server', argumentsFor(port, folder, options));
    await waitUntilReady(port, peer);
  };
  const stop = async () => {
    await peer?.stop();
    peer = undefined;
  };
  const signal = async (name: NodeJS.Signals) => {
    process.kill(Number(await readFile(join(folder, 'redis.pid'), 'utf8')), name);
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop,
    start,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    command: (...words) => sendCommand(port, words),
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a Lua script that returns text returns. */
export async function evaluate(redis: RedisPeer, script: string): Promise<string> {
  const reply = await redis.command('EVAL', script, '0');
  if (!reply.startsWith('$')) throw new Error(reply);
  return reply.slice(reply.indexOf('\r\n') + 2, -2);
}

async function portUpTo(limit: number): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port <= limit) return port;
  }
}

function argumentsFor(
  port: number,
  folder: string,
  { persistent = false, args = [] }: RedisPeerOptions,
): readonly string[] {
  const place = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--pidfile',
    join(folder, 'redis.pid'),
  ];
  const keeping = ['--save', '', '--appendonly', persistent ? 'yes' : 'no', '--appendfsync', 'always'];
  return [...place, ...keeping, ...args];
}

async function waitUntilReady(port: number, peer: SpawnedPeer): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      if (/^(?:\+PONG|-NOAUTH)/.test(await sendCommand(port, ['PING']))) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > deadline) throw new Error(`redis-server did not start: ${peer.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function sendCommand(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const chunks: Buffer[] = [];
    socket.setTimeout(2_000, () => socket.destroy(new Error('Redis does not answer')));
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      // QUIT's own reply ends the connection; what came before it is the answer.
    });
    socket.on('end', () =>
      resolve(
        Buffer.concat(chunks)
          .toString('utf8')
          .replace(/\+OK\r\n$/, ''),
      ),
    );
    socket.write(encode(words) + encode(['QUIT']));
  });
}

function encode(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}
