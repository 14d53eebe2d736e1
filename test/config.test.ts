import { expect, test } from '@jest/globals';
import { readConfig } from '../src/config.js';
import { InputError } from '../src/errors.js';

const GUID = '00000000-0000-4000-8000-000000000001';
const KEY = Buffer.alloc(32, 7).toString('base64');
const OAUTH = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'c',
  SLACK_STATE_SECRET: 'a state secret by chance',
  SLACK_SIGNING_SECRET: 's',
  STATE_ENCRYPTION_KEY: KEY,
};

test('reads nothing as the sandbox on loopback', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'info', slack: undefined });
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ SLACK_BOT_TOKEN: '', PORT: ' ' })).toMatchObject({ slack: undefined, port: 3000 });
});

test('a signing secret is HTTP, an app token is Socket Mode', () => {
  expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' }).slack).toEqual({
    botToken: 'xoxb-1',
    signingSecret: 's',
  });
  expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toEqual({
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
  });
});

test('a client id is many workspaces, with their tokens sealed', () => {
  const config = readConfig({
    ...OAUTH,
    STATE_ENCRYPTION_KEY_PREVIOUS: Buffer.alloc(32, 8).toString('base64'),
  });
  expect(config.slack).toEqual({
    oauth: { clientId: '1.2', clientSecret: 'c', stateSecret: 'a state secret by chance' },
    signingSecret: 's',
  });
  expect(config.encryptionKeys.map((key) => key[0])).toEqual([7, 8]);
});

test('an app id is Teams, for a single tenant unless told', () => {
  const secrets = { MICROSOFT_APP_PASSWORD: 'p', MICROSOFT_APP_TENANT_ID: GUID };
  expect(readConfig({ MICROSOFT_APP_ID: GUID, ...secrets })).toMatchObject({
    slack: undefined,
    teams: { appId: GUID, appPassword: 'p', tenantId: GUID, appType: 'SingleTenant' },
  });
});

test('the support channel may be one of Slack and one of Teams', () => {
  expect(readConfig({ SUPPORT_CHANNEL: '#support, 19:abc@thread.tacv2' }).supportChannels).toEqual({
    slack: '#support',
    teams: '19:abc@thread.tacv2',
  });
});

test.each([
  [{ PORT: 'http' }, /^PORT is "http": a port is a whole number/],
  [{ PORT: '70000' }, /^PORT is "70000": a port/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud": it has to be one of trace, debug, info/],
  [{ SLACK_BOT_TOKEN: 'abc' }, /^SLACK_BOT_TOKEN: a bot token begins with xoxb-$/],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_SIGNING_SECRET: it is not set/],
  [{ SLACK_SIGNING_SECRET: 's' }, /^SLACK_BOT_TOKEN: it is not set, though SLACK_SIGNING_SECRET is/],
  [{ SLACK_API_URL: 'http://127.0.0.1:1/' }, /^SLACK_API_URL is .*: it has to end in \/api\//],
  [{ REDIS_URL: 'http://redis' }, /^REDIS_URL: a URL such as redis:/],
  [{ SUPPORT_CHANNEL: 'a b' }, /^SUPPORT_CHANNEL is "a b": a Slack channel's id or name/],
  [{ MICROSOFT_APP_ID: 'x' }, /^MICROSOFT_APP_ID is "x": an app id is a GUID/],
  [{ MICROSOFT_APP_ID: GUID }, /^MICROSOFT_APP_PASSWORD: it is not set/],
  [{ MICROSOFT_APP_ID: GUID, MICROSOFT_APP_PASSWORD: 'p' }, /^MICROSOFT_APP_TENANT_ID: it is not set/],
  [{ MICROSOFT_APP_PASSWORD: 'p' }, /^MICROSOFT_APP_ID: it is not set, though MICROSOFT_APP_PASSWORD is/],
  [{ MICROSOFT_APP_TYPE: 'Single' }, /^MICROSOFT_APP_TYPE is "Single": it has to be one of SingleTenant, /],
  [{ SLACK_CLIENT_ID: '1.2' }, /^SLACK_CLIENT_SECRET: it is not set, though SLACK_CLIENT_ID is$/],
  [
    { ...OAUTH, STATE_ENCRYPTION_KEY: '' },
    /^STATE_ENCRYPTION_KEY: it is not set, though SLACK_CLIENT_ID is$/,
  ],
  [{ ...OAUTH, SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_BOT_TOKEN: it is set beside SLACK_CLIENT_ID/],
  [{ STATE_ENCRYPTION_KEY: 'short' }, /^STATE_ENCRYPTION_KEY: it has to be 32 bytes in base64/],
  [
    { STATE_ENCRYPTION_KEY_PREVIOUS: KEY },
    /^STATE_ENCRYPTION_KEY: it is not set, though STATE_ENCRYPTION_KEY_PREVIOUS is$/,
  ],
  [{ SUPPORT_CHANNEL: '#a,#b' }, /^SUPPORT_CHANNEL: it names two channels of one kind/],
])('refuses %j with one line that names it', (environment, line) => {
  expect(() => readConfig(environment)).toThrow(line);
  expect(() => readConfig(environment)).toThrow(InputError);
});

test('never shows a secret in a complaint', () => {
  expect(() => readConfig({ REDIS_URL: 'http://:hunter2@redis' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});
