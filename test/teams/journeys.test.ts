import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../src/conversation/index.js';
import { createRules } from '../../src/conversation/rules.js';
import type { CollectedEvidence, EvidenceCollector } from '../../src/evidence/collector.js';
import { pause, until } from '../conversation/support/rig.js';
import { RedisStores } from '../conversation/support/redis-stores.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { SUPPORT, startTeamsBot, type TeamsProcess } from '../support/teams-bot.js';
import {
  actionsOf,
  anyShowing,
  JANE,
  LivingCard,
  TeamsClient,
  THREAD,
  wordsIn,
} from '../support/teams-client.js';
import { DENIED, THIN } from './texts.js';

let connector: BotConnector;
beforeAll(async () => {
  connector = await startBotConnector();
});
afterAll(() => connector.close());

let jane: TeamsClient;
let living: LivingCard;
const bots: TeamsProcess[] = [];
async function start(...given: Parameters<typeof startTeamsBot>): Promise<TeamsProcess> {
  const bot = await startTeamsBot(...given);
  bots.push(bot);
  return bot;
}
async function begin(...given: Parameters<typeof startTeamsBot>): Promise<void> {
  jane = new TeamsClient((await start(...given)).url, connector, JANE);
  living = new LivingCard(connector);
}
afterEach(async () => void (await Promise.all(bots.splice(0).map((bot) => bot.stop()))));

/** Answers what is asked; resolves when something else is shown. */
async function answer(option: string): Promise<string> {
  const asked = await living.asks();
  await jane.execute(living.click(`answer:${option}`));
  await until(() => living.asked !== asked, `an answer to ${asked}`);
  return asked;
}

/** Answers by hand, with the last that is offered and asks for nothing more, until nothing is asked. */
async function answerAll(): Promise<number> {
  for (let answered = 0; ; answered += 1) {
    await until(() => living.asked !== undefined || isResult(), 'a question or a result');
    if (isResult()) return answered;
    const options = living.actions.filter(({ action }) => /^answer:(?!unsure$)/.test(action));
    const last = options.findLast(({ title }) => !title.endsWith('…'));
    await answer(last?.action.slice('answer:'.length) ?? 'unsure');
  }
}

function isResult(): boolean {
  return living.actions.some(({ action }) => action === 'show_checks');
}

describe('by hand', () => {
  beforeEach(() => begin());

  test.each([
    ['general-403', 'Found: why'],
    ['cross-account', 'Found: why'],
    ['kms-cross-account', 'Found: why'],
    ['upload-denied', 'Found: why'],
    ['grant-cross-account', 'No plan for access'],
  ])('the questions of %s lead to its end by answers alone, in one card', async (flow, end) => {
    await jane.write(THIN);
    await living.asks();
    if (flow !== 'general-403') await jane.execute(living.click(`switch_flow:${flow}`));
    await living.says(flow === 'general-403' ? 'Following' : 'You picked this.');
    expect(await answerAll()).toBeGreaterThan(0);
    expect(living.words).toContain(end);
    const offered = living.actions.map(({ action }) => action);
    for (const action of ['post_to_support', 'recheck', 'show_checks', 'edit_details', 'start_over'])
      expect(offered).toContain(action);
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('an answer is changed from the menu, and what follows is decided anew', async () => {
    await jane.write(THIN);
    const first = (await living.asks()).slice('question:'.length);
    await answer('unsure');
    await jane.execute(living.click(`change:${first}`));
    await living.says('you answered “Not sure”');
    expect(living.asked).toBe(`question:${first}`);
    await jane.execute(living.actions.find(({ action }) => action === `change:${first}`)?.data ?? {});
    await until(() => living.asked !== `question:${first}`, 'the answer kept');
  });

  test('how to check unfolds and folds', async () => {
    await jane.write(THIN);
    const step = (await living.asks()).slice('question:'.length);
    await jane.execute(living.click(`how_to:${step}`));
    await living.says('Hide how to check');
    await jane.execute(living.click(`how_to:${step}`));
    await living.says('How do I check?');
  });

  test('a value is asked for in the card’s place, refused with what is wrong, and taken when it is right', async () => {
    await jane.write(THIN);
    const asksForValue = () => living.actions.find(({ title, block }) => block !== '' && title.endsWith('…'));
    await living.asks();
    while (asksForValue() === undefined)
      await answer(living.asked === 'question:accounts' ? 'different' : 'unsure');
    const asked = living.asked;
    const form = await jane.execute(asksForValue()?.data ?? {});
    const take = actionsOf(form.body?.value).find(({ title }) => title === 'Take it')?.data;
    const wrong = await jane.execute({
      ...take,
      value: '{"Version": "2012-10-17", "Statement": [{"Effect": ',
    });
    expect(wrong.body?.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(wordsIn(wrong.body)).toMatch(/JSON|policy|address|id/);
    expect(JSON.stringify(wrong.body)).toContain(String.raw`\"Effect\": `);
    expect(living.asked).toBe(asked);
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }],
    };
    const wantsArn = wordsIn(form.body).includes('get-caller-identity');
    const value = wantsArn ? 'arn:aws:iam::111122223333:user/Jane' : JSON.stringify(policy);
    const right = await jane.execute({ ...take, value });
    expect(wordsIn(right.body)).not.toContain('Take it');
    await until(() => living.asked !== asked, 'the answer taken');
  });

  test('a form that asks for a value can be left, and the card is as it was', async () => {
    await jane.write(THIN);
    await living.asks();
    const { investigation } = living.click('answer:unsure');
    const back = await jane.execute({ action: 'refresh', investigation });
    expect(anyShowing(back.body?.value)).toEqual(anyShowing(living.card));
  });

  test('the result is checked again, its checks shown, and feedback taken', async () => {
    await jane.write(DENIED);
    await living.says('put-user-policy');
    await jane.execute(living.click('show_checks'));
    await living.says('Hide what was checked');
    await jane.execute(living.click('feedback:unsolved'));
    await living.says('Thank you for saying so');
    await jane.execute(living.click('feedback:solved'));
    await living.says('Glad to hear it');
    await jane.execute(living.click('recheck'));
    await living.says(/put-user-policy/);
  });

  test('the result is posted once to the support channel, with who asked', async () => {
    const support = new LivingCard(connector, SUPPORT);
    await jane.write(DENIED);
    await living.says('put-user-policy');
    const data = living.click('post_to_support');
    await jane.execute(data);
    await living.says('Posted to the support channel');
    await jane.execute(data);
    expect(support.shows).toHaveLength(1);
    for (const part of ['<at>Jane</at>', 'amzn-s3-demo-bucket', 'a.txt', 'GetObject', 'put-user-policy'])
      expect(support.words).toContain(part);
    expect(support.words).toMatch(/Investigation/);
  });

  test('starting over opens an empty form, and what it starts is an investigation of its own', async () => {
    await jane.write(DENIED);
    await living.says('put-user-policy');
    const form = await jane.invoke('task/fetch', { data: living.click('start_over') });
    expect(JSON.stringify(form.body)).not.toContain('amzn-s3-demo-bucket/a.txt"');
    await jane.invoke('task/submit', {
      data: { action: 'intake', resource: 's3://amzn-s3-demo-bucket/b', operation: 'PutObject' },
    });
    await living.says('PutObject');
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(2);
  });
});

describe('a card that is too long for Teams', () => {
  test('is shown whole, page by page, in its own place, and comes back', async () => {
    await begin();
    await jane.write(DENIED);
    await living.says('put-user-policy');
    await jane.execute(living.click('show_checks'));
    await living.says('Show all of it');
    const said: string[] = [];
    let next = living.actions.find(({ title }) => title === 'Show all of it');
    let back = next;
    while (next !== undefined) {
      const page = await jane.execute(next.data);
      said.push(wordsIn(page.body));
      const actions = actionsOf(page.body?.value);
      next = actions.find(({ title }) => title === 'Next');
      back = actions.find(({ title }) => title === 'Back');
    }
    expect(said.length).toBeGreaterThan(1);
    for (const part of ['put-user-policy', 'Ruled out, besides', 'Could not be decided, besides'])
      expect(said.join('\n')).toContain(part);
    const shown = await jane.execute(back?.data ?? {});
    expect(anyShowing(shown.body?.value)).toEqual(anyShowing(living.card));
  });
});

describe('in a channel', () => {
  let thread: LivingCard;
  let channel: TeamsClient;
  beforeEach(async () => {
    await begin();
    thread = new LivingCard(connector, THREAD);
    channel = new TeamsClient(jane.bot, connector, JANE, THREAD);
    await channel.write(DENIED);
    await thread.says('put-user-policy');
  });

  test('it goes on in private on demand, and the channel shows nothing of it any more', async () => {
    const own = new LivingCard(connector, `a:${JANE.id}`);
    await channel.execute(thread.click('keep_private'));
    await own.says('put-user-policy');
    await thread.says('goes on in private');
    expect(thread.words).not.toContain('amzn-s3-demo-bucket');
    await channel.execute(own.click('show_checks'));
    await own.says('Hide what was checked');
  });

  test('a note of the person’s own follows the support post in its thread', async () => {
    const support = new LivingCard(connector, SUPPORT);
    await channel.execute(thread.click('post_to_support'));
    await thread.says('Add a note');
    const form = await channel.invoke('task/fetch', { data: thread.click('add_note') });
    const add = actionsOf(form.body).find(({ title }) => title === 'Add')?.data;
    const empty = await channel.invoke('task/submit', { data: { ...add, note: ' ' } });
    expect(empty.body?.task?.type).toBe('continue');
    await channel.invoke('task/submit', { data: { ...add, note: 'It *worked* yesterday <at>all</at>.' } });
    const replies = new LivingCard(connector, `${SUPPORT};messageid=${support.shows[0]?.id}`);
    const said = () => connector.sent.findLast(({ conversation }) => conversation.startsWith(`${SUPPORT};`));
    await until(() => said() !== undefined, `a reply to the post; ${replies.words}`);
    expect(wordsIn(said()?.activity)).toContain('It *worked* yesterday <at>all</at>.');
  });
});

describe('with an audit', () => {
  const ACCOUNTS = [
    { account: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/audit', externalId: 'x' },
  ];
  const auditAccess = {
    auditable: async ({ userId }: { userId: string }) => (userId === JANE.aadObjectId ? ACCOUNTS : []),
  };
  const read: CollectedEvidence = {
    snapshot: {
      version: 1,
      caller: { arn: 'arn:aws:iam::111122223333:user/Jane', account: '111122223333' },
      bucket: { name: 'amzn-s3-demo-bucket', account: '444455556666', requestPayer: 'Requester' },
    },
    calls: [{ account: '111122223333', roleArn: 'r', call: 's3:GetBucketRequestPayment', outcome: 'ok' }],
  };

  test('who may has the settings read, sees how far it is, and gets what they say', async () => {
    const collector: EvidenceCollector = {
      collect: async ({ onProgress }) => {
        onProgress({ done: 2, total: 9, reading: 'the bucket policy' });
        await pause(150);
        return read;
      },
    };
    const records = new LivingCard(connector, '19:records@thread.tacv2');
    const rules = createRules(
      { records: { teams: '19:records@thread.tacv2' }, share: { accountIds: true, policies: true } },
      () => async () => [],
    );
    await begin(createMemoryStore(), { collector, auditAccess, rules });
    await jane.write(`${THIN} arn:aws:iam::111122223333:user/Jane`);
    await until(
      () => living.shows.some(({ activity }) => wordsIn(activity).includes('(2 of 9)')),
      'how far it is',
    );
    await living.says('the bucket belongs to account 444455556666');
    const form = await jane.invoke('task/fetch', { data: { action: 'start_over' } });
    expect(wordsIn(form.body)).toContain('Look it up in AWS');
    await records.says('<at>Jane</at>');
    expect(records.words).toContain('s3:GetBucketRequestPayment');
    const [mentioned] = (records.card as { msteams: { entities: { mentioned: unknown }[] } }).msteams
      .entities;
    expect(mentioned).toMatchObject({ mentioned: { id: JANE.aadObjectId } });
  });

  test('nobody else is offered it, or gets it by claiming it', async () => {
    let reads = 0;
    const collector: EvidenceCollector = {
      collect: async () => {
        reads += 1;
        return read;
      },
    };
    await begin(createMemoryStore(), { collector, auditAccess: { auditable: async () => [] } });
    const form = await jane.invoke('task/fetch', { data: { action: 'start_over' } });
    expect(wordsIn(form.body)).not.toContain('Look it up in AWS');
    const resource = 's3://amzn-s3-demo-bucket/a';
    await jane.invoke('task/submit', {
      data: { action: 'intake', resource, operation: 'GetObject', audit: 'true' },
    });
    await living.asks();
    expect(reads).toBe(0);
  });
});

describeWithPeer('redis-server', 'several processes, state in Redis', () => {
  let redis: RedisPeer;
  const stores = new RedisStores(() => redis);
  beforeEach(async () => {
    redis = await startRedis({ persistent: true });
  });
  afterEach(async () => {
    await stores.closeAll();
    await redis.close();
  });

  test('a restart between two clicks loses nothing', async () => {
    await begin(await stores.open());
    await jane.write(THIN);
    await answer('unsure');
    await bots.pop()?.stop();
    jane.bot = (await start(await stores.open())).url;
    await answer('unsure');
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('a second process takes over any conversation, and knows who everybody is', async () => {
    await begin(await stores.open());
    const second = await start(await stores.open());
    const first = jane.bot;
    await jane.write(THIN);
    for (const url of [second.url, first, second.url]) {
      jane.bot = url;
      await answer('unsure');
    }
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
    await bots.shift()?.stop();
    await jane.write(DENIED);
    await living.says('put-user-policy');
    const support = new LivingCard(connector, SUPPORT);
    await jane.execute(living.click('post_to_support'));
    await support.says('<at>Jane</at>');
  });

  test('while Redis is gone every invoke is answered in time with a line, and afterwards it goes on where it was', async () => {
    await begin(await stores.open());
    await jane.write(THIN);
    const asked = await living.asks();
    const unsure = living.click('answer:unsure');
    await redis.stop();
    const [click, form] = await Promise.all([
      timed(jane.execute(unsure)),
      timed(jane.invoke('task/fetch', { data: living.click('edit_details') })),
    ]);
    for (const { milliseconds } of [click, form]) expect(milliseconds).toBeLessThan(5_000);
    expect(String(click.answer.body?.value)).toMatch(/try again/i);
    expect(JSON.stringify(form.answer.body?.task?.value)).toMatch(/try again/i);
    const refreshed = await timed(jane.execute({ ...unsure, action: 'refresh' }, 'f:r', 'automatic'));
    expect(refreshed.answer.body?.type).toBe('application/vnd.microsoft.error');
    const written = await timed(jane.write(DENIED));
    expect(written.milliseconds).toBeLessThan(5_000);
    expect(living.asked).toBe(asked);
    await redis.start();
    await until(
      async () => (await jane.execute(unsure)).body?.type?.endsWith('adaptive') ?? false,
      'taken',
      15_000,
    );
    await living.asks(asked);
  });
});

async function timed<T>(work: Promise<T>): Promise<{ readonly answer: T; readonly milliseconds: number }> {
  const started = performance.now();
  return { answer: await work, milliseconds: performance.now() - started };
}
