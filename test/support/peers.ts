/* oxlint-disable jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests, jest/expect-expect -- declares the suites of others */
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { describe, it } from '@jest/globals';

/** Real programs that tests talk to, started by the test run itself. */
export type PeerName = 'moto_server' | 'redis-server' | 'chromium';

const INSTALL: Readonly<Record<PeerName, string>> = {
  moto_server: 'pip install "moto[server]==5.2.1"',
  'redis-server': 'apt-get install -y redis-server',
  chromium: 'apt-get install -y chromium',
};

export function hasPeer(name: PeerName): boolean {
  return peerPath(name) !== undefined;
}

/** Where it is on PATH. */
export function peerPath(name: PeerName): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * For set-ups: throws where the peer is missing, and says how to get it. Call it in a `beforeAll` of a suite that
 * {@link describeWithPeer} declared.
 */
export function requirePeer(name: PeerName): void {
  if (!hasPeer(name)) throw new Error(`${name} is not on PATH; get it with: ${INSTALL[name]}`);
}

/** A suite that needs a real peer. Without it: a visible banner and skipped tests, and in CI (CI=true) a failure. */
export function describeWithPeer(name: PeerName, title: string, suite: () => void): void {
  if (hasPeer(name)) {
    describe(title, suite);
    return;
  }
  const line = `${name} is not on PATH; get it with: ${INSTALL[name]}`;
  if (process.env['CI'] === 'true') {
    describe(title, () => {
      it(`needs ${name}`, () => requirePeer(name));
    });
    return;
  }
  const banner = `** SKIPPED: ${title}: ${line} **`;
  process.stderr.write(`\n${'*'.repeat(banner.length)}\n${banner}\n${'*'.repeat(banner.length)}\n`);
  describe.skip(title, suite);
}

export interface SpawnedPeer {
  readonly process: ChildProcess;
  /** What it wrote so far, for the error of a start that failed. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts a peer that cannot outlive the test run, however that ends: a shell holds the other end of a pipe, and kills the peer
 * when the pipe closes. (Under Jest, `process.on('exit')` hears of nothing.)
 */
export function spawnPeer(
  name: PeerName,
  args: readonly string[],
  env: Record<string, string> = {},
): SpawnedPeer {
  requirePeer(name);
  const guard = '"$0" "$@" </dev/null & peer=$!; cat >/dev/null; kill -9 $peer; wait $peer';
  const child = spawn('sh', ['-c', guard, name, ...args], { env: { ...process.env, ...env } });
  const written: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk));
  return {
    process: child,
    output: () => Buffer.concat(written).toString('utf8'),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null) return;
      child.stdin.end();
      await ended;
    },
  };
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
