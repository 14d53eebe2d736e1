import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../src/conversation/index.js';
import type { Surface } from '../../src/conversation/surface.js';
import { createLogger } from '../../src/ops/logging.js';
import { createTeams } from '../../src/teams/index.js';
import { until } from '../conversation/support/rig.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { collectLogs } from '../support/slack-bot.js';
import { SUPPORT, startTeamsBot, type TeamsProcess } from '../support/teams-bot.js';
import {
  actionsOf,
  JANE,
  LivingCard,
  TeamsClient,
  TENANT,
  THREAD,
  wordsIn,
} from '../support/teams-client.js';
import { DENIED, THIN } from './texts.js';

let connector: BotConnector;
let bot: TeamsProcess;
let jane: TeamsClient;
let living: LivingCard;
let inChannel: TeamsClient;
let thread: LivingCard;
let own: LivingCard;
beforeAll(async () => {
  connector = await startBotConnector();
});
afterAll(() => connector.close());
beforeEach(async () => {
  bot = await startTeamsBot();
  jane = new TeamsClient(bot.url, connector, JANE);
  living = new LivingCard(connector);
  inChannel = new TeamsClient(bot.url, connector, JANE, THREAD);
  thread = new LivingCard(connector, THREAD);
  own = new LivingCard(connector, `a:${JANE.id}`);
});
afterEach(async () => {
  connector.rule(undefined);
  await bot.stop();
});

describe('where the living card goes', () => {
  test.each([
    [403, 'MessageWritesBlocked'],
    [403, 'BotNotInConversationRoster'],
    [404, 'ConversationNotFound'],
  ])(
    'where the bot may not write (%s %s) it answers in the person’s own chat, and says so',
    async (status, code) => {
      connector.rule((conversation) => (conversation === THREAD ? { status, code } : undefined));
      await inChannel.write(`<at>s3denied</at> ${DENIED}`);
      await own.says('put-user-policy');
      await until(
        () =>
          own.shows.some(
            ({ activity }) => activity.text?.includes('I cannot write where you asked') ?? false,
          ),
        'a line that says so',
      );
      await inChannel.execute(own.click('show_checks'));
      await own.says('Hide what was checked');
      expect(
        own.shows.filter(({ activity, how }) => how === 'posted' && activity.text === undefined),
      ).toHaveLength(1);
      expect(thread.shows).toEqual([]);
    },
  );

  test('a channel that is closed to the bot meanwhile sends it to the person’s own chat, too', async () => {
    await inChannel.write(DENIED);
    await thread.says('put-user-policy');
    connector.rule((conversation) => (conversation === THREAD ? { status: 403 } : undefined));
    await inChannel.execute(thread.click('show_checks'));
    await own.says('Hide what was checked');
  });

  test('a message that somebody deleted is posted anew, once', async () => {
    await jane.write(DENIED);
    await living.says('put-user-policy');
    connector.lose(living.shows[0]?.id ?? '');
    await jane.execute(living.click('show_checks'));
    await living.says('Hide what was checked');
    await jane.execute(living.click('show_checks'));
    await living.says('Show what was checked');
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(2);
  });

  test('what the Connector refuses for now is shown when it is back, once', async () => {
    connector.fail(503, { status: 429, retryAfter: 1 }, 502, 500);
    await jane.write(DENIED);
    await living.says('put-user-policy', 15_000);
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('somebody who has blocked the bot is not written to again and again', async () => {
    let tries = 0;
    connector.rule(() => {
      tries += 1;
      return { status: 403, code: 'MessageWritesBlocked' };
    });
    await jane.write(DENIED);
    await until(() => tries > 0, 'a try');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(tries).toBe(1);
  });
});

describe('a card that is there twice', () => {
  const posted = (card: LivingCard) => card.shows.filter(({ how }) => how === 'posted').map(({ id }) => id);

  /** The first post is taken, and nobody hears of it. */
  async function twins(client: TeamsClient, card: LivingCard) {
    let posts = 0;
    connector.rule(() => {
      posts += 1;
      return posts === 1 ? { status: 504, taken: true } : undefined;
    });
    await client.write(THIN);
    await until(() => posted(card).length === 2, 'two cards');
    const [orphan = '', kept = ''] = posted(card);
    await card.says('if it stands here twice, this one is kept up to date');
    return { orphan, kept, data: actionsOf(connector.message(orphan)?.attachments?.[0]?.content) };
  }
  const unsure = (data: readonly { action: string; data: object }[]) =>
    data.find(({ action }) => action === 'answer:unsure')?.data ?? {};

  test.each(['personal', 'channel'])('is one again after a click on the one too many (%s)', async (kind) => {
    const [client, card] = kind === 'personal' ? [jane, living] : [inChannel, thread];
    const { orphan, kept, data } = await twins(client, card);
    const asked = await card.asks();
    const answer = await client.executeOn(orphan, unsure(data));
    expect(answer.body?.type).toBe('application/vnd.microsoft.card.adaptive');
    await card.asks(asked);
    expect(card.shows.at(-1)).toMatchObject({ how: 'updated', id: kept });
    expect(card.words).not.toContain('twice');
    await until(() => connector.deleted.some(({ message }) => message === orphan), 'the other one gone');
    expect(connector.deleted.some(({ message }) => message === kept)).toBe(false);
  });

  test('is one again as soon as its owner’s Teams fetches the one too many anew', async () => {
    const { orphan, data } = await twins(jane, living);
    const { investigation } = data[0] ?? {};
    await jane.executeOn(orphan, { action: 'refresh', investigation }, 'automatic');
    await until(() => connector.deleted.some(({ message }) => message === orphan), 'the other one gone');
  });

  test('points to the other where it cannot be deleted', async () => {
    connector.canDelete(false);
    const { orphan, data } = await twins(jane, living);
    await jane.executeOn(orphan, unsure(data));
    const text = () => wordsIn(connector.message(orphan)?.attachments?.[0]?.content);
    await until(() => text().includes('goes on further down'), 'a line in its place');
    expect(text()).not.toContain('Not sure');
    connector.canDelete(true);
  });

  test('is left alone where a click came from the list of investigations', async () => {
    const { kept, orphan } = await twins(jane, living);
    const { investigation } = living.click('answer:unsure');
    await jane.executeOn('the-list', { action: 'resume', investigation, list: true });
    await until(() => connector.deleted.some(({ message }) => message === kept), 'the former card gone');
    expect(connector.deleted.map(({ message }) => message)).not.toContain('the-list');
    expect(connector.deleted.map(({ message }) => message)).not.toContain(orphan);
  });
});

describe('the support post', () => {
  test('names the person where the channel does not know them', async () => {
    connector.rule((conversation, activity) =>
      conversation === SUPPORT && JSON.stringify(activity).includes('<at>')
        ? { status: 400, code: 'BadArgument' }
        : undefined,
    );
    const support = new LivingCard(connector, SUPPORT);
    await jane.write(DENIED);
    await living.says('put-user-policy');
    await jane.execute(living.click('post_to_support'));
    await support.says('Jane');
    expect(JSON.stringify(support.card)).not.toContain('<at>');
  });

  test('that the channel does not take is said on the card', async () => {
    connector.rule((conversation) => (conversation === SUPPORT ? { status: 403 } : undefined));
    await jane.write(DENIED);
    await living.says('put-user-policy');
    await jane.execute(living.click('post_to_support'));
    await living.says('could not be posted');
  });

  test('by a process that nobody of the tenant has written to goes where another was told to write', async () => {
    const { records } = createMemoryStore();
    const logger = createLogger('silent');
    await records.set(`teams-service-url:${TENANT}`, `${connector.url} 28:bot`);
    const { surface } = createTeams({ access: 'unauthenticated', records, erase: async () => 0, logger });
    const owner = { surface: 'teams', workspace: TENANT, userId: JANE.aadObjectId } as const;
    const card = {
      fallback: 'x',
      blocks: [{ kind: 'text', text: ['Asked by ', { kind: 'user', userId: JANE.aadObjectId }] }],
    } as const;
    expect(await surface.postSupport(owner, SUPPORT, card, 'a post')).toMatchObject({ outcome: 'delivered' });
    const stranger = await surface.postSupport({ ...owner, workspace: 'other' }, SUPPORT, card, 'a post');
    expect(stranger).toMatchObject({ outcome: 'gone' });
  });
});

describe('a post that is too long for one message', () => {
  const owner = { surface: 'teams', workspace: TENANT, userId: JANE.aadObjectId } as const;
  const text = Array.from({ length: 900 }, (_, line) => `line ${line} of the policy`).join('\n');
  const card = { fallback: 'x', blocks: [{ kind: 'code', language: 'json', text }] } as const;
  let surface: Surface;
  /** Another process of the bot. */
  let next: Surface;
  let logs: string[];
  beforeEach(async () => {
    logs = [];
    const { records } = createMemoryStore();
    await records.set(`teams-service-url:${TENANT}`, `${connector.url} 28:bot`);
    await records.set(`teams-person:${TENANT}:${JANE.aadObjectId}`, JSON.stringify(JANE));
    const options = { access: 'unauthenticated', records, erase: async () => 0 } as const;
    ({ surface } = createTeams({ ...options, logger: collectLogs(logs) }));
    ({ surface: next } = createTeams({ ...options, logger: collectLogs(logs) }));
  });
  let before: number;
  beforeEach(() => {
    before = connector.sent.length;
  });
  const posted = () => connector.sent.slice(before);

  test('goes on where it was when Teams is back: no page is lost, and none is there twice', async () => {
    let pages = 0;
    connector.rule((conversation) => {
      if (conversation === SUPPORT) return undefined;
      pages += 1;
      return pages === 2 ? { status: 503 } : undefined;
    });
    expect(await surface.postSupport(owner, SUPPORT, card, 'a post')).toMatchObject({
      outcome: 'retry',
      reason: '503 Test',
    });
    expect(posted()).toHaveLength(2);
    const { id } = posted()[0] ?? {};
    // Tried again, a card may read otherwise.
    const again = { ...card, fallback: 'y' };
    expect(await next.postSupport(owner, SUPPORT, again, 'a post')).toMatchObject({
      outcome: 'delivered',
      value: { message: id },
    });
    expect(JSON.stringify(posted())).not.toContain('here twice');
    const [main, ...rest] = posted();
    expect(main).toMatchObject({ conversation: SUPPORT });
    for (const page of rest) expect(page.conversation).toBe(`${SUPPORT};messageid=${id}`);
    const lines = rest.flatMap(({ activity }) => JSON.stringify(activity).match(/line \d+ of/g) ?? []);
    // Each stands there twice: as code, and plainly for clients that do not know code.
    expect(lines).toHaveLength(1_800);
    expect(new Set(lines).size).toBe(900);
  });

  test('has the one page marked that nobody knows of whether it is there', async () => {
    let pages = 0;
    connector.rule((conversation) => {
      if (conversation === SUPPORT) return undefined;
      pages += 1;
      return pages === 2 ? { status: 504, taken: true } : undefined;
    });
    expect(await surface.postSupport(owner, SUPPORT, card, 'a post')).toMatchObject({ done: 'maybe' });
    expect(await next.postSupport(owner, SUPPORT, card, 'a post')).toMatchObject({ outcome: 'delivered' });
    expect(posted().filter(({ conversation }) => conversation === SUPPORT)).toHaveLength(1);
    const marked = posted().map(({ activity }) => JSON.stringify(activity).includes('here twice'));
    // The card, its first page, its second page, that again, and what follows.
    expect(marked.slice(0, 5)).toEqual([false, false, false, true, false]);
    expect(marked.filter(Boolean)).toHaveLength(1);
  });

  test('whose rest the channel never takes is posted, and its owner and the log are told', async () => {
    connector.rule((conversation) => (conversation.startsWith(`${SUPPORT};`) ? { status: 403 } : undefined));
    expect(await surface.postSupport(owner, SUPPORT, card, 'a post')).toMatchObject({ outcome: 'delivered' });
    expect(own.shows.at(-1)?.activity.text).toContain(
      'what was too long for one message could not follow it',
    );
    expect(logs.join('')).toContain('could not follow it');
  });
});

test('a message that is not taken is sent once, and not again behind the conversation’s back', async () => {
  const { surface } = createTeams({
    access: 'unauthenticated',
    records: createMemoryStore().records,
    erase: async () => 0,
    logger: createLogger('silent'),
  });
  const owner = { surface: 'teams', workspace: TENANT, userId: JANE.aadObjectId } as const;
  const where = {
    serviceUrl: connector.url,
    conversation: THREAD,
    tenant: TENANT,
    bot: '28:bot',
    person: JANE,
  };
  const place = { channel: '19:general@thread.tacv2', thread: JSON.stringify(where), direct: false };
  const card = { fallback: 'x', blocks: [] };
  connector.fail({ status: 429, retryAfter: 3 });
  expect(await surface.show(owner, place, card)).toEqual({
    outcome: 'retry',
    reason: '429 Test',
    afterMs: 3_000,
  });
  connector.fail(504);
  expect(await surface.show(owner, place, card)).toMatchObject({ outcome: 'retry', done: 'maybe' });
  expect(thread.shows).toEqual([]);
  expect(await surface.show(owner, place, card)).toMatchObject({ outcome: 'delivered' });
  // It answers nobody: no message is named that it would reply to.
  expect(thread.shows[0]?.activity).not.toHaveProperty('replyToId');
  expect(thread.shows[0]?.activity.conversation).toMatchObject({ conversationType: 'channel' });
});

test('a private line goes to the person’s own chat where the card is in a channel', async () => {
  const { surface } = createTeams({
    access: 'unauthenticated',
    records: createMemoryStore().records,
    erase: async () => 0,
    logger: createLogger('silent'),
  });
  const where = {
    serviceUrl: connector.url,
    conversation: THREAD,
    tenant: TENANT,
    bot: '28:bot',
    person: JANE,
  };
  const owner = { surface: 'teams', workspace: TENANT, userId: JANE.aadObjectId } as const;
  const place = { channel: '19:general@thread.tacv2', thread: JSON.stringify(where), direct: false };
  expect(await surface.notify(owner, place, JANE.aadObjectId, ['a *line*'])).toMatchObject({
    outcome: 'delivered',
  });
  expect(own.shows.at(-1)?.activity).toMatchObject({ text: 'a *line*', textFormat: 'plain' });
});
