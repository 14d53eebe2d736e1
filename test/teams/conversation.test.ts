import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../conversation/support/rig.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { SUPPORT, startTeamsBot, type TeamsProcess } from '../support/teams-bot.js';
import { actionsOf, JANE, JOE, LivingCard, TeamsClient, THREAD, wordsIn } from '../support/teams-client.js';
import { DENIED, THIN } from './texts.js';

let connector: BotConnector;
beforeAll(async () => {
  connector = await startBotConnector();
});
afterAll(() => connector.close());

let bot: TeamsProcess;
let jane: TeamsClient;
let living: LivingCard;
beforeEach(async () => {
  bot = await startTeamsBot();
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

  test('a double click changes nothing and says so', async () => {
    const data = living.click('answer:unsure');
    await jane.execute(data);
    const again = await jane.execute(data);
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
    expect(own.body?.value).toEqual(living.card);
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
