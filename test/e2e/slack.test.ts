import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type BotProcess,
  endAllProcesses,
  eventually,
  runToEnd,
  SLACK_ENVIRONMENT,
  startBotProcess,
} from '../support/bot-process.js';
import { type Button, LivingMessage } from '../support/living-message.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { FakeSlackApi, type SlackCall } from '../support/slack-api.js';
import { SIGNING_SECRET, type SignedOptions } from '../support/slack-client.js';
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
beforeAll(async () => {
  api = await new FakeSlackApi().start();
});
afterAll(() => api.stop());

let people = 0;

/** A person, in a channel of their own: processes are shared, since starting one is what takes long. */
class Person {
  readonly number = (people += 1);
  readonly userId = `U${this.number}`;
  readonly channel = `C${this.number}`;
  readonly message = new LivingMessage(api, this.channel);
  /** Whoever answers. */
  bot: BotProcess;

  constructor(bot: BotProcess) {
    this.bot = bot;
  }

  get fields() {
    return { user_id: this.userId, channel_id: this.channel };
  }

  get payload() {
    return { userId: this.userId, channel: { id: this.channel, name: 'cloud-help' } };
  }

  command(text: string, options?: SignedOptions) {
    return this.bot.slack.command(text, this.fields, options);
  }

  /** Clicks a button of the living message as Slack would send it. */
  click(actionId: string, more: Record<string, unknown> = {}) {
    const { blockId, value } = this.message.button(actionId);
    return this.bot.slack.click(actionId, { blockId, value, ...this.payload, ...more });
  }

  /** What the bot has said here by one method. */
  calls(method: string): readonly SlackCall[] {
    return api.of(method).filter(({ args }) => args['channel'] === this.channel);
  }

  /** The button of a question that is asked. */
  question(): Promise<Button> {
    return eventually(
      () => this.message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
    );
  }

  /** Resolves when something else is asked, or nothing. */
  isOver(blockId: string): Promise<true> {
    const gone = () => this.message.buttons.every((button) => button.blockId !== blockId);
    return eventually(() => (gone() ? true : undefined), `an answer to ${blockId}`, 20_000);
  }

  ephemeral(): Promise<SlackCall> {
    return eventually(() => this.calls('chat.postEphemeral')[0], 'a private line');
  }
}

describe('one process, state in memory', () => {
  let bot: BotProcess;
  beforeAll(async () => {
    bot = await startBotProcess(api, { SUPPORT_CHANNEL: 'C0SUPPORT' });
  });
  afterAll(() => bot.stop());

  test('an error text that tells goes from the command to a fix posted in the support channel', async () => {
    const person = new Person(bot);
    expect((await person.command(TELLING)).status).toBe(200);
    await person.message.says('No policy of the caller allows');
    await person.message.says('put-user-policy');
    await person.click('post_to_support');
    const post = await eventually(
      () => api.of('chat.postMessage').find(({ args }) => args['channel'] === 'C0SUPPORT'),
      'a support post',
    );
    const said = JSON.stringify(post.args['blocks']);
    for (const part of [
      `<@${person.userId}>`,
      'amzn-s3-demo-bucket',
      'reports/q1.csv',
      'GetObject',
      's3:GetObject',
      `https://example.slack.com/archives/${person.channel}/`,
    ])
      expect(said).toContain(part);
    await person.message.says(/posted/i);
  });

  test('questions lead to a cause by answers alone', async () => {
    const person = new Person(bot);
    const { message } = person;
    const answers: Readonly<Record<string, string>> = {
      accounts: 'answer:different',
      'requester-pays': 'answer:not-sent',
    };
    await person.command(BARE);
    for (let clicks = 1; ; clicks += 1) {
      const { blockId } = await person.question();
      const step = blockId.slice('question:'.length);
      await person.click(answers[step] ?? 'answer:unsure');
      await person.isOver(blockId);
      expect(clicks).toBeLessThanOrEqual(40);
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
  });

  test('every question offers "not sure" and how to check', async () => {
    const person = new Person(bot);
    await person.command(BARE);
    const step = (await person.question()).blockId.slice('question:'.length);
    const ids = person.message.buttons.map(({ actionId }) => actionId);
    expect(ids).toEqual(
      expect.arrayContaining(['answer:unsure', `how_to:${step}`, 'edit_details', 'start_over']),
    );
    const before = person.message.shows.length;
    await person.click(`how_to:${step}`);
    await eventually(() => (person.message.shows.length > before ? true : undefined), 'the how-to');
  });

  test('the same payload delivered three times at once is one transition', async () => {
    const person = new Person(bot);
    const fields = bot.slack.commandFields(BARE, person.fields);
    const answers = await Promise.all([1, 2, 3].map(() => bot.slack.form(fields)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { blockId, value } = await person.question();
    expect(person.calls('chat.postMessage')).toHaveLength(1);
    const payload = bot.slack.clickPayload('answer:unsure', { blockId, value, ...person.payload });
    await Promise.all([1, 2, 3].map(() => bot.slack.interact(payload)));
    await person.isOver(blockId);
    expect(person.calls('chat.postMessage')).toHaveLength(1);
    expect(person.calls('chat.postEphemeral')).toHaveLength(0);
  });

  test('a wrong signature gets 401 and does nothing', async () => {
    const person = new Person(bot);
    const answer = await person.command(TELLING, { secret: 'not-the-secret' });
    expect(answer.status).toBe(401);
    expect(api.calls.filter(({ args }) => JSON.stringify(args).includes(person.channel))).toEqual([]);
  });

  test('an invalid ARN in the modal is an inline error, and nothing is lost', async () => {
    const person = new Person(bot);
    await person.command('');
    const { args } = api.last('views.open');
    const view = { id: `V${person.number}`, private_metadata: args['view'].private_metadata };
    const user = { user: { id: person.userId } };
    const values = {
      error_text: { type: 'plain_text_input', value: BARE },
      principal: { type: 'plain_text_input', value: 'arn:aws:iam::1234:user/Jane' },
    };
    const refused = await bot.slack.submit(values, view, user);
    expect(refused.body).toMatchObject({
      response_action: 'errors',
      errors: { principal: expect.stringMatching(/ARN/) },
    });
    expect(person.message.shows).toHaveLength(0);
    const mended = {
      ...values,
      principal: { type: 'plain_text_input', value: 'arn:aws:iam::111122223333:user/Jane' },
    };
    expect((await bot.slack.submit(mended, view, user)).status).toBe(200);
    await person.message.says('amzn-s3-demo-bucket');
  });

  test('a key named <!channel> calls nobody', async () => {
    const person = new Person(bot);
    await person.command('s3://amzn-s3-demo-bucket/<!channel> arn:aws:iam::111122223333:user/Jane GetObject');
    await person.message.says('amzn-s3-demo-bucket');
    for (const { args } of api.calls) expect(JSON.stringify(args)).not.toContain('<!channel>');
    expect(person.message.text).toContain('!channel');
  });

  test('somebody else who clicks is told who may, and changes nothing', async () => {
    const person = new Person(bot);
    await person.command(BARE);
    const { blockId } = await person.question();
    await person.click('answer:unsure', { userId: 'U0ELSE' });
    expect((await person.ephemeral()).args).toMatchObject({
      user: 'U0ELSE',
      text: expect.stringContaining(`<@${person.userId}>`),
    });
    expect(person.message.button('answer:unsure').blockId).toBe(blockId);
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
    const person = new Person(bot);
    const before = api.of('chat.postMessage').length;
    api.always('chat.postMessage', { status: 503 });
    await person.command(TELLING);
    await api.until('chat.postMessage', before + 2);
    api.always('chat.postMessage', { status: 429, headers: { 'retry-after': '1' } });
    await api.until('chat.postMessage', before + 3, 15_000);
    api.always('chat.postMessage', undefined);
    const back = Date.now();
    await person.message.says('put-user-policy', 30_000);
    expect(Date.now() - back).toBeLessThan(30_000);
    expect(person.message.shows.filter(({ method }) => method === 'chat.update').length).toBeLessThanOrEqual(
      2,
    );
  });

  test('where the bot may not write it answers in a direct message, and says so', async () => {
    const person = new Person(bot);
    api.script('chat.postMessage', { error: 'not_in_channel' });
    await person.command(TELLING);
    const direct = new LivingMessage(api, `D${person.number}`);
    const answered = () => direct.shows.find(({ args }) => JSON.stringify(args).includes('put-user-policy'));
    await eventually(answered, 'the answer in a direct message');
    const says = (args: object) => JSON.stringify(args).includes(`I cannot post in <#${person.channel}>`);
    await eventually(() => api.calls.find(({ args }) => says(args)), 'a line that says so');
  });

  test('a stale click changes nothing, shows the truth, and says so', async () => {
    const person = new Person(bot);
    await person.command(BARE);
    const { blockId, value } = await person.question();
    const stale = { blockId, value, ...person.payload };
    await bot.slack.click('answer:unsure', stale);
    await person.isOver(blockId);
    const now = person.message.buttons.map((button) => button.blockId);
    await bot.slack.click('answer:unsure', stale);
    expect((await person.ephemeral()).args['user']).toBe(person.userId);
    expect(person.message.buttons.map((button) => button.blockId)).toEqual(now);
  });

  test('SIGTERM drains within 10 s, and the log holds no token and nothing that was pasted', async () => {
    const person = new Person(bot);
    await person.command(`${TELLING} s3cr3t-in-the-text`);
    await person.message.says('put-user-policy');
    const start = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - start).toBeLessThan(10_000);
    for (const secret of ['xoxb-test', SIGNING_SECRET, 's3cr3t-in-the-text', 'not authorized'])
      expect(bot.log()).not.toContain(secret);
  });
});

describeWithPeer('redis-server', 'several processes, state in Redis', () => {
  let redis: RedisPeer;
  const bots: BotProcess[] = [];
  beforeAll(async () => {
    redis = await startRedis({ persistent: true });
  });
  afterAll(async () => {
    await Promise.all(bots.map((bot) => bot.stop()));
    await redis.close();
  });

  /** So many processes, those of earlier tests first. */
  async function running(count: number): Promise<readonly BotProcess[]> {
    const environment = { REDIS_URL: redis.url, SUPPORT_CHANNEL: 'C0SUPPORT' };
    const missing = Array.from({ length: Math.max(0, count - bots.length) });
    bots.push(...(await Promise.all(missing.map(() => startBotProcess(api, environment)))));
    return bots.slice(0, count);
  }

  async function end(bot: BotProcess, how: 'stop' | 'kill'): Promise<void> {
    bots.splice(bots.indexOf(bot), 1);
    await bot[how]();
  }

  test('a second process on the same Redis takes over any conversation', async () => {
    const [first, second] = (await running(2)) as [BotProcess, BotProcess];
    const person = new Person(first);
    await person.command(BARE);
    for (const bot of [second, first, second]) {
      const { blockId } = await person.question();
      person.bot = bot;
      await person.click('answer:unsure');
      await person.isOver(blockId);
    }
    await end(first, 'kill');
    const { blockId } = await person.question();
    await person.click('answer:unsure');
    await person.isOver(blockId);
  });

  test('a restart between two clicks loses nothing', async () => {
    const [first] = (await running(1)) as [BotProcess];
    const person = new Person(first);
    await person.command(BARE);
    const before = await person.question();
    await person.click('answer:unsure');
    await person.isOver(before.blockId);
    await end(first, 'stop');
    const [second] = (await running(1)) as [BotProcess];
    const next = await person.question();
    person.bot = second;
    await person.click('answer:unsure');
    await person.isOver(next.blockId);
    expect(person.calls('chat.postMessage')).toHaveLength(1);
  });

  test('while Redis is gone a click is answered, and afterwards it goes on where it was', async () => {
    const [bot] = (await running(1)) as [BotProcess];
    const person = new Person(bot);
    await person.command(BARE);
    const { blockId } = await person.question();
    const answered = () => api.of('response_url').length;
    const before = answered();
    await redis.stop();
    const clicked = Date.now();
    await person.click('answer:unsure');
    const told = await eventually(
      () => person.calls('chat.postEphemeral')[0] ?? api.of('response_url')[before],
      'a line',
    );
    expect(told.at - clicked).toBeLessThan(5_000);
    expect(JSON.stringify(told.args)).toMatch(/try again/i);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    await redis.start();
    await waitReady(bot);
    await person.click('answer:unsure');
    await person.isOver(blockId);
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
    const person = new Person(bot);
    try {
      await peer.connected();
      await peer.send('slash_commands', bot.slack.commandFields(TELLING, person.fields));
      await person.message.says('put-user-policy');
      const { blockId, value } = person.message.button('show_checks');
      const clicked = bot.slack.clickPayload('show_checks', { blockId, value, ...person.payload });
      await peer.send('interactive', clicked);
      await person.message.says('Ruled out');
      expect((await bot.slack.command(TELLING)).status).toBe(404);
      expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    } finally {
      await bot.stop();
      await peer.stop();
    }
  });
});

describe('a start that cannot be', () => {
  const COMMON = { ...SLACK_ENVIRONMENT, PORT: '0', LOG_LEVEL: 'silent' };
  const STARTS = {
    'Redis out of reach': { ...COMMON, REDIS_URL: 'redis://:hunter2@127.0.0.1:1' },
    PORT: { ...COMMON, PORT: 'http' },
    AUDIT_CONFIG: { ...COMMON, AUDIT_CONFIG: '/nowhere/audit.yaml' },
    FLOWS_DIR: { ...COMMON, FLOWS_DIR: '/nowhere' },
    'no tokens': undefined,
  };
  type Ended = Awaited<ReturnType<typeof runToEnd>>;
  let ended: Readonly<Record<string, Ended>>;

  beforeAll(async () => {
    const runs = Object.entries(STARTS).map(async ([name, environment]) => {
      const env = environment === undefined ? {} : { ...environment, SLACK_API_URL: api.url };
      return [name, await runToEnd(['start'], env)] as const;
    });
    ended = Object.fromEntries(await Promise.all(runs));
  });

  const endOf = (name: keyof typeof STARTS): Ended => ended[name]!;

  test('Redis out of reach: one line, exit status 1', () => {
    const { status, stdout, stderr } = endOf('Redis out of reach');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/127\.0\.0\.1:1/);
    expect(stderr).not.toContain('hunter2');
  });

  test.each(['PORT', 'AUDIT_CONFIG', 'FLOWS_DIR'] as const)(
    'a wrong %s: one line that names it, exit status 2',
    (name) => {
      const { status, stderr } = endOf(name);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(name);
      expect(status).toBe(2);
    },
  );

  test('no tokens: it names the one that is missing', () => {
    const { status, stderr } = endOf('no tokens');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^s3denied: SLACK_BOT_TOKEN: .*\n$/);
  });
});
