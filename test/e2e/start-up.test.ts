import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { loadLibrary } from '../../src/library.js';
import { readCompiledFlows, SHIPPED_FLOWS } from '../../src/shipped-flows.js';
import {
  endAllProcesses,
  eventually,
  runToEnd,
  SLACK_ENVIRONMENT,
  spawnCommand,
} from '../support/bot-process.js';

/** What takes long to load, and what only some of those who start need. */
const HEAVY = ['@aws-sdk', '@opentelemetry/sdk', 'botbuilder', 'redis', 'yaml', 'adaptivecards'];

jest.setTimeout(60_000);
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 's3denied-start-'));
});
afterEach(() => {
  endAllProcesses();
  rmSync(directory, { recursive: true });
});
afterAll(endAllProcesses);

/** Starts it, and waits for the line that says where it listens. */
async function startListed(args: readonly string[], env: Readonly<Record<string, string>>) {
  const list = join(directory, 'modules.txt');
  const child = spawnCommand(args, {
    ...env,
    PORT: '0',
    LIST_MODULES: list,
    NODE_OPTIONS: '--import ./test/support/list-modules.mjs',
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const url = await eventually(() => /(?:"url":"|open )(http[^\s"]+)/.exec(said)?.[1], 'its address', 30_000);
  return { url, isLoaded: (name: string) => readFileSync(list, 'utf8').includes(name) };
}

test('a bot for Slack loads neither AWS, Teams, Redis nor YAML to be ready', async () => {
  const { url, isLoaded } = await startListed(['start'], {
    ...SLACK_ENVIRONMENT,
    SLACK_API_URL: 'http://127.0.0.1:9/api/',
  });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(isLoaded('node_modules/@slack/bolt/')).toBe(true);
  expect(HEAVY.filter((name) => isLoaded(`node_modules/${name}`))).toEqual([]);
});

test("the sandbox's page is there before the bot, which is loaded once the page has all that it shows", async () => {
  const { url, isLoaded } = await startListed(['sandbox'], {});
  expect(await (await fetch(url)).text()).toContain('amzn-s3-demo-');
  expect((await fetch(`${url}/app.js`)).status).toBe(200);
  const later = ['node_modules/@slack/bolt/', 'node_modules/xstate/', 'dist/slack/app.js', 'dist/policy/'];
  expect([...HEAVY.map((name) => `node_modules/${name}`), ...later].filter(isLoaded)).toEqual([]);
  await fetch(`${url}/sandbox/state`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(later.filter((name) => !isLoaded(name))).toEqual([]);
  expect(HEAVY.filter((name) => isLoaded(`node_modules/${name}`))).toEqual([]);
});

test('the build holds the flows as they are read from their files, until a file changes', () => {
  const compiled = new URL('../../dist/flows.json', import.meta.url);
  expect(readCompiledFlows(SHIPPED_FLOWS, compiled)).toEqual(loadLibrary(undefined));
  expect(readCompiledFlows(directory, compiled)).toBeUndefined();
});

test.each([
  ['tokens', SLACK_ENVIRONMENT, 'SLACK_BOT_TOKEN or SLACK_CLIENT_ID'],
  [
    'Teams',
    {
      MICROSOFT_APP_ID: '00000000-0000-4000-8000-000000000000',
      MICROSOFT_APP_TYPE: 'MultiTenant',
      MICROSOFT_APP_PASSWORD: 'x',
    },
    'MICROSOFT_APP_ID',
  ],
  ['Redis', { REDIS_URL: 'redis://127.0.0.1:6379' }, 'REDIS_URL'],
  ['production', { NODE_ENV: 'production' }, 'NODE_ENV=production'],
])('the sandbox does not start where the environment has %s', async (_what, env, name) => {
  const { status, stderr } = await runToEnd(['sandbox'], { PORT: '0', ...env });
  expect([status, stderr]).toEqual([
    2,
    `s3denied: ${name}: it is set; the sandbox does not run where a real bot is meant to. Unset it, or run \`s3denied start\`\n`,
  ]);
});

test('nor by accident, without a command, in production', async () => {
  const { status, stderr } = await runToEnd([], { PORT: '0', NODE_ENV: 'production' });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^s3denied: NODE_ENV=production: /)]);
});

test('the sandbox does not listen on anything but loopback', async () => {
  const { status, stderr } = await runToEnd(['sandbox'], { HOST: '0.0.0.0', PORT: '0' });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^s3denied: .*0\.0\.0\.0/)]);
});
