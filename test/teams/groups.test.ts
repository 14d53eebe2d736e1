import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createGroupLookup, type GroupLookup } from '../../src/conversation/group-lookup.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import { createLogger } from '../../src/ops/logging.js';
import { createTeams } from '../../src/teams/index.js';
import { collectLogs } from '../support/slack-bot.js';
import { TENANT } from '../support/teams-client.js';

const ACCESS = {
  appId: '00000000-0000-4000-8000-00000000000a',
  appPassword: 'x',
  appType: 'SingleTenant',
  tenantId: TENANT,
} as const;
const GROUP = '00000000-0000-4000-8000-0000000000f1';
const JANE = '00000000-0000-4000-8000-0000000000e1';
const JOE = '00000000-0000-4000-8000-0000000000e2';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A local stand-in of Microsoft Graph. */
let answer: (path: string) => Answer;
let asked: { readonly path: string; readonly authorization: string | undefined }[];
let server: Server;
let url: string;
let now: number;
let logs: string[];
beforeEach(async () => {
  asked = [];
  logs = [];
  now = 0;
  answer = () => ({ body: { value: [{ id: JANE }] } });
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
  return createGroupLookup(groups, collectLogs(logs), () => now);
}

test('a person is in a group of Entra that the Graph says they are in, and its members are asked for once a minute', async () => {
  const groupsOf = lookup();
  expect(await groupsOf(TENANT, JANE, [GROUP])).toEqual([GROUP]);
  expect(await groupsOf(TENANT, JOE, [GROUP])).toEqual([]);
  expect(asked).toEqual([
    {
      path: `/v1.0/groups/${GROUP}/transitiveMembers/microsoft.graph.user?$select=id&$top=999`,
      authorization: 'Bearer token for https://graph.microsoft.com',
    },
  ]);
  now = 61_000;
  await groupsOf(TENANT, JANE, [GROUP]);
  expect(asked).toHaveLength(2);
});

test('a group of several pages is read to its end', async () => {
  answer = (path) =>
    path === '/v1.0/more'
      ? { body: { value: [{ id: JOE }] } }
      : { body: { value: [{ id: JANE }], '@odata.nextLink': `${url}/v1.0/more` } };
  expect(await lookup()(TENANT, JOE, [GROUP])).toEqual([GROUP]);
});

test('the token goes nowhere but to the Graph, and a group without end is not read', async () => {
  answer = () => ({ body: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/more' } });
  await expect(lookup()(TENANT, JANE, [GROUP])).rejects.toThrow(/is not read/);
  answer = () => ({ body: { value: [], '@odata.nextLink': `${url}/v1.0/more` } });
  asked = [];
  await expect(lookup()(TENANT, JANE, [GROUP])).rejects.toThrow(/is not read/);
  expect(asked).toHaveLength(10);
});

test('groups of Slack are not asked for, and where none is named nothing is', async () => {
  expect(await lookup()(TENANT, JANE, ['S012ABCDEF'])).toEqual([]);
  expect(asked).toEqual([]);
});

test('without consent nobody is in any group, and one line of the log says what is missing', async () => {
  answer = () => ({ status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });
  await expect(lookup()(TENANT, JANE, [GROUP])).rejects.toThrow(/403/);
  expect(logs).toHaveLength(1);
  expect(logs[0]).toContain(GROUP);
  expect(logs[0]).toMatch(/403 Authorization_RequestDenied; .*GroupMember\.Read\.All .*docs\/teams\.md/);
});

test('what the Graph said lately counts while it is out, and nothing that is older', async () => {
  const groupsOf = lookup();
  await groupsOf(TENANT, JANE, [GROUP]);
  answer = () => ({ status: 503, body: 'out' });
  now = 5 * 60_000;
  expect(await groupsOf(TENANT, JANE, [GROUP])).toEqual([GROUP]);
  now = 11 * 60_000;
  await expect(groupsOf(TENANT, JANE, [GROUP])).rejects.toThrow(/503/);
});

test.each([
  ['of another tenant', ACCESS, '00000000-0000-4000-8000-000000000002'],
  ['of a multi-tenant bot', { ...ACCESS, appType: 'MultiTenant' as const }, TENANT],
  ['of a bot that nobody vouches for', 'unauthenticated' as const, TENANT],
])('groups %s are not asked for, and let nobody in', async (_whose, access, tenant) => {
  await expect(lookup(access)(tenant, JANE, [GROUP])).rejects.toThrow(/single tenant/);
  expect(asked).toEqual([]);
});
