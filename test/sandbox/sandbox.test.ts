/* oxlint-disable unicorn/require-post-message-target-origin -- Slack's method, not the window's */
import { readFileSync } from 'node:fs';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { InputError } from '../../src/errors.js';
import { type RunningSandbox, type SandboxEnvironment, startSandbox } from '../../src/sandbox/index.js';
import { CHANNELS, COMMANDS, SAM, SHORTCUTS } from '../../src/sandbox/slack-stand-in/people.js';
import type { Loose } from './harness.js';

let sandbox: RunningSandbox | undefined;
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
});

const logger = { error: (details: object) => console.error(details) };

/** A real Bolt app with one command. */
async function startBot(environment: SandboxEnvironment) {
  const receiver = new HTTPReceiver({ signingSecret: environment.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: environment.botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: environment.slackApiUrl },
  });
  app.command('/s3denied', async ({ ack, command, client }) => {
    await ack();
    await client.chat.postMessage({ channel: command.channel_id, text: `You asked: ${command.text}` });
  });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    inspect: async () => undefined,
    stop: async () => void (await app.stop()),
  };
}

test('a real Bolt app answers a command typed on the page', async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, createBot: startBot, logger });
  const { url } = sandbox;
  const done = await fetch(`${url}/sandbox/do`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'command',
      user: SAM.id,
      channel: CHANNELS.cloudHelp,
      text: '/s3denied why',
    }),
  });
  expect(await done.json()).toEqual({ outcome: 'done' });
  const texts = async () => {
    const state: Loose = await (await fetch(`${url}/sandbox/state`)).json();
    return state.messages.map((message: Loose) => message.text);
  };
  for (let attempt = 0; attempt < 50 && (await texts()).length < 2; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect((await texts()).at(-1)).toBe('You asked: why');
});

test('the bot is made when it is asked for, told whom it may trust, and reads estates in place of AWS', async () => {
  let told: SandboxEnvironment | undefined;
  sandbox = await startSandbox({
    host: 'localhost',
    port: 0,
    logger,
    createBot: async (environment) => {
      told = environment;
      return { url: 'http://127.0.0.1:9/slack/events', inspect: async () => undefined, stop: async () => {} };
    },
  });
  expect(told).toBeUndefined();
  await fetch(`${sandbox.url}/readyz`);
  expect(told).toMatchObject({
    slackApiUrl: `${sandbox.url}/api/`,
    supportChannel: CHANNELS.support,
    auditors: ['U0DANA0001'],
    signingSecret: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(told?.auditAccounts().map((one) => one.account)).toEqual([
    '111122223333',
    '444455556666',
    '777788889999',
  ]);
});

const start = (more: object) =>
  startSandbox({
    host: '127.0.0.1',
    port: 0,
    logger,
    createBot: async () => ({ url: '', inspect: async () => undefined, stop: async () => {} }),
    ...more,
  });

describe('it does not start', () => {
  test.each([['0.0.0.0'], ['::'], ['192.0.2.7'], ['localhost.example.com']])('on %s', async (host) => {
    await expect(start({ host })).rejects.toThrow(InputError);
  });

  test('on a port in use, and says so', async () => {
    sandbox = await start({});
    const { port } = new URL(sandbox.url);
    await expect(start({ port: Number(port) })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
  });
});

test('a bot that cannot start is told on the page, and started again when it is asked again', async () => {
  let tries = 0;
  const createBot = async (environment: SandboxEnvironment) => {
    tries += 1;
    if (tries === 1) throw new Error('no bot today');
    return startBot(environment);
  };
  sandbox = await start({ createBot });
  const { url } = sandbox;
  const command = { kind: 'command', user: SAM.id, channel: CHANNELS.cloudHelp, text: '/s3denied why' };
  const ask = async () =>
    (
      await fetch(`${url}/sandbox/do`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/json' },
        body: JSON.stringify(command),
      })
    ).json();
  expect(await ask()).toEqual({ outcome: 'failed', message: 'The bot cannot start: no bot today' });
  expect(await ask()).toEqual({ outcome: 'done' });
});

test('offers what the manifest declares', () => {
  const { features } = parse(readFileSync('manifest.yml', 'utf8'));
  expect(COMMANDS).toMatchObject(
    features.slash_commands.map((one: { command: string; description: string; usage_hint: string }) => ({
      command: one.command,
      description: one.description,
      usage: one.usage_hint,
    })),
  );
  const declared = features.shortcuts.map((one: { callback_id: string; name: string; type: string }) => one);
  expect(declared).toMatchObject([
    { type: 'global', callback_id: SHORTCUTS.global.callbackId, name: SHORTCUTS.global.name },
    { type: 'message', callback_id: SHORTCUTS.message.callbackId, name: SHORTCUTS.message.name },
  ]);
});
