import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCipher } from '../../../src/conversation/cipher.js';
import { createGroupLookup } from '../../../src/conversation/group-lookup.js';
import { createMemoryRecords, type RecordStore } from '../../../src/conversation/records.js';
import { createHttpServer, type HttpServer } from '../../../src/ops/http-server.js';
import {
  createSlackAccess,
  createSlackApp,
  createSlackGroups,
  createSlackSurface,
} from '../../../src/slack/index.js';
import { createInstallationStore } from '../../../src/slack/installation/store.js';
import { until } from '../../conversation/support/rig.js';
import { FakeSlackApi } from '../../support/slack-api.js';
import { collectLogs } from '../../support/slack-bot.js';
import { SIGNING_SECRET, SlackClient } from '../../support/slack-client.js';
import { FakeService } from '../../support/slack-service.js';

/** Installed once for a whole organization of Enterprise Grid, with the payloads that such an installation gets. */
let api: FakeSlackApi;
let records: RecordStore;
let server: HttpServer;
let service: FakeService;
let slack: SlackClient;
let erased: string[];
let access: ReturnType<typeof createSlackAccess>;
const cipher = createCipher([randomBytes(32)]);

beforeEach(async () => {
  api = await new FakeSlackApi().start();
  records = createMemoryRecords();
  erased = [];
  service = new FakeService();
  const logger = collectLogs([]);
  const config = {
    oauth: { clientId: '1.2', clientSecret: 'client-secret', stateSecret: 'a state secret by chance' },
    signingSecret: SIGNING_SECRET,
    apiUrl: api.url,
  };
  access = createSlackAccess({ config, logger, installations: { records, cipher } });
  const erase = async (workspace: string) => erased.push(workspace);
  const app = createSlackApp({ config, access, service, logger, erase });
  server = createHttpServer({ routes: app.routes, logger });
  slack = new SlackClient(
    `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/slack/events`,
    api.responseUrl,
  );
  await install({ team: undefined, enterprise: { id: 'E1', name: 'Org' }, isEnterpriseInstall: true });
});
afterEach(async () => {
  await server.close(100);
  await api.stop();
});

function install(what: object): Promise<void> {
  const bot = { token: 'xoxb-org', scopes: ['chat:write'], id: 'B1', userId: 'UBOT' };
  const user = { id: 'UADMIN', token: undefined, scopes: undefined };
  return createInstallationStore(records, cipher).storeInstallation({ bot, user, ...what } as Parameters<
    ReturnType<typeof createInstallationStore>['storeInstallation']
  >[0]);
}

const IN_ORG = { enterprise: { id: 'E1', name: 'Org' }, is_enterprise_install: true };
const AUTHORIZED = [
  { enterprise_id: 'E1', team_id: null, user_id: 'UBOT', is_bot: true, is_enterprise_install: true },
];
const TEXT = 's3://amzn-s3-demo-bucket/a.txt GetObject';

/** Every kind of thing that a person does, as Slack sends it here: some name a workspace, some none. */
const DEEDS: Readonly<Record<string, () => Promise<unknown>>> = {
  'a command': () =>
    slack.command(TEXT, {
      team_id: 'T5',
      enterprise_id: 'E1',
      enterprise_name: 'Org',
      is_enterprise_install: 'true',
    }),
  'a submitted form': () =>
    slack.submit(
      { resource: { type: 'plain_text_input', value: 's3://amzn-s3-demo-bucket/a.txt' } },
      { private_metadata: '{"v":1}', team_id: 'T5', app_installed_team_id: 'E1' },
      { team: null, ...IN_ORG, user: { id: 'U1', team_id: 'T5' } },
    ),
  'a direct message': () =>
    slack.event(
      { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', ts: '1.1', text: TEXT },
      { team_id: 'T6', enterprise_id: 'E1', authorizations: AUTHORIZED },
    ),
  'a mention': () =>
    slack.event(
      { type: 'app_mention', channel: 'C1', user: 'U1', ts: '1.1', text: `<@UBOT> ${TEXT}` },
      { team_id: 'T7', enterprise_id: 'E1', authorizations: AUTHORIZED },
    ),
};

describe('a person in an organization', () => {
  it.each(Object.keys(DEEDS))('is the same in all its workspaces, by %s', async (deed) => {
    await DEEDS[deed]?.();
    await until(() => service.started.length === 1, 'the start');
    expect(service.started[0]?.actor).toEqual({ surface: 'slack', workspace: 'E1', userId: 'U1' });
  });

  it('clicks in any of them, whether or not the payload names one', async () => {
    const ids = { value: 'inv_1', user: { id: 'U1', team_id: 'T5' }, ...IN_ORG };
    await slack.click('recheck', { ...ids, team: null });
    await slack.click('recheck', { ...ids, team: { id: 'T6', domain: 'six', enterprise_id: 'E1' } });
    expect(service.handled.map(({ actor }) => actor.workspace)).toEqual(['E1', 'E1']);
  });

  it('is asked by shortcuts with the organization’s token, in their own workspace', async () => {
    await slack.shortcut('diagnose_s3_denial', { team: null, user: { id: 'U1', team_id: 'T5' }, ...IN_ORG });
    expect(api.last('views.open')).toMatchObject({ token: 'Bearer xoxb-org', args: { team_id: 'T5' } });
  });

  it('is shown things with the organization’s token', async () => {
    const surface = createSlackSurface({ clientFor: access.clientFor, logger: collectLogs([]) });
    const owner = { surface: 'slack', workspace: 'E1', userId: 'U1' } as const;
    const card = { fallback: 'hello', blocks: [] };
    expect((await surface.show(owner, { channel: 'C1', direct: false }, card)).outcome).toBe('delivered');
    expect(api.last('chat.postMessage').token).toBe('Bearer xoxb-org');
  });

  it('is found in a user group of whichever workspace has it', async () => {
    await DEEDS['a command']?.();
    await DEEDS['a mention']?.();
    await until(() => service.started.length === 2, 'both');
    api.script('usergroups.users.list', { error: 'no_such_subteam' }, { answer: { users: ['U1'] } });
    const lookup = createGroupLookup(createSlackGroups(access), collectLogs([]));
    expect(await lookup('E1', 'U1', ['S1'])).toEqual(['S1']);
    expect(api.of('usergroups.users.list').map(({ args }) => args['team_id'])).toEqual(['T7', 'T5']);
  });
});

describe('an organization that takes the app away', () => {
  const REMOVALS = [
    { type: 'app_uninstalled' },
    { type: 'tokens_revoked', tokens: { oauth: [], bot: ['UBOT'] } },
  ];
  it.each(REMOVALS)('has everything of it erased ($type)', async (event) => {
    await DEEDS['a command']?.();
    await slack.event(event, { team_id: 'T5', enterprise_id: 'E1', authorizations: AUTHORIZED });
    await until(() => erased.length > 0, 'erased');
    expect(erased).toEqual(['E1']);
    await expect(access.clientFor('E1')).rejects.toMatchObject({ code: 'not-installed' });
    expect(await access.teamsOf('E1')).toEqual([]);
  });

  it('keeps its own installation where one workspace removes its, and tells of that twice', async () => {
    await install({ team: { id: 'T5' }, enterprise: { id: 'E1' } });
    for (const event of REMOVALS)
      await slack.event(event, { team_id: 'T5', enterprise_id: 'E1', authorizations: [] });
    await until(() => erased.length === 2, 'erased');
    expect(erased).toEqual(['T5', 'T5']);
    await expect(access.clientFor('T5')).rejects.toMatchObject({ code: 'not-installed' });
    await expect(access.clientFor('E1')).resolves.toBeDefined();
  });
});
