import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createMemoryStore, type InvestigationStore } from '../../src/conversation/index.js';
import { until } from '../conversation/support/rig.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { SUPPORT, startTeamsBot, type TeamsProcess } from '../support/teams-bot.js';
import {
  actionsOf,
  anyShowing,
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
let living: LivingCard;
beforeEach(async () => {
  store = createMemoryStore();
  bot = await startTeamsBot(store);
  jane = new TeamsClient(bot.url, connector, JANE);
  living = new LivingCard(connector);
});
afterEach(() => bot.stop());

describe('ways in', () => {
  test('an error text gets its cause and its fix in one living card', async () => {
    expect((await jane.write(DENIED)).status).toBe(200);
    await living.says('put-user-policy');
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('the same message delivered three times is one investigation', async () => {
    await Promise.all([1, 2, 3].map(() => jane.write(THIN, 'the-same-id')));
    await living.asks();
    await jane.write(THIN, 'the-same-id');
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('a mention in a channel is answered in its thread, with a link for the support post', async () => {
    const channel = new TeamsClient(bot.url, connector, JANE, THREAD);
    const thread = new LivingCard(connector, THREAD);
    await channel.write(`<at>s3denied</at>&nbsp;${DENIED}`);
    await thread.says('put-user-policy');
    await channel.execute(thread.click('post_to_support'));
    const support = new LivingCard(connector, SUPPORT);
    await support.says('The whole conversation');
    expect(JSON.stringify(support.card)).toContain(
      'teams.microsoft.com/l/message/19%3Ageneral%40thread.tacv2/',
    );
  });

  test.each(['', 'hi', 'help', '<at>s3denied</at> ', '/s3denied'])(
    '"%s" is answered with what it does',
    async (text) => {
      await jane.write(text);
      await living.says('Find out why');
    },
  );

  test('a text that does not suffice opens the form with what could be read', async () => {
    await jane.write('s3://amzn-s3-demo-bucket/a.txt');
    await living.says('Find out why');
    const data = living.click('start_over');
    const form = await jane.invoke('task/fetch', { data });
    expect(JSON.stringify(form.body)).toContain('"value":"s3://amzn-s3-demo-bucket/a.txt"');
  });

  test('the form says at its input what is wrong, and starts when it is right', async () => {
    const open = await jane.invoke('task/fetch', { data: { action: 'start_over', block: '' } });
    expect(open.body?.task?.type).toBe('continue');
    const submit = (fields: object) => jane.invoke('task/submit', { data: { action: 'intake', ...fields } });
    const resource = 's3://amzn-s3-demo-bucket/a.txt';
    const wrong = await submit({ resource, principal: 'arn:aws:iam::1:user' });
    expect(wrong.body?.task?.type).toBe('continue');
    expect(wordsIn(wrong.body)).toMatch(/ARN/);
    expect(JSON.stringify(wrong.body)).toContain(resource);
    expect((await submit({ resource, operation: 'GetObject' })).status).toBe(200);
    await living.asks();
  });

  test('a message picked from its menu fills the form in, and is answered in the person’s own chat', async () => {
    const channel = new TeamsClient(bot.url, connector, JANE, THREAD);
    const content = `<div><p>help:<br>${DENIED.replaceAll('"', '&quot;')}</p></div>`;
    const messagePayload = { body: { contentType: 'html', content } };
    const opened = await channel.invoke('composeExtension/fetchTask', {
      commandId: 'diagnose_message',
      messagePayload,
    });
    expect(JSON.stringify(opened.body)).toContain('is not authorized to perform: s3:GetObject');
    const own = new LivingCard(connector, 'a:29:jane');
    const data = { action: 'intake', error_text: DENIED, privately: true };
    await channel.invoke('composeExtension/submitAction', { commandId: 'diagnose_message', data });
    await own.says('put-user-policy');
    expect(connector.chatsWith).toContain('29:jane');
    await channel.execute(own.click('show_checks'));
    await until(() => own.shows.some(({ how }) => how === 'updated'), 'the same card updated');
    expect(own.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('a bot that was just added says what it does; one added to a team says nothing', async () => {
    const added = { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }], id: 'x' };
    const team = new LivingCard(connector, THREAD);
    await new TeamsClient(bot.url, connector, JANE, THREAD).send(added);
    await jane.send(added);
    await living.says('Find out why');
    expect(team.shows).toEqual([]);
  });
});

describe('clicks', () => {
  beforeEach(async () => {
    await jane.write(THIN);
    await living.asks();
  });

  test('a question is answered by its button, at once in the answer and in the same card', async () => {
    const before = await living.asks();
    const answered = await jane.execute(living.click('answer:unsure'));
    expect(answered.body?.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(actionsOf(answered.body?.value).map(({ block }) => block)).not.toContain(before);
    await living.asks(before);
    expect(new Set(living.shows.map(({ id }) => id)).size).toBe(1);
  });

  test('a client without Action.Execute sends a message, and the card is updated all the same', async () => {
    const before = await living.asks();
    await jane.send({ type: 'message', id: 'submitted', value: living.click('answer:unsure') });
    await living.asks(before);
    expect(living.shows.filter(({ how }) => how === 'posted')).toHaveLength(1);
  });

  test('a double click counts once, also on what unfolds', async () => {
    const data = living.click(`how_to:${(await living.asks()).replace('question:', '')}`);
    for (const { body } of [await jane.execute(data), await jane.execute(data)])
      expect(wordsIn(body)).toContain('Hide');
  });

  test('a click on an earlier showing of the card changes nothing and says so', async () => {
    const { shown: _now, ...data } = living.click('answer:unsure');
    await jane.execute({ ...data, shown: 'earlier' });
    const again = await jane.execute({ ...data, shown: 'later' });
    expect(again.body?.type).toBe('application/vnd.microsoft.activity.message');
    expect(String(again.body?.value)).toContain('answered already');
  });

  test('the same click delivered twice is one answer, and nobody is told off', async () => {
    const data = living.click('answer:unsure');
    const both = await Promise.all([jane.execute(data, 'f:1'), jane.execute(data, 'f:1')]);
    for (const { body } of both) expect(body?.type).toBe('application/vnd.microsoft.card.adaptive');
  });

  test('somebody else who clicks is told who may, and changes nothing', async () => {
    const before = living.asked;
    const joe = new TeamsClient(bot.url, connector, JOE);
    expect((await joe.execute(living.click('answer:unsure'))).body?.value).toBe(
      'Only Jane, who started this, can answer here.',
    );
    for (const action of ['edit_details', 'start_over']) {
      const { body } = await joe.invoke('task/fetch', { data: living.click(action) });
      expect(body?.task).toEqual({ type: 'message', value: 'Only Jane, who started this, can answer here.' });
    }
    expect(living.asked).toBe(before);
  });

  test('a card refreshes itself for its owner, and for nobody else', async () => {
    const { refresh } = living.card as { refresh: { action: { data: object }; userIds: string[] } };
    expect(refresh.userIds).toEqual([JANE.id]);
    const own = await jane.execute(refresh.action.data, 'f:r1', 'automatic');
    expect(anyShowing(own.body?.value)).toEqual(anyShowing(living.card));
    const joe = new TeamsClient(bot.url, connector, JOE);
    const other = await joe.execute(refresh.action.data, 'f:r2', 'automatic');
    expect(other.body?.type).toBe('application/vnd.microsoft.error');
  });

  test('details are edited with today’s values, and the answers that still apply are kept', async () => {
    const before = await living.asks();
    await jane.execute(living.click('answer:unsure'));
    await living.asks(before);
    const form = await jane.invoke('task/fetch', { data: living.click('edit_details') });
    expect(JSON.stringify(form.body)).toContain('s3://amzn-s3-demo-bucket/a.txt');
    const id = String(living.click('edit_details')['investigation']);
    const data = {
      action: 'intake',
      edits: id,
      resource: 's3://amzn-s3-demo-bucket/other.txt',
      operation: 'GetObject',
    };
    await jane.invoke('task/submit', { data });
    await living.says('other.txt');
    await living.says('Answers so far');
  });

  test('a menu without a choice asks for one', async () => {
    const { switch_flow: _chosen, ...data } = living.actions.find(({ action }) =>
      action.startsWith('switch_flow:'),
    )!.data;
    expect(String((await jane.execute(data)).body?.value)).toContain('Choose something');
  });
});

test('who finds an investigation that was started in Slack is told where it goes on', async () => {
  const actor = { surface: 'slack', workspace: 'T1', userId: 'U1' } as const;
  const details = { bucket: 'amzn-s3-demo-bucket', operation: 'GetObject', audit: false };
  const place = { channel: 'C1', direct: false };
  const started = await bot.conversation.start({ eventId: 'x', actor, place, details });
  const investigation = 'investigationId' in started ? started.investigationId : '';
  for (const action of ['show_checks', 'delete', 'post_to_support'])
    expect(String((await jane.execute({ action, investigation })).body?.value)).toContain(
      'started in Slack: go on there',
    );
});

describe('afterwards', () => {
  let joe: TeamsClient;
  let thread: LivingCard;
  let channel: TeamsClient;
  beforeEach(() => {
    joe = new TeamsClient(bot.url, connector, JOE);
    channel = new TeamsClient(bot.url, connector, JANE, THREAD);
    thread = new LivingCard(connector, THREAD);
  });
  afterEach(() => connector.canDelete(true));

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
});
