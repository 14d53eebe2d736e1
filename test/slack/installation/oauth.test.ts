import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCipher } from '../../../src/conversation/cipher.js';
import { createMemoryRecords, type RecordStore } from '../../../src/conversation/records.js';
import { StoreUnavailableError } from '../../../src/errors.js';
import { createHttpServer, type HttpServer } from '../../../src/ops/http-server.js';
import { createSlackAccess, createSlackApp, createSlackSurface } from '../../../src/slack/index.js';
import { until } from '../../conversation/support/rig.js';
import { FakeSlackApi } from '../../support/slack-api.js';
import { collectLogs } from '../../support/slack-bot.js';
import { SIGNING_SECRET, SlackClient } from '../../support/slack-client.js';
import { FakeService } from '../../support/slack-service.js';

/** The whole way of an installation, through the real receiver and routes. */
let api: FakeSlackApi;
let records: RecordStore;
let server: HttpServer;
let base: string;
let erased: string[];
let logs: string[];
let access: ReturnType<typeof createSlackAccess>;

beforeEach(async () => {
  api = await new FakeSlackApi().start();
  records = createMemoryRecords();
  erased = [];
  logs = [];
  const logger = collectLogs(logs);
  const config = {
    oauth: { clientId: '1.2', clientSecret: 'client-secret', stateSecret: 'a state secret by chance' },
    signingSecret: SIGNING_SECRET,
    apiUrl: api.url,
  };
  access = createSlackAccess({
    config,
    logger,
    installations: { records, cipher: createCipher([randomBytes(32)]) },
  });
  const app = createSlackApp({
    config,
    access,
    service: new FakeService(),
    logger,
    erase: async (workspace) => erased.push(workspace),
  });
  server = createHttpServer({ routes: app.routes, logger });
  base = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
});
afterEach(async () => {
  await server.close(100);
  await api.stop();
});

const GRANTED = {
  app_id: 'A1',
  access_token: 'xoxb-of-t1',
  token_type: 'bot',
  scope: 'commands,chat:write',
  bot_user_id: 'UBOT',
  authed_user: { id: 'UADMIN' },
  is_enterprise_install: false,
};

async function install(granted: object): Promise<Response> {
  const { cookie, state } = await begin();
  return finish(granted, state, cookie);
}

/** An installation that somebody begins: what their browser keeps, and what Slack hands back. */
async function begin() {
  const page = await fetch(`${base}/slack/install`);
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const [, link = ''] = /href="(https?:[^"]+)"/.exec(await page.text()) ?? [];
  const state = new URL(link.replaceAll('&amp;', '&')).searchParams.get('state') ?? '';
  return { cookie, state };
}

function finish(granted: object, state: string, cookie: string): Promise<Response> {
  api.script('oauth.v2.access', { answer: { ...GRANTED, ...granted } });
  return fetch(`${base}/slack/oauth_redirect?code=c&state=${encodeURIComponent(state)}`, {
    headers: { cookie },
    redirect: 'manual',
  });
}

const IN_T1 = { team: { id: 'T1', name: 'One' }, enterprise: null };
const posted = async (workspace: string) => {
  const surface = createSlackSurface({ clientFor: access.clientFor, logger: collectLogs([]) });
  const owner = { surface: 'slack', workspace, userId: 'U1' } as const;
  return surface.show(owner, { channel: 'C1', direct: false }, { fallback: 'hello', blocks: [] });
};

test('the page asks for exactly the scopes that the code uses', async () => {
  const page = await (await fetch(`${base}/slack/install`)).text();
  const [, link = ''] = /href="(https?:[^"]+)"/.exec(page) ?? [];
  const url = new URL(link.replaceAll('&amp;', '&'));
  expect(url.searchParams.get('scope')?.split(',')).toEqual(
    expect.arrayContaining(['commands', 'chat:write']),
  );
  expect(url.searchParams.get('client_id')).toBe('1.2');
});

test('a workspace that installs the app is served with its own token', async () => {
  expect((await install(IN_T1)).status).toBeLessThan(400);
  expect((await posted('T1')).outcome).toBe('delivered');
  expect(api.last('chat.postMessage').token).toBe('Bearer xoxb-of-t1');
});

test('where the app is not installed nothing is shown, and it is not tried for ever', async () => {
  expect(await posted('T2')).toEqual({ outcome: 'gone', reason: 'not-installed' });
});

test('a redirect that nobody asked for installs nothing', async () => {
  api.script('oauth.v2.access', { answer: { ...GRANTED, ...IN_T1 } });
  const response = await fetch(`${base}/slack/oauth_redirect?code=c&state=forged`);
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect((await posted('T1')).outcome).toBe('gone');
});

test('nor does one that was begun in another browser, and no page repeats what its address says', async () => {
  const [theirs, ours] = [await begin(), await begin()];
  for (const cookie of ['', ours.cookie])
    expect((await finish(IN_T1, theirs.state, cookie)).status).toBeGreaterThanOrEqual(400);
  expect((await posted('T1')).outcome).toBe('gone');
  const page = await fetch(`${base}/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E`);
  expect(await page.text()).not.toContain('<script>alert');
});

test('a token that runs out is renewed, and the new one kept', async () => {
  await install({ ...IN_T1, refresh_token: 'xoxe-1', expires_in: 60 });
  const renewed = {
    ...GRANTED,
    ...IN_T1,
    access_token: 'xoxb-new',
    refresh_token: 'xoxe-2',
    expires_in: 43_200,
  };
  api.script('oauth.v2.access', { answer: renewed });
  await posted('T1');
  expect(api.last('chat.postMessage').token).toBe('Bearer xoxb-new');
  const calls = api.of('oauth.v2.access').length;
  await posted('T1');
  expect(api.of('oauth.v2.access')).toHaveLength(calls);
});

test.each([
  ['app_uninstalled', {}],
  ['tokens_revoked', { tokens: { bot: ['UBOT'] } }],
])('%s erases what belongs to the workspace', async (type, more) => {
  await install(IN_T1);
  const slack = new SlackClient(`${base}/slack/events`, api.responseUrl);
  await slack.event({ type, ...more });
  await until(() => erased.length > 0, 'erased');
  expect(erased).toEqual(['T1']);
  expect((await posted('T1')).outcome).toBe('gone');
});

test("a person's own revoked token erases nothing", async () => {
  await install(IN_T1);
  const slack = new SlackClient(`${base}/slack/events`, api.responseUrl);
  await slack.event({ type: 'tokens_revoked', tokens: { oauth: ['U1'] } });
  expect((await posted('T1')).outcome).toBe('delivered');
  expect(erased).toEqual([]);
});

test('no token and no secret is logged', async () => {
  await install(IN_T1);
  await posted('T1');
  expect(logs.join('\n')).not.toMatch(/xoxb-of-t1|client-secret/);
});

test('while installations cannot be read, a click is not acknowledged: Slack tells the person that it failed', async () => {
  await install({ team: { id: 'T1', name: 'One' } });
  const slack = new SlackClient(`${base}/slack/events`, api.responseUrl);
  Object.assign(records, { get: () => Promise.reject(new StoreUnavailableError('connection refused')) });
  expect((await slack.click('recheck', { value: 'inv_abcdefghijklmnop' })).status).toBe(503);
  expect(
    (await slack.event({ type: 'app_mention', channel: 'C1', user: 'U1', ts: '1.1', text: 'x' })).status,
  ).toBe(503);
});
