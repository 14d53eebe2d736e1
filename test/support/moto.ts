import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, spawnPeer } from './peers.js';

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MILLISECONDS = 30_000;

/** moto_server on a free loopback port, once it answers. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const peer = spawnPeer('moto_server', ['-H', '127.0.0.1', '-p', String(port)]);
  const end = Date.now() + START_MILLISECONDS;
  while (!(await answers(url))) {
    if (Date.now() > end || peer.process.exitCode !== null) {
      await peer.stop();
      throw new Error(`moto_server did not start:\n${peer.output()}`);
    }
    await sleep(50);
  }
  return { url, stop: () => peer.stop() };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}
