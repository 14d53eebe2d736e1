import { afterAll, afterEach, expect, jest, test } from '@jest/globals';
import { endAllProcesses, eventually, SLACK_ENVIRONMENT, spawnCommand } from '../support/bot-process.js';
import { FakeSlackApi } from '../support/slack-api.js';

// Processes start and answer as fast as a shared machine lets them.
jest.setTimeout(60_000);
afterEach(endAllProcesses);

const MICROSOFT = {
  MICROSOFT_APP_ID: '00000000-0000-4000-8000-00000000000a',
  MICROSOFT_APP_PASSWORD: 'hunter2',
  MICROSOFT_APP_TENANT_ID: '00000000-0000-4000-8000-000000000001',
};
const ACTIVITY = {
  type: 'message',
  channelId: 'msteams',
  text: 'GetObject s3://amzn-s3-demo-bucket/a',
  id: '1',
};

/** `s3denied start` as a process of its own; resolves with its address and what it logs. */
async function start(env: Readonly<Record<string, string>>) {
  const child = spawnCommand(['start'], { PORT: '0', ...MICROSOFT, ...env });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const log = () => Buffer.concat(chunks).toString('utf8');
  const url = await eventually(() => /"url":"([^"]+)"/.exec(log())?.[1], `ready in ${log()}`, 30_000);
  return { url, log };
}

function post(url: string, authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization };
  return fetch(`${url}/api/messages`, { method: 'POST', headers, body: JSON.stringify(ACTIVITY) });
}

const api = new FakeSlackApi();
afterAll(() => api.stop());

test('the program takes nothing over Teams that the Bot Connector has not signed, and logs neither password nor text', async () => {
  const { url, log } = await start({});
  expect((await post(url)).status).toBe(401);
  expect((await post(url, 'Bearer x.y.z')).status).toBe(401);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/slack/events`, { method: 'POST' })).status).toBe(404);
  expect(log()).toContain('was not authorized');
  for (const secret of ['hunter2', 'amzn-s3-demo-bucket']) expect(log()).not.toContain(secret);
});

test('Slack and Teams run in one process', async () => {
  await api.start();
  const { url, log } = await start({ ...SLACK_ENVIRONMENT, SLACK_API_URL: api.url });
  expect((await post(url)).status).toBe(401);
  expect((await fetch(`${url}/slack/events`, { method: 'POST', body: '' })).status).toBe(401);
  expect(log()).toMatch(/"teams":"SingleTenant"/);
});
