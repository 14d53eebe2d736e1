import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { createCipher } from '../../../src/conversation/cipher.js';
import { createMemoryRecords } from '../../../src/conversation/records.js';
import { createInstallationStore } from '../../../src/slack/installation/store.js';

const cipher = createCipher([randomBytes(32)]);
let records = createMemoryRecords();
beforeEach(() => {
  records = createMemoryRecords();
});
const store = () => createInstallationStore(records, cipher);

const bot = { token: 'xoxb-1', scopes: ['chat:write'], id: 'B1', userId: 'U1' };
const user = { id: 'U9', token: 'xoxp-never-kept', scopes: undefined };
const workspace = { team: { id: 'T1', name: 'One' }, enterprise: undefined, user, bot };
const organization = { team: undefined, enterprise: { id: 'E1' }, user, bot, isEnterpriseInstall: true };
const inWorkspace = (teamId: string, enterpriseId?: string) => ({
  teamId,
  enterpriseId,
  isEnterpriseInstall: false as const,
});

test('what was installed is found by its workspace, without the installer’s own token', async () => {
  await store().storeInstallation(workspace);
  const found = await store().fetchInstallation(inWorkspace('T1'));
  expect(found.bot?.token).toBe('xoxb-1');
  expect(JSON.stringify(found)).not.toContain('xoxp-never-kept');
});

test('a record shows no token', async () => {
  await store().storeInstallation(workspace);
  expect(await records.get('slack-installation:T1')).not.toContain('xoxb-1');
});

test("an organization's installation serves its workspaces, whose own goes first", async () => {
  await store().storeInstallation(organization);
  expect((await store().fetchInstallation(inWorkspace('T7', 'E1'))).isEnterpriseInstall).toBe(true);
  await store().storeInstallation({ ...workspace, team: { id: 'T7' } });
  expect((await store().fetchInstallation(inWorkspace('T7', 'E1'))).isEnterpriseInstall).toBe(false);
});

test('another workspace has none', async () => {
  await store().storeInstallation(workspace);
  await expect(store().fetchInstallation(inWorkspace('T2'))).rejects.toMatchObject({ code: 'not-installed' });
});

test('uninstalling from a workspace leaves the organization’s installation', async () => {
  await store().storeInstallation(organization);
  await store().storeInstallation({ ...workspace, enterprise: { id: 'E1' } });
  await store().deleteInstallation(inWorkspace('T1', 'E1'));
  expect((await store().fetchInstallation(inWorkspace('T1', 'E1'))).isEnterpriseInstall).toBe(true);
});

test('a rotated token is kept with its expiry', async () => {
  await store().storeInstallation({ ...workspace, bot: { ...bot, refreshToken: 'xoxe-1', expiresAt: 1 } });
  const found = await store().fetchInstallation(inWorkspace('T1'));
  expect(found).toMatchObject({ authVersion: 'v2', bot: { refreshToken: 'xoxe-1', expiresAt: 1 } });
});
