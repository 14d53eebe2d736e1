import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../src/conversation/index.js';
import { createLogger } from '../../src/ops/logging.js';
import { createTeams } from '../../src/teams/index.js';
import { until } from '../conversation/support/rig.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { SUPPORT, startTeamsBot, type TeamsProcess } from '../support/teams-bot.js';
import { JANE, LivingCard, TeamsClient, TENANT, THREAD } from '../support/teams-client.js';
import { DENIED } from './texts.js';

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
    const { surface } = createTeams({ access: 'unauthenticated', records, logger });
    const owner = { surface: 'teams', workspace: TENANT, userId: JANE.aadObjectId } as const;
    const card = {
      fallback: 'x',
      blocks: [{ kind: 'text', text: ['Asked by ', { kind: 'user', userId: JANE.aadObjectId }] }],
    } as const;
    expect(await surface.postSupport(owner, SUPPORT, card)).toMatchObject({ outcome: 'delivered' });
    const stranger = await surface.postSupport({ ...owner, workspace: 'other' }, SUPPORT, card);
    expect(stranger).toMatchObject({ outcome: 'gone' });
  });
});

test('a private line goes to the person’s own chat where the card is in a channel', async () => {
  const { surface } = createTeams({
    access: 'unauthenticated',
    records: createMemoryStore().records,
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
