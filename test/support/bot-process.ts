import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeSlackApi } from './slack-api.js';
import { SIGNING_SECRET, SlackClient } from './slack-client.js';

/** The program as people start it: `node dist/cli.js start`, a process of its own. */
export interface BotProcess {
  readonly url: string;
  readonly slack: SlackClient;
  readonly child: ChildProcess;
  /** What it logged so far. */
  log(): string;
  /** SIGTERM; resolves with the exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export const SLACK_ENVIRONMENT = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_SIGNING_SECRET: SIGNING_SECRET };

const running = new Set<ChildProcess>();

/** Starts `s3denied` with these arguments and this environment beside the machine's own, without any of its Slack or AWS settings. */
export function spawnCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdio: StdioOptions = ['ignore', 'pipe', 'pipe'],
  cli = 'dist/cli.js',
): ChildProcess {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(SLACK|AWS|MICROSOFT|REDIS|AUDIT|SUPPORT|FLOWS|LOG|HOST|PORT)/.test(name),
  );
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...Object.fromEntries(own), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    stdio,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Ends what a failed test left behind. */
export function endAllProcesses(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Resolves with what a command that ends by itself wrote, and its exit status. */
export async function runToEnd(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawnCommand(args, env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout: stdout(), stderr: stderr() };
}

export async function startBotProcess(
  api: FakeSlackApi,
  env: Readonly<Record<string, string>> = {},
  /** Of another build than this one's. */
  cli?: string,
): Promise<BotProcess> {
  const environment = { ...SLACK_ENVIRONMENT, SLACK_API_URL: api.url, PORT: '0', ...env };
  const child = spawnCommand(['start'], environment, undefined, cli);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const log = () => stdout() + stderr();
  const url = await readUrl(child, log);
  return {
    url,
    child,
    log,
    slack: new SlackClient(`${url}/slack/events`, api.responseUrl),
    stop: () => end(child, 'SIGTERM'),
    kill: async () => void (await end(child, 'SIGKILL')),
  };
}

async function readUrl(child: ChildProcess, log: () => string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const url = /"url":"([^"]+)"/.exec(log())?.[1];
    if (url !== undefined) return url;
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`the bot did not start:\n${log()}`);
    await sleep(20);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exited)[0];
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Asks again until it holds. */
export async function eventually<T>(read: () => T | undefined, what: string, withinMs = 10_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(20);
  }
}
