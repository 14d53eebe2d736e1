import { createServer, type Server } from 'node:http';
import https from 'node:https';
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createGroupLookup, type GroupLookup } from '../../src/conversation/group-lookup.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import { createLogger } from '../../src/ops/logging.js';
import { createTokens } from '../../src/teams/credentials.js';
import { createTeams } from '../../src/teams/index.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { collectLogs } from '../support/slack-bot.js';
import { FakeService } from '../support/slack-service.js';
import { serveTeams, type TeamsBot } from '../support/teams-bot.js';
import { JANE, TeamsClient, TENANT } from '../support/teams-client.js';

const APP_ID = '00000000-0000-4000-8000-00000000000a';
const ACCESS = { appId: APP_ID, appPassword: 'x', appType: 'SingleTenant', tenantId: TENANT } as const;
const ISSUER = 'https://api.botframework.com';
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const OTHER_KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Metadata {
  readonly url: string;
  /** What the stand-in answers with. */
  status: number;
  close(): Promise<void>;
}

/** A stand-in of https://login.botframework.com/v1/.well-known/openidconfiguration, with a key of the test's own. */
async function startMetadata(): Promise<Metadata> {
  const jwk = {
    ...KEYS.publicKey.export({ format: 'jwk' }),
    kid: 'k1',
    use: 'sig',
    endorsements: ['msteams'],
  };
  const server = createServer((request, response) => {
    response.writeHead(metadata.status, { 'content-type': 'application/json' });
    const keys = request.url === '/keys';
    response.end(JSON.stringify(keys ? { keys: [jwk] } : { issuer: ISSUER, jwks_uri: `${origin}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const metadata: Metadata = {
    url: `${origin}/openid`,
    status: 200,
    close: () => new Promise((resolve) => void (server.closeAllConnections(), server.close(() => resolve()))),
  };
  return metadata;
}

const now = () => Math.floor(Date.now() / 1000);

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function sign(payload: object, key: KeyObject = KEYS.privateKey, header: object = {}): string {
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'k1', ...header })}.${encode(payload)}`;
  return `Bearer ${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

let printed: jest.SpiedFunction<typeof console.error>;
let connector: BotConnector;
let metadata: Metadata;
let service: FakeService;
let bot: TeamsBot;
let jane: TeamsClient;
beforeAll(async () => {
  printed = jest.spyOn(console, 'error').mockImplementation(() => {});
  connector = await startBotConnector();
  metadata = await startMetadata();
});
afterAll(async () => {
  await connector.close();
  await metadata.close();
});
beforeEach(async () => {
  metadata.status = 200;
  service = new FakeService();
  bot = await serveTeams(service, { access: ACCESS, openIdMetadataUrl: metadata.url });
  jane = new TeamsClient(bot.url, connector, JANE);
});
afterEach(() => bot.stop());

function claims(more: object = {}): object {
  return { iss: ISSUER, aud: APP_ID, serviceurl: connector.url, nbf: now() - 10, exp: now() + 600, ...more };
}

/** What Entra gives whoever has the app's password. https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#emulator-to-bot */
function ofOwnApp(appid: string): object {
  return claims({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid, ver: '1.0' });
}

function form(authorization: string, more: object = {}) {
  const activity = {
    type: 'invoke',
    name: 'task/fetch',
    id: 'f:1',
    value: { data: { action: 'start_over' } },
  };
  return jane.send({ ...activity, ...more }, { authorization });
}

describe('a request', () => {
  test('that the Bot Connector has signed for this bot is taken', async () => {
    const answer = await form(sign(claims()));
    expect(answer.status).toBe(200);
    expect(answer.body?.task?.type).toBe('continue');
  });

  test.each([
    ['nobody signed', () => ''],
    ['is no token', () => 'Bearer x.y.z'],
    ['is signed for another bot', () => sign(claims({ aud: '00000000-0000-4000-8000-00000000000b' }))],
    ['has expired', () => sign(claims({ exp: now() - 600 }))],
    ['is of the future', () => sign(claims({ nbf: now() + 600 }))],
    ['somebody else has signed', () => sign(claims(), OTHER_KEYS.privateKey)],
    ['names a key that Microsoft does not have', () => sign(claims(), KEYS.privateKey, { kid: 'k2' })],
    ['claims not to be signed', () => `Bearer ${encode({ alg: 'none', kid: 'k1' })}.${encode(claims())}.`],
    ['is of another issuer', () => sign(claims({ iss: 'https://evil.example' }))],
    ["is the bot's own, as the Emulator makes it", () => sign(ofOwnApp(APP_ID))],
    ['is that of another app', () => sign(ofOwnApp('00000000-0000-4000-8000-00000000000b'))],
    ['is for another service URL', () => sign(claims({ serviceurl: 'https://evil.example/' }))],
    ['names no service URL', () => sign(claims({ serviceurl: undefined }))],
    ['is of another scheme', () => sign(claims()).replace('Bearer', 'Basic')],
  ])('that %s is refused', async (_why, authorization) => {
    const answer = await form(authorization());
    expect(answer.status).toBe(401);
    expect(answer.body).toBeUndefined();
    // The Bot Framework prints what it refuses, key and all.
    expect(printed).not.toHaveBeenCalled();
  });

  test('of a channel that lets its clients say who they are is refused, however it is signed', async () => {
    for (const channelId of ['directline', 'webchat', 'emulator', 'AseChannel'])
      expect((await form(sign(claims()), { channelId })).status).toBe(401);
  });

  test('of another tenant is not answered', async () => {
    const conversation = {
      id: 'a:x',
      tenantId: '00000000-0000-4000-8000-000000000002',
      conversationType: 'personal',
    };
    expect(await form(sign(claims()), { conversation })).toMatchObject({ status: 403, body: undefined });
    const message = { type: 'message', text: 'GetObject s3://amzn-s3-demo-bucket/a', conversation };
    await jane.send({ ...message, id: 'm' }, { authorization: sign(claims()) });
    expect(service.started).toEqual([]);
  });

  test('is not called forged while Microsoft’s keys cannot be had: it is to be sent again', async () => {
    metadata.status = 500;
    const unread = await startMetadata();
    unread.status = 500;
    const elsewhere = await serveTeams(service, { access: ACCESS, openIdMetadataUrl: unread.url });
    const client = new TeamsClient(elsewhere.url, connector, JANE);
    const answer = await client.send(
      { type: 'message', text: 'x', id: '1' },
      { authorization: sign(claims()) },
    );
    expect(answer.status).toBe(503);
    await unread.close();
    const gone = await client.send(
      { type: 'message', text: 'x', id: '1' },
      { authorization: sign(claims()) },
    );
    expect(gone.status).toBe(503);
    await elsewhere.stop();
  });
});

const GROUP = '00000000-0000-4000-8000-0000000000f1';
const JANE_ID = '00000000-0000-4000-8000-0000000000e1';
const JOE_ID = '00000000-0000-4000-8000-0000000000e2';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

test("the bot's own token is asked of its tenant", async () => {
  const asked: string[] = [];
  const request = jest.spyOn(https, 'request').mockImplementation((...to) => {
    asked.push(JSON.stringify(to));
    throw new Error('this test has no network');
  });
  await expect(createTokens(ACCESS)('https://graph.microsoft.com')).rejects.toThrow('network_error');
  request.mockRestore();
  expect(asked[0]).toContain(TENANT);
  expect(asked[0]).not.toContain('undefined');
});

describe('groups of Entra', () => {
  /** A local stand-in of Microsoft Graph. */
  let answer: (path: string) => Answer;
  let asked: { readonly path: string; readonly authorization: string | undefined }[];
  let server: Server;
  let url: string;
  let clock: number;
  let logs: string[];
  beforeEach(async () => {
    asked = [];
    logs = [];
    clock = 0;
    answer = () => ({ body: { value: [{ id: JANE_ID }] } });
    server = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push({ path, authorization: request.headers.authorization });
      const { status = 200, body } = answer(path);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterEach(() => new Promise((resolve) => void (server.closeAllConnections(), server.close(resolve))));

  function lookup(access: Parameters<typeof createTeams>[0]['access'] = ACCESS): GroupLookup {
    const { groups } = createTeams({
      access,
      records: createMemoryStore().records,
      erase: async () => 0,
      logger: createLogger('silent'),
      graph: { url, tokenFor: async (audience) => `token for ${audience}` },
    });
    return createGroupLookup(groups, collectLogs(logs), () => clock);
  }

  test('a person is in a group of Entra that the Graph says they are in, and its members are asked for once a minute', async () => {
    const groupsOf = lookup();
    expect(await groupsOf(TENANT, JANE_ID, [GROUP])).toEqual([GROUP]);
    expect(await groupsOf(TENANT, JOE_ID, [GROUP])).toEqual([]);
    expect(asked).toEqual([
      {
        path: `/v1.0/groups/${GROUP}/transitiveMembers/microsoft.graph.user?$select=id&$top=999`,
        authorization: 'Bearer token for https://graph.microsoft.com',
      },
    ]);
    clock = 61_000;
    await groupsOf(TENANT, JANE_ID, [GROUP]);
    expect(asked).toHaveLength(2);
  });

  test('a group of several pages is read to its end', async () => {
    answer = (path) =>
      path === '/v1.0/more'
        ? { body: { value: [{ id: JOE_ID }] } }
        : { body: { value: [{ id: JANE_ID }], '@odata.nextLink': `${url}/v1.0/more` } };
    expect(await lookup()(TENANT, JOE_ID, [GROUP])).toEqual([GROUP]);
  });

  test('the token goes nowhere but to the Graph, and a group without end is not read', async () => {
    answer = () => ({ body: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/more' } });
    await expect(lookup()(TENANT, JANE_ID, [GROUP])).rejects.toThrow(/is not read/);
    answer = () => ({ body: { value: [], '@odata.nextLink': `${url}/v1.0/more` } });
    asked = [];
    await expect(lookup()(TENANT, JANE_ID, [GROUP])).rejects.toThrow(/is not read/);
    expect(asked).toHaveLength(10);
  });

  test('groups of Slack are not asked for, and where none is named nothing is', async () => {
    expect(await lookup()(TENANT, JANE_ID, ['S012ABCDEF'])).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('without consent nobody is in any group, and one line of the log says what is missing', async () => {
    answer = () => ({ status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });
    await expect(lookup()(TENANT, JANE_ID, [GROUP])).rejects.toThrow(/403/);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toContain(GROUP);
    expect(logs[0]).toMatch(/403 Authorization_RequestDenied; .*GroupMember\.Read\.All .*docs\/teams\.md/);
  });

  test('what the Graph said lately counts while it is out, and nothing that is older', async () => {
    const groupsOf = lookup();
    await groupsOf(TENANT, JANE_ID, [GROUP]);
    answer = () => ({ status: 503, body: 'out' });
    clock = 5 * 60_000;
    expect(await groupsOf(TENANT, JANE_ID, [GROUP])).toEqual([GROUP]);
    clock = 11 * 60_000;
    await expect(groupsOf(TENANT, JANE_ID, [GROUP])).rejects.toThrow(/503/);
  });

  test.each([
    ['of another tenant', ACCESS, '00000000-0000-4000-8000-000000000002'],
    ['of a multi-tenant bot', { ...ACCESS, appType: 'MultiTenant' as const }, TENANT],
    ['of a bot that nobody vouches for', 'unauthenticated' as const, TENANT],
  ])('groups %s are not asked for, and let nobody in', async (_whose, access, tenant) => {
    await expect(lookup(access)(tenant, JANE_ID, [GROUP])).rejects.toThrow(/single tenant/);
    expect(asked).toEqual([]);
  });
});
