import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DANA } from '../../src/sandbox/slack-stand-in/people.js';
import { type RunningSandbox, type SandboxEnvironment, startSandbox } from '../../src/sandbox/index.js';
import { Harness } from './harness.js';

const harness = new Harness();
beforeAll(() => harness.start());
afterAll(() => harness.stop());

const post = (path: string, body: unknown, origin = harness.origin) =>
  fetch(`${harness.origin}${path}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('only the sandbox has the bot take Teams activities that nobody vouches for', () => {
  const naming = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('teams/'))
    .filter((file) => /'unauthenticated'/.test(readFileSync(`src/${file}`, 'utf8')))
    .sort();
  expect(naming).toEqual(['app/sandbox-bot.ts', 'app/surfaces.ts']);
  const importers = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && /sandbox-bot\.js'/.test(readFileSync(`src/${file}`, 'utf8')),
  );
  expect(importers).toEqual(['app/sandbox.ts']);
  const surfaces = readFileSync('src/app/surfaces.ts', 'utf8');
  expect(surfaces.match(/.*'unauthenticated'.*/g)).toEqual([
    expect.stringMatching(/access === 'unauthenticated'/),
  ]);
});

test('Teams is off until somebody opens it, and then the bot is replaced once', async () => {
  const starts: boolean[] = [];
  const createBot = async (environment: SandboxEnvironment) => {
    starts.push(environment.teams());
    return { url: 'http://127.0.0.1:9/slack/events', inspect: async () => undefined, stop: async () => {} };
  };
  const logger = { error: (details: object) => console.error(details) };
  const sandbox: RunningSandbox = await startSandbox({ host: '127.0.0.1', port: 0, createBot, logger });
  const open = () =>
    fetch(`${sandbox.url}/sandbox/teams`, {
      method: 'POST',
      headers: { origin: sandbox.url, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'open', user: DANA.id }),
    });
  await fetch(`${sandbox.url}/readyz`);
  expect(starts).toEqual([false]);
  await Promise.all([open(), open()]);
  expect(starts).toEqual([false, true]);
  await sandbox.stop();
});

test('what a person does in Teams arrives as an activity of theirs', async () => {
  await post('/sandbox/teams', { kind: 'message', user: DANA.id, text: 'hello' });
  expect(JSON.parse(harness.received.at(-1)?.body ?? '')).toMatchObject({
    type: 'message',
    text: 'hello',
    channelId: 'msteams',
    serviceUrl: `${harness.origin}/connector/`,
    from: { aadObjectId: DANA.id },
    conversation: { id: `a:${DANA.id}`, conversationType: 'personal' },
  });
});

test('another stand-in of Teams on this machine reaches the bot where the sandbox is, and no web page does', async () => {
  const activity = { type: 'message', text: 'hello', serviceUrl: 'http://localhost:56150/_connector' };
  const send = (headers: Record<string, string>) =>
    fetch(`${harness.origin}/api/messages`, { method: 'POST', headers, body: JSON.stringify(activity) });
  const before = harness.received.length;
  expect((await send({ origin: harness.origin })).status).toBe(403);
  expect(harness.received).toHaveLength(before);
  expect((await send({})).status).toBe(200);
  expect(JSON.parse(harness.received.at(-1)?.body ?? '')).toEqual(activity);
});

test('the Bot Connector is not for web pages, and knows its paths only', async () => {
  const activities = '/connector/v3/conversations/a%3Ax/activities';
  expect((await post(activities, { type: 'message' })).status).toBe(403);
  const asBot = (method: string, path: string) =>
    fetch(`${harness.origin}${path}`, { method, body: JSON.stringify({ type: 'message', text: 'hi' }) });
  const posted = await asBot('POST', activities);
  expect(posted.status).toBe(201);
  const { id } = (await posted.json()) as { id: string };
  expect((await asBot('PUT', `${activities}/${id}`)).status).toBe(200);
  expect((await asBot('POST', '/connector/v3/elsewhere')).status).toBe(404);
  expect((await asBot('PUT', '/api/chat.update')).status).toBe(405);
});

test('an action that is none is refused', async () => {
  expect((await post('/sandbox/teams', { kind: 'dance' })).status).toBe(400);
  expect((await post('/sandbox/teams', { kind: 'open', user: DANA.id }, 'https://evil.example')).status).toBe(
    403,
  );
});
