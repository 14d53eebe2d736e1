import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  type BotProcess,
  endAllProcesses,
  eventually,
  runToEnd,
  SLACK_ENVIRONMENT,
  startBotProcess,
} from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { SlackSocketPeer } from '../support/slack-socket.js';

// Bare, from another account: nothing is known but the request, so that questions follow.
const BARE =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/reports/q1.csv';
const TELLING =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/q1.csv" because no identity-based policy allows the s3:GetObject action';

// Processes start and answer as fast as a shared machine lets them.
jest.setTimeout(60_000);
afterAll(endAllProcesses);

let api: FakeSlackApi;
let message: LivingMessage;

beforeEach(async () => {
  api = await new FakeSlackApi().start();
  message = new LivingMessage(api);
});
afterEach(() => api.stop());

/** Clicks a button of the living message as Slack would send it. */
function click(bot: BotProcess, actionId: string, more: Record<string, unknown> = {}) {
  const { blockId, value } = message.button(actionId);
  return bot.slack.click(actionId, { blockId, value, ...more });
}

describe('one process, state in memory', () => {
  let bot: BotProcess;
  beforeEach(async () => {
    bot = await startBotProcess(api, { SUPPORT_CHANNEL: 'C0SUPPORT' });
  });
  afterEach(() => bot.stop());

  test('an error text that tells goes from the command to a fix posted in the support channel', async () => {
    expect((await bot.slack.command(TELLING)).status).toBe(200);
    await message.says('No policy of the caller allows');
    await message.says('put-user-policy');
    await click(bot, 'post_to_support');
    const post = await eventually(
      () => api.of('chat.postMessage').find(({ args }) => args['channel'] === 'C0SUPPORT'),
      'a support post',
    );
    const said = JSON.stringify(post.args['blocks']);
    for (const part of [
      '<@U1>',
      'amzn-s3-demo-bucket',
      'reports/q1.csv',
      'GetObject',
      's3:GetObject',
      'https://example.slack.com/archives/C1/',
    ])
      expect(said).toContain(part);
    await message.says(/posted/i);
  });

  test('questions lead to a cause by answers alone', async () => {
    await bot.slack.command(BARE);
    let clicks = 0;
    while (
      !message.text.includes('requester') ||
      message.buttons.some(({ actionId }) => actionId === 'answer:not-sent')
    ) {
      const asked = await eventually(
        () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
        'a question',
      );
      const step = asked.blockId.slice('question:'.length);
      const option =
        step === 'accounts'
          ? 'answer:different'
          : step === 'requester-pays'
            ? 'answer:not-sent'
            : 'answer:unsure';
      await click(bot, option);
      clicks += 1;
      await eventually(
        () => (message.buttons.every(({ blockId }) => blockId !== asked.blockId) ? true : undefined),
        `an answer to ${step}`,
      );
      if (step === 'requester-pays') break;
    }
    await message.says('Requester Pays');
    expect(message.buttons.map(({ actionId }) => actionId)).toEqual(
      expect.arrayContaining([
        'post_to_support',
        'recheck',
        'show_checks',
        'edit_details',
        'start_over',
        'feedback:solved',
        'feedback:unsolved',
      ]),
    );
    expect(clicks).toBeLessThanOrEqual(40);
  });

  test('every question offers "not sure" and how to check', async () => {
    await bot.slack.command(BARE);
    const asked = await eventually(
      () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
    );
    const step = asked.blockId.slice('question:'.length);
    const ids = message.buttons.map(({ actionId }) => actionId);
    expect(ids).toEqual(
      expect.arrayContaining(['answer:unsure', `how_to:${step}`, 'edit_details', 'start_over']),
    );
    const before = message.shows.length;
    await click(bot, `how_to:${step}`);
    await eventually(() => (message.shows.length > before ? true : undefined), 'the how-to');
  });

  test('the same payload delivered three times at once is one transition', async () => {
    const fields = bot.slack.commandFields(BARE);
    const answers = await Promise.all([1, 2, 3].map(() => bot.slack.form(fields)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const asked = await eventually(
      () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
    );
    expect(api.of('chat.postMessage')).toHaveLength(1);
    const payload = bot.slack.clickPayload('answer:unsure', { blockId: asked.blockId, value: asked.value });
    await Promise.all([1, 2, 3].map(() => bot.slack.interact(payload)));
    await eventually(
      () => (message.buttons.every(({ blockId }) => blockId !== asked.blockId) ? true : undefined),
      'the next question',
    );
    expect(api.of('chat.postMessage')).toHaveLength(1);
    expect(api.of('chat.postEphemeral')).toHaveLength(0);
  });

  test('a wrong signature gets 401 and does nothing', async () => {
    const answer = await bot.slack.command(TELLING, {}, { secret: 'not-the-secret' });
    expect(answer.status).toBe(401);
    expect(api.calls.filter(({ method }) => method !== 'auth.test')).toEqual([]);
  });

  test('an invalid ARN in the modal is an inline error, and nothing is lost', async () => {
    await bot.slack.command('');
    const { args } = await api.until('views.open');
    const view = { id: 'V1', private_metadata: args['view'].private_metadata };
    const values = {
      error_text: { type: 'plain_text_input', value: BARE },
      principal: { type: 'plain_text_input', value: 'arn:aws:iam::1234:user/Jane' },
    };
    const refused = await bot.slack.submit(values, view);
    expect(refused.body).toMatchObject({
      response_action: 'errors',
      errors: { principal: expect.stringMatching(/ARN/) },
    });
    expect(message.shows).toHaveLength(0);
    const mended = {
      ...values,
      principal: { type: 'plain_text_input', value: 'arn:aws:iam::111122223333:user/Jane' },
    };
    expect((await bot.slack.submit(mended, view)).status).toBe(200);
    await message.says('amzn-s3-demo-bucket');
  });

  test('a key named <!channel> calls nobody', async () => {
    await bot.slack.command(
      's3://amzn-s3-demo-bucket/<!channel> arn:aws:iam::111122223333:user/Jane GetObject',
    );
    await message.says('amzn-s3-demo-bucket');
    for (const { args } of api.calls) expect(JSON.stringify(args)).not.toContain('<!channel>');
    expect(message.text).toContain('!channel');
  });

  test('somebody else who clicks is told who may, and changes nothing', async () => {
    await bot.slack.command(BARE);
    const asked = await eventually(
      () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
    );
    await click(bot, 'answer:unsure', { userId: 'U2' });
    const { args } = await api.until('chat.postEphemeral');
    expect(args).toMatchObject({ user: 'U2', text: expect.stringContaining('<@U1>') });
    expect(message.button('answer:unsure').blockId).toBe(asked.blockId);
  });

  test('health, readiness and metrics answer, and a body over 1 MB is refused', async () => {
    const statusOf = async (path: string) => (await fetch(`${bot.url}${path}`)).status;
    expect(await Promise.all(['/healthz', '/readyz', '/metrics', '/nothing'].map(statusOf))).toEqual([
      200, 200, 200, 404,
    ]);
    const big = await fetch(`${bot.url}/slack/events`, { method: 'POST', body: 'x'.repeat(1_100_000) });
    expect(big.status).toBe(413);
  });

  test('what is to be shown and posted while Slack is out is done by itself when Slack is back', async () => {
    api.always('chat.postMessage', { status: 503 });
    await bot.slack.command(TELLING);
    await api.until('chat.postMessage', 2);
    api.always('chat.postMessage', { status: 429, headers: { 'retry-after': '1' } });
    await api.until('chat.postMessage', 3, 15_000);
    api.always('chat.postMessage', undefined);
    const back = Date.now();
    await message.says('put-user-policy', 30_000);
    expect(Date.now() - back).toBeLessThan(30_000);
    expect(message.shows.filter(({ method }) => method === 'chat.update').length).toBeLessThanOrEqual(2);
  });

  test('where the bot may not write it answers in a direct message, and says so', async () => {
    api.script('chat.postMessage', { error: 'not_in_channel' });
    await bot.slack.command(TELLING);
    const direct = new LivingMessage(api, 'D1');
    const answered = () => direct.shows.find(({ args }) => JSON.stringify(args).includes('put-user-policy'));
    await eventually(answered, 'the answer in a direct message');
    const says = (args: object) => JSON.stringify(args).includes('I cannot post in <#C1>');
    await eventually(() => api.calls.find(({ args }) => says(args)), 'a line that says so');
  });

  test('a stale click changes nothing, shows the truth, and says so', async () => {
    await bot.slack.command(BARE);
    const asked = await eventually(
      () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
    );
    const stale = { blockId: asked.blockId, value: asked.value };
    await bot.slack.click('answer:unsure', stale);
    await eventually(
      () => (message.buttons.every(({ blockId }) => blockId !== asked.blockId) ? true : undefined),
      'the next question',
    );
    const now = message.buttons.map(({ blockId }) => blockId);
    await bot.slack.click('answer:unsure', stale);
    expect((await api.until('chat.postEphemeral')).args['user']).toBe('U1');
    expect(message.buttons.map(({ blockId }) => blockId)).toEqual(now);
  });

  test('SIGTERM drains within 10 s', async () => {
    const start = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  test('logs hold no token, no pasted text', async () => {
    await bot.slack.command(`${TELLING} s3cr3t-in-the-text`);
    await message.says('put-user-policy');
    await bot.stop();
    for (const secret of ['xoxb-test', 's3cr3t-in-the-text', 'not authorized'])
      expect(bot.log()).not.toContain(secret);
  });
});

describeWithPeer('redis-server', 'several processes, state in Redis', () => {
  let redis: RedisPeer;
  const bots: BotProcess[] = [];
  const start = async () => {
    const bot = await startBotProcess(api, { REDIS_URL: redis.url, SUPPORT_CHANNEL: 'C0SUPPORT' });
    bots.push(bot);
    return bot;
  };
  beforeEach(async () => {
    redis = await startRedis({ persistent: true });
  });
  afterEach(async () => {
    await Promise.all(bots.splice(0).map((bot) => bot.stop()));
    await redis.close();
  });

  const question = () =>
    eventually(() => message.buttons.find(({ blockId }) => blockId.startsWith('question:')), 'a question');
  const isOver = (blockId: string) =>
    eventually(
      () => (message.buttons.every((button) => button.blockId !== blockId) ? true : undefined),
      `an answer to ${blockId}`,
      20_000,
    );

  test('a restart between two clicks loses nothing', async () => {
    const first = await start();
    await first.slack.command(BARE);
    const before = await question();
    await click(first, 'answer:unsure');
    await isOver(before.blockId);
    await first.stop();
    const second = await start();
    const next = await question();
    await click(second, 'answer:unsure');
    await isOver(next.blockId);
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });

  test('a second process on the same Redis takes over any conversation', async () => {
    const first = await start();
    const second = await start();
    await first.slack.command(BARE);
    for (const bot of [second, first, second]) {
      const { blockId } = await question();
      await click(bot, 'answer:unsure');
      await isOver(blockId);
    }
    await first.kill();
    const { blockId } = await question();
    await click(second, 'answer:unsure');
    await isOver(blockId);
  });

  test('while Redis is gone a click is answered, and afterwards it goes on where it was', async () => {
    const bot = await start();
    await bot.slack.command(BARE);
    const { blockId } = await question();
    await redis.stop();
    const clicked = Date.now();
    await click(bot, 'answer:unsure');
    const told = await eventually(
      () => api.calls.find(({ method }) => method === 'response_url' || method === 'chat.postEphemeral'),
      'a line',
    );
    expect(told.at - clicked).toBeLessThan(5_000);
    expect(JSON.stringify(told.args)).toMatch(/try again/i);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    await redis.start();
    await waitReady(bot);
    await click(bot, 'answer:unsure');
    await isOver(blockId);
  });

  async function waitReady(bot: BotProcess): Promise<void> {
    const deadline = Date.now() + 15_000;
    while ((await fetch(`${bot.url}/readyz`)).status !== 200) {
      if (Date.now() > deadline) throw new Error('not ready again');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
});

describe('Socket Mode', () => {
  test('the same conversation over a socket; the port serves health and metrics only', async () => {
    const peer = await new SlackSocketPeer().start();
    api.socketUrl = peer.url;
    const bot = await startBotProcess(api, { SLACK_APP_TOKEN: 'xapp-test' });
    try {
      await peer.connected();
      await peer.send('slash_commands', bot.slack.commandFields(TELLING));
      await message.says('put-user-policy');
      const { blockId, value } = message.button('show_checks');
      await peer.send('interactive', bot.slack.clickPayload('show_checks', { blockId, value }));
      await message.says('Ruled out');
      expect((await bot.slack.command(TELLING)).status).toBe(404);
      expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    } finally {
      await bot.stop();
      await peer.stop();
    }
  });
});

describe('a start that cannot be', () => {
  test('Redis out of reach: one line, exit status 1', async () => {
    const { status, stdout, stderr } = await runToEnd(['start'], {
      ...SLACK_ENVIRONMENT,
      SLACK_API_URL: api.url,
      PORT: '0',
      LOG_LEVEL: 'silent',
      REDIS_URL: 'redis://:hunter2@127.0.0.1:1',
    });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/127\.0\.0\.1:1/);
    expect(stderr).not.toContain('hunter2');
  });

  test.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ AUDIT_CONFIG: '/nowhere/audit.yaml' }, 'AUDIT_CONFIG'],
    [{ FLOWS_DIR: '/nowhere' }, 'FLOWS_DIR'],
  ])('%j: one line that names it, exit status 2', async (environment, name) => {
    const { status, stderr } = await runToEnd(['start'], {
      ...SLACK_ENVIRONMENT,
      SLACK_API_URL: api.url,
      PORT: '0',
      LOG_LEVEL: 'silent',
      ...environment,
    });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(name);
    expect(status).toBe(2);
  });

  test('no tokens: it names the one that is missing', async () => {
    const { status, stderr } = await runToEnd(['start']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^s3denied: SLACK_BOT_TOKEN: .*\n$/);
  });
});
