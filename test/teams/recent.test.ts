import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryStore, type InvestigationStore } from '../../src/conversation/index.js';
import { until } from '../conversation/support/rig.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { startTeamsBot, type TeamsProcess } from '../support/teams-bot.js';
import {
  actionsOf,
  GROUP_CHAT,
  JANE,
  JOE,
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

let store: InvestigationStore;
let bot: TeamsProcess;
let jane: TeamsClient;
let joe: TeamsClient;
let living: LivingCard;
let thread: LivingCard;
let channel: TeamsClient;
beforeEach(async () => {
  store = createMemoryStore();
  bot = await startTeamsBot(store);
  jane = new TeamsClient(bot.url, connector, JANE);
  joe = new TeamsClient(bot.url, connector, JOE);
  channel = new TeamsClient(bot.url, connector, JANE, THREAD);
  living = new LivingCard(connector);
  thread = new LivingCard(connector, THREAD);
});
afterEach(async () => {
  connector.canDelete(true);
  await bot.stop();
});

/** The list, as the person sees it who writes for it. */
async function list(client = jane, card = living) {
  await client.write('recent');
  await card.says('recent investigations');
  return { card: card.card, words: card.words, actions: card.actions };
}

describe('one’s own recent investigations', () => {
  test('are listed with what became of them, and one is shown again at the end of the chat', async () => {
    expect((await list()).words).toContain('You have started none lately');
    await jane.write(DENIED);
    await living.says('put-user-policy');
    const first = living.shows.at(-1)?.id;
    const { words, actions } = await list();
    expect(words).toContain('GetObject on s3://amzn-s3-demo-bucket/a.txt');
    expect(words).toContain('Found: No policy of the caller allows the action');
    const resume = actions.find(({ action }) => action === 'resume')?.data ?? {};
    const answered = await jane.execute(resume);
    expect(wordsIn(answered.body)).toContain('recent investigations');
    const again = new LivingCard(connector, `a:${JANE.id}`);
    await again.says('put-user-policy');
    await until(() => connector.deleted.some(({ message }) => message === first), 'the former card gone');
  });

  test('are deleted once the person has said so, the message with them', async () => {
    await jane.write(DENIED);
    await living.says('put-user-policy');
    const message = living.shows.at(-1)?.id;
    const { actions } = await list();
    const asks = await jane.execute(actions.find(({ action }) => action === 'confirm_delete')?.data ?? {});
    expect(wordsIn(asks.body)).toContain('Delete this investigation?');
    const [remove, keep] = actionsOf(asks.body?.value);
    expect(wordsIn((await jane.execute(keep?.data ?? {})).body)).toContain('a.txt');
    const left = await jane.execute(remove?.data ?? {});
    expect(wordsIn(left.body)).toContain('You have started none lately');
    await until(() => connector.deleted.some((each) => each.message === message), 'the message deleted');
  });

  test('leave a line in the message’s place where it cannot be deleted', async () => {
    connector.canDelete(false);
    await jane.write(THIN);
    await living.asks();
    const { actions } = await list();
    const { investigation } = actions.find(({ action }) => action === 'confirm_delete') ?? {};
    await jane.execute({ action: 'delete', investigation, list: true });
    await living.says('This investigation was deleted.');
  });

  test('are nobody else’s to see or delete', async () => {
    await jane.write(THIN);
    await living.asks();
    const { investigation } = living.click('answer:unsure');
    const own = new LivingCard(connector, `a:${JOE.aadObjectId}`);
    expect((await list(joe, own)).words).toContain('You have started none lately');
    const asks = await joe.execute({ action: 'confirm_delete', investigation });
    expect(wordsIn(asks.body)).toContain('You have started none lately');
    const refused = await joe.execute({ action: 'delete', investigation, list: true });
    expect(String(refused.body?.value)).toContain('Only Jane');
  });

  test('are told in the own chat alone, and one of a channel is opened there', async () => {
    await channel.write(`<at>s3denied</at> ${THIN}`);
    await thread.asks();
    await channel.write('<at>s3denied</at> recent');
    await until(
      () => thread.shows.some(({ activity }) => activity.text?.includes('in our own chat only') ?? false),
      'where to ask',
    );
    const { card } = await list();
    expect(JSON.stringify(card)).toMatch(
      /"Action\.OpenUrl","title":"Open","url":"https:\/\/teams\.microsoft\.com/,
    );
  });

  test('are a click away from the welcome', async () => {
    await jane.write('hi');
    await living.says('Recent investigations');
    expect(wordsIn((await jane.execute(living.click('recent'))).body)).toContain('You have started none');
    await channel.write('<at>s3denied</at> hi');
    await thread.says('Find out why');
    expect(thread.words).not.toContain('Recent investigations');
  });
});

describe('where the app is removed', () => {
  const removed = { type: 'installationUpdate', action: 'remove', id: 'x' };
  const idOf = (card: LivingCard) => String(card.click('answer:unsure')['investigation']);

  test('from a person’s chat, all that they started is erased, and nothing of anybody else’s', async () => {
    await jane.write(THIN);
    await living.asks();
    await channel.write(THIN);
    await thread.asks();
    const other = new LivingCard(connector, `a:${JOE.aadObjectId}`);
    await joe.write(THIN);
    await other.asks();
    await jane.send({ ...removed, action: 'remove-upgrade' });
    expect(await store.load(idOf(living))).toBeDefined();
    expect((await jane.send(removed)).status).toBe(200);
    for (const card of [living, thread]) expect(await store.load(idOf(card))).toBeUndefined();
    expect(await store.load(idOf(other))).toBeDefined();
    expect((await list()).words).toContain('You have started none lately');
  });

  test('from a team, what is in its channels is erased, and nothing that is elsewhere', async () => {
    await jane.write(THIN);
    await living.asks();
    await channel.write(THIN);
    await thread.asks();
    const general = new TeamsClient(bot.url, connector, JOE, '19:team@thread.tacv2');
    const membersRemoved = [{ id: '28:bot' }];
    await general.send({ type: 'conversationUpdate', membersRemoved, id: 'y' });
    expect(await store.load(idOf(thread))).toBeUndefined();
    expect(await store.load(idOf(living))).toBeDefined();
  });

  test('from a group chat, what is in it is erased', async () => {
    const chat = new TeamsClient(bot.url, connector, JANE, GROUP_CHAT);
    const card = new LivingCard(connector, GROUP_CHAT);
    await chat.write(`<at>s3denied</at> ${THIN}`);
    await card.asks();
    await chat.execute(card.click('answer:unsure'));
    await jane.write(THIN);
    await living.asks();
    await chat.send({ type: 'conversationUpdate', membersRemoved: [{ id: '29:joe' }], id: 'z' });
    expect(await store.load(idOf(card))).toBeDefined();
    await chat.send(removed);
    expect(await store.load(idOf(card))).toBeUndefined();
    expect(await store.load(idOf(living))).toBeDefined();
  });
});
