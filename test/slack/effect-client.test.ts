import { webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { classifyFailure } from '../../src/slack/delivery.js';
import { EffectClient } from '../../src/slack/effect-client.js';
import { createLeanFetch } from '../../src/slack/lean-fetch.js';
import { FakeSlackApi, type Scripted } from '../support/slack-api.js';
import { collectLogs } from '../support/slack-bot.js';

let api: FakeSlackApi;
let lines: string[];
beforeEach(async () => {
  api = await new FakeSlackApi().start();
  lines = [];
});
afterEach(() => api.stop());

/** Of what ends by it alone; everything else is answered. */
const SHORT_MS = 300;
const LONG_MS = 20_000;
const UPDATE = {
  channel: 'C1',
  ts: '1.1',
  text: 'ä & <b>',
  blocks: [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '`a=1&b=2`' } }],
};

const options = (timeoutMs = LONG_MS) => ({
  slackApiUrl: api.url,
  logLevel: webApi.LogLevel.ERROR,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  fetch: createLeanFetch(timeoutMs),
});
const client = (timeoutMs = LONG_MS) =>
  new EffectClient('xoxb-test', options(timeoutMs), collectLogs(lines), timeoutMs);

describe('a message that is shown anew', () => {
  it('arrives as by Slack’s own client', async () => {
    expect(await client().chat.update(UPDATE)).toMatchObject({ ok: true });
    await new webApi.WebClient('xoxb-test', options()).chat.update(UPDATE);
    const [ours, theirs] = api.of('chat.update');
    expect(ours?.token).toBe('Bearer xoxb-test');
    expect(ours?.args).toEqual(theirs?.args);
    expect(ours?.args['text']).toBe(UPDATE.text);
  });

  const FAILURES: readonly (readonly [string, Scripted])[] = [
    ['refused', { error: 'message_not_found' }],
    ['failed inside of Slack', { error: 'internal_error' }],
    ['rate limited', { status: 429, headers: { 'retry-after': '7' } }],
    ['rate limited without an end', { status: 429 }],
    ['answered by a proxy', { status: 503, body: '<html>' }],
    ['answered with what is no JSON', { status: 200, body: 'Bad gateway' }],
    ['redirected', { status: 302, headers: { location: '/elsewhere' } }],
    ['never answered', 'hang'],
    ['hung up on', 'half-closed'],
    ['answered in half', 'half-answered'],
  ];
  it.each(FAILURES)('%s, is for us what it is by Slack’s own client', async (_name, outcome) => {
    api.script('chat.update', outcome, outcome);
    const timeoutMs = typeof outcome === 'string' ? SHORT_MS : LONG_MS;
    const meaningOf = async (slack: webApi.WebClient) => {
      const { reason, ...meaning } = classifyFailure(await slack.chat.update(UPDATE).catch((error) => error));
      return { ...meaning, named: /^[a-z_]+$/.test(reason) ? reason : undefined };
    };
    const [ours, theirs] = [
      await meaningOf(client(timeoutMs)),
      await meaningOf(new webApi.WebClient('xoxb-test', options(timeoutMs))),
    ];
    expect(ours).toEqual(theirs);
    expect(api.of('chat.update')).toHaveLength(2);
  });

  it('where nobody listens, has not arrived', async () => {
    const slack = client();
    await api.stop();
    const failure = classifyFailure(await slack.chat.update(UPDATE).catch((error) => error));
    expect(failure).toMatchObject({ kind: 'passing' });
    expect(failure).not.toHaveProperty('done');
  });

  it('has what Slack finds wrong with it in the log', async () => {
    const messages = ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'];
    const body = JSON.stringify({ ok: false, error: 'invalid_blocks', response_metadata: { messages } });
    api.script('chat.update', { status: 200, body });
    await expect(client().chat.update(UPDATE)).rejects.toThrow('invalid_blocks');
    expect(lines.join('')).toContain('no more than 50 items allowed');
  });
});

it('everything else goes by Slack’s own client', async () => {
  await client().conversations.open({ users: 'U1', return_im: false });
  expect(api.last('conversations.open').args).toEqual({ users: 'U1', return_im: 'false' });
});
