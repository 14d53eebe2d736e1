import { expect, test } from '@jest/globals';
import { readConfig } from '../src/config.js';
import { InputError } from '../src/errors.js';

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

test.each([
  [{ PORT: 'http' }, /^PORT is "http": a port is a whole number/],
  [{ PORT: '70000' }, /^PORT is "70000": a port/],
  [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud": it has to be one of trace, debug, info/],
  [{ SLACK_BOT_TOKEN: 'abc' }, /^SLACK_BOT_TOKEN: a bot token begins with xoxb-$/],
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_SIGNING_SECRET: it is not set/],
  [{ SLACK_SIGNING_SECRET: 's' }, /^SLACK_BOT_TOKEN: it is not set, though SLACK_SIGNING_SECRET is/],
  [{ SLACK_API_URL: 'http://127.0.0.1:1/' }, /^SLACK_API_URL is .*: it has to end in \/api\//],
  [{ REDIS_URL: 'http://redis' }, /^REDIS_URL: a URL such as redis:/],
  [{ SUPPORT_CHANNEL: 'a b' }, /^SUPPORT_CHANNEL is "a b": a channel id/],
  [{ MICROSOFT_APP_ID: 'x' }, /^MICROSOFT_APP_ID: Teams is not built yet/],
])('refuses %j with one line that names it', (environment, line) => {
  expect(() => readConfig(environment)).toThrow(line);
  expect(() => readConfig(environment)).toThrow(InputError);
});

test('never shows a secret in a complaint', () => {
  expect(() => readConfig({ REDIS_URL: 'http://:hunter2@redis' })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});
