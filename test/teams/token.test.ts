import { createServer } from 'node:http';
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
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
