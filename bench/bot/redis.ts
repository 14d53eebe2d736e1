import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { freePort, track } from './processes.js';

/** A Redis of the bench's own. */
export interface BenchRedis {
  readonly port: number;
  command(...words: readonly string[]): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<BenchRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 's3denied-bench-'));
  const server = track(
    spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']),
  );
  server.once('error', () => {
    process.stderr.write('bench: redis-server is not on PATH; get it with: apt-get install redis-server\n');
    process.exit(1);
  });
  const client = await connect(port);
  return {
    port,
    command: (...words) => client.sendCommand([...words]),
    stop: async () => {
      client.destroy();
      const exited = once(server, 'exit');
      server.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connect(port: number) {
  for (let attempt = 0; ; attempt += 1) {
    const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    try {
      return await client.connect();
    } catch (error) {
      client.destroy();
      if (attempt > 200) throw error;
      await sleep(20);
    }
  }
}
