import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SIGNING_SECRET } from './requests.js';

/** A process of its own that takes Slack's requests. */
export interface Subject {
  readonly port: number;
  /** From its start until it was ready, in milliseconds. */
  readonly startedIn: number;
  /** How much processor time it has used so far, in seconds. */
  cpuSeconds(): number;
  /** Resident memory, in MiB. */
  residentMib(): number;
  stop(): Promise<void>;
}

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const BARE = fileURLToPath(new URL('bare-bolt.js', import.meta.url));
const PATIENCE_MS = 60_000;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
// Ctrl+C ends it as the end does: nothing that it started outlives it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** The program as people start it. Ready is what `/readyz` says. */
export async function startBot(
  slackApiUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Subject> {
  const port = await freePort();
  const started = performance.now();
  const child = run([CLI, 'start'], {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slackApiUrl,
    LOG_LEVEL: 'error',
    PORT: String(port),
    ...environment,
  });
  const ready = async () =>
    (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.status === 200;
  while (!(await ready())) {
    if (child.exitCode !== null || performance.now() - started > PATIENCE_MS)
      throw new Error('the bot did not start');
    await sleep(2);
  }
  return subjectOf(child, port, performance.now() - started);
}

/** Bolt alone. `messageFile`: what `update` shows. */
export async function startBare(
  kind: 'ack' | 'update',
  slackApiUrl: string,
  messageFile = '',
): Promise<Subject> {
  const port = await freePort();
  const started = performance.now();
  const child = run([BARE, kind, String(port), slackApiUrl, SIGNING_SECRET, messageFile], {});
  if (child.stdout !== null) await once(child.stdout, 'data');
  return subjectOf(child, port, performance.now() - started);
}

/** How long Node alone takes to start and to end, in milliseconds. */
export async function startNode(): Promise<number> {
  const started = performance.now();
  await once(run(['-e', '0'], {}), 'exit');
  return performance.now() - started;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Ends with this process, however that ends. */
export function track(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function run(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const { PATH = '' } = process.env;
  return track(
    spawn(process.execPath, args, { env: { PATH, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

function subjectOf(child: ChildProcess, port: number, startedIn: number): Subject {
  const { pid } = child;
  return {
    port,
    startedIn,
    cpuSeconds: () => readCpuSeconds(pid),
    residentMib: () => readResidentMib(pid),
    stop: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Clock ticks of user and system time: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, fields 14 and 15. */
function readCpuSeconds(pid: number | undefined): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user = 0, system = 0] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) / 100;
}

function readResidentMib(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
