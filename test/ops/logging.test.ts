import { expect, it } from '@jest/globals';
import { createLogger } from '../../src/ops/logging.js';
import { scrubSecrets } from '../../src/ops/scrub.js';

// Put together here, so that no scanner takes the tests' own examples for secrets.
const SLACK_TOKEN = ['xoxb', '1234567890', 'abcdefABCDEF'].join('-');
const APP_TOKEN = ['xapp', '1', 'A1', 'abcdef'].join('-');
const WEB_TOKEN = [{ alg: 'RS256' }, { iss: 'https://example.com' }, 'signature']
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

const SECRETS = [
  ['a bot token', `failed for ${SLACK_TOKEN}!`, 'failed for [redacted]!'],
  ['an app token', `t=${APP_TOKEN}`, 't=[redacted]'],
  ['a bearer token', 'authorization: Bearer abc.def-ghi_jkl=', 'authorization: [redacted]'],
  [
    'a presigned URL',
    'https://b.s3.amazonaws.com/k?X-Amz-Signature=0123abcd&x=1',
    'https://b.s3.amazonaws.com/k?X-Amz-Signature=[redacted]&x=1',
  ],
  [
    'a response URL',
    'POST https://hooks.slack.com/actions/T1/2/abc failed',
    'POST https://hooks.slack.com/[redacted] failed',
  ],
  ['an access key', 'AKIAIOSFODNN7EXAMPLE', '[redacted]'],
  ['a web token', `token ${WEB_TOKEN} refused`, 'token [redacted] refused'],
  ['a signature of Slack', `v0=${'0a'.repeat(32)}`, '[redacted]'],
  [
    'a secret in a form',
    '"body":"a=1&client_secret=hunter2&b=2"',
    '"body":"a=1&client_secret=[redacted]&b=2"',
  ],
  [
    'a secret in JSON within JSON',
    String.raw`"body":"{\"client_secret\":\"hunter2\",\"a\":1}"`,
    String.raw`"body":"{\"client_secret\":\"[redacted]\",\"a\":1}"`,
  ],
  [
    'a quote in a password',
    String.raw`{"a":{"password":"x\"hunter2"},"b":1}`,
    '{"a":{"password":"[redacted]"},"b":1}',
  ],
  ['a password in a URL', 'redis://user:hunter2@host:6379', 'redis://user:[redacted]@host:6379'],
  [
    'nothing secret',
    'arn:aws:iam::111122223333:user/Jane at 12:30',
    'arn:aws:iam::111122223333:user/Jane at 12:30',
  ],
] as const;
it.each(SECRETS)('a line with %s is written without it', (_name, line, written) => {
  expect(scrubSecrets(line)).toBe(written);
});

it('writes one JSON object a line, without what its fields name as secret', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  logger.info(
    { botToken: 'a', slack: { signingSecret: 'b' }, id: 'inv_1', url: `x ${SLACK_TOKEN}` },
    'started',
  );
  logger.debug('not at this level');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-/),
    botToken: '[redacted]',
    slack: { signingSecret: '[redacted]' },
    id: 'inv_1',
    url: 'x [redacted]',
    msg: 'started',
  });
});

it('an error that carries the whole request is written without what the request was authorized with', () => {
  const lines: string[] = [];
  const headers = {
    Authorization: 'Basic aHVudGVyMg==',
    'X-Amz-Security-Token': 'hunter2',
    Accept: 'text/plain',
  };
  const request = { headers, auth: { username: 'bot', password: 'hunter2' } };
  const error = Object.assign(new Error('failed'), {
    config: { request },
    credentials: { secretAccessKey: 'hunter2' },
  });
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  logger.error({ error, err: error, nested: { deeply: { so: { error } } } }, 'failed');
  const [line = ''] = lines;
  expect(line).not.toMatch(/hunter2|aHVudGVyMg/);
  expect(line).toContain('text/plain');
  expect(() => JSON.parse(line)).not.toThrow();
});
