import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../src/errors.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';
import { anInvestigation } from '../support/slack-service.js';
import type { Loose } from '../support/slack-api.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ID = 'inv_abcdefghijklmnop';

describe('buttons', () => {
  const EVENTS = [
    {
      actionId: 'answer:yes',
      blockId: 'question:same-account',
      event: { kind: 'answer.submitted', step: 'same-account', option: 'yes' },
    },
    {
      actionId: 'answer:unsure',
      blockId: 'question:same-account~2',
      event: { kind: 'answer.submitted', step: 'same-account', option: 'unsure' },
    },
    {
      actionId: 'how_to:same-account',
      blockId: 'actions',
      event: { kind: 'how_to.toggled', step: 'same-account' },
    },
    { actionId: 'post_to_support', blockId: 'actions', event: { kind: 'support.requested' } },
    { actionId: 'recheck', blockId: 'actions', event: { kind: 'recheck.requested' } },
    {
      actionId: 'format:terraform',
      blockId: 'format',
      event: { kind: 'format.chosen', format: 'terraform' },
    },
    { actionId: 'keep_private', blockId: 'actions', event: { kind: 'privacy.requested' } },
    { actionId: 'show_checks', blockId: 'actions', event: { kind: 'checks.toggled' } },
    { actionId: 'feedback:solved', blockId: 'feedback', event: { kind: 'feedback.given', solved: true } },
    { actionId: 'feedback:unsolved', blockId: 'feedback', event: { kind: 'feedback.given', solved: false } },
    {
      actionId: 'change:same-account',
      blockId: 'actions',
      event: { kind: 'change.toggled', step: 'same-account' },
    },
  ];

  it.each(EVENTS)('$actionId tells the conversation $event.kind', async ({ actionId, blockId, event }) => {
    const answer = await bot.slack.click(actionId, { blockId, value: ID });
    expect(answer).toEqual({ status: 200, body: undefined });
    expect(bot.service.handled).toMatchObject([
      { investigationId: ID, actor: { surface: 'slack', workspace: 'T1', userId: 'U1' }, event },
    ]);
    expect(bot.api.calls).toEqual([]);
  });

  it('is one event when the same click is delivered three times at once, and nobody is told', async () => {
    const payload = bot.slack.clickPayload('recheck', { value: ID });
    const answers = await Promise.all([1, 2, 3].map(() => bot.slack.interact(payload)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bot.service.handled).toHaveLength(1);
    expect(bot.api.calls).toEqual([]);
  });

  it('is two events when a person clicks twice', async () => {
    await bot.slack.click('recheck', { value: ID });
    await bot.slack.click('recheck', { value: ID });
    expect(bot.service.handled).toHaveLength(2);
  });

  const OUTCOMES = ['stale', 'forbidden', 'not_found'] as const;
  it.each(OUTCOMES)('tells only the person who clicked when it is %s', async (outcome) => {
    bot.service.outcome = { outcome, message: ['Only ', { kind: 'user', userId: 'U7' }, ' may: <!channel>'] };
    await bot.slack.click('recheck', { value: ID, userId: 'U2' });
    const told = await bot.api.until('chat.postEphemeral');
    expect(told.args).toEqual({
      channel: 'C1',
      user: 'U2',
      text: 'Only <@U7> may: &lt;!channel&gt;',
      team_id: 'T1',
    });
  });

  it('tells it over the response_url where the bot is not in the channel', async () => {
    bot.api.script('chat.postEphemeral', { error: 'channel_not_found' });
    bot.service.outcome = { outcome: 'stale', message: ['Answered already.'] };
    await bot.slack.click('recheck', { value: ID });
    const told = await bot.api.until('response_url');
    expect(told.args).toEqual({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'Answered already.',
    });
  });

  const FORGED = [
    { name: 'a value that is no id', actionId: 'recheck', value: '{"id":"x"}' },
    { name: 'no value', actionId: 'recheck' },
    { name: 'an enormous value', actionId: 'answer:yes', blockId: 'question:a', value: 'x'.repeat(2000) },
  ];
  it.each(FORGED)(
    'answers $name with a line, and asks the conversation nothing',
    async ({ name: _name, actionId, ...more }) => {
      await bot.slack.click(actionId, more);
      expect((await bot.api.until('chat.postEphemeral')).args['text']).toMatch(
        /do not know what this button belongs to/,
      );
      expect(bot.service.handled).toEqual([]);
    },
  );

  it('acknowledges an answer whose block id was tampered with, and asks the conversation nothing', async () => {
    const answer = await bot.slack.click('answer:yes', { blockId: 'other:step', value: ID });
    expect(answer.status).toBe(200);
    expect(bot.service.handled).toEqual([]);
  });
});

describe('menus', () => {
  const MENUS = [
    { actionId: 'change', value: 'same-account', event: { kind: 'change.toggled', step: 'same-account' } },
    {
      actionId: 'switch_flow',
      value: 'upload-denied',
      event: { kind: 'flow.switched', flowId: 'upload-denied' },
    },
  ];
  const choose = (actionId: string, value: string, blockId = `choices:${ID}`) =>
    bot.slack.click(actionId, {
      actions: [
        {
          type: 'static_select',
          action_id: actionId,
          block_id: blockId,
          action_ts: '1700000001.000001',
          selected_option: { text: { type: 'plain_text', text: 'x' }, value },
        },
      ],
    });

  it.each(MENUS)('$actionId tells the conversation $event.kind', async ({ actionId, value, event }) => {
    expect(await choose(actionId, value)).toEqual({ status: 200, body: undefined });
    expect(bot.service.handled).toMatchObject([{ investigationId: ID, event }]);
  });

  const FORGED = [
    { name: 'a block that is none of ours', value: 'same-account', blockId: 'actions' },
    { name: 'an investigation that cannot be', value: 'same-account', blockId: 'choices:<!channel>' },
    { name: 'a step that cannot be', value: 'same account', blockId: `choices:${ID}` },
  ];
  it.each(FORGED)('asks the conversation nothing for $name', async ({ value, blockId }) => {
    expect((await choose('change', value, blockId)).status).toBe(200);
    expect(bot.service.handled).toEqual([]);
  });
});

describe('an answer that takes a value', () => {
  const DIALOG = {
    step: 'condition-source-ip',
    option: 'address',
    question: 'Is the public IP address inside 203.0.113.0/24?',
    label: 'The public address',
    example: '203.0.113.7',
    length: 'line',
  } as const;
  const click = () =>
    bot.slack.clickPayload('answer:address', { blockId: 'question:condition-source-ip', value: ID });
  beforeEach(() => {
    bot.service.outcome = { outcome: 'needs_value', dialog: DIALOG };
  });

  it('opens the dialog that asks for it, about this answer and no other', async () => {
    expect(await bot.slack.interact(click())).toEqual({ status: 200, body: undefined });
    const { view } = bot.api.last('views.open').args;
    expect(view.callback_id).toBe('answer');
    expect(JSON.parse(view.private_metadata)).toEqual({
      v: 1,
      investigationId: ID,
      step: 'condition-source-ip',
      option: 'address',
      channel: 'C1',
    });
    expect(view.blocks[1]).toMatchObject({ block_id: 'value', element: { action_id: 'value' } });
  });

  it('opens one dialog when the same click is delivered three times at once', async () => {
    const payload = click();
    await Promise.all([1, 2, 3].map(() => bot.slack.interact(payload)));
    expect(bot.api.of('views.open')).toHaveLength(1);
    expect(bot.api.of('chat.postEphemeral')).toEqual([]);
  });

  it('says so when Slack does not open it in time', async () => {
    bot.api.script('views.open', { error: 'expired_trigger_id' });
    await bot.slack.interact(click());
    expect((await bot.api.until('chat.postEphemeral')).args['text']).toMatch(/did not open.*try again/);
  });
});

describe('edit_details and start_over', () => {
  beforeEach(() => {
    bot.service.investigations.set(ID, anInvestigation(ID));
  });

  it('edit_details opens the form with the values of today', async () => {
    await bot.slack.click('edit_details', { value: ID });
    const { view } = bot.api.last('views.open').args;
    const byId = Object.fromEntries(view.blocks.map((block: Loose) => [block.block_id, block.element]));
    expect(byId.resource.initial_value).toBe('s3://amzn-s3-demo-bucket/a.txt');
    expect(byId.operation.initial_option.value).toBe('GetObject');
    expect(JSON.parse(view.private_metadata)).toEqual({ v: 1, channel: 'C1', edits: ID });
  });

  it.each(['edit_details', 'start_over'])('%s is refused to anyone else', async (actionId) => {
    await bot.slack.click(actionId, { value: ID, userId: 'U2' });
    expect((await bot.api.until('chat.postEphemeral')).args).toMatchObject({
      user: 'U2',
      text: 'Only <@U1> may.',
    });
    expect(bot.api.of('views.open')).toEqual([]);
  });

  it('edit_details of one that has expired says so', async () => {
    await bot.slack.click('edit_details', { value: 'inv_gone' });
    await bot.api.until('chat.postEphemeral');
    expect(bot.api.of('views.open')).toEqual([]);
  });

  it('start_over opens an empty form for the same place, also on one that has expired', async () => {
    await bot.slack.click('start_over', { value: 'inv_gone', message: { ts: '2.0', thread_ts: '1.0' } });
    const { view } = bot.api.last('views.open').args;
    expect(JSON.parse(view.private_metadata)).toEqual({ v: 1, channel: 'C1', thread: '1.0' });
    expect(view.blocks[0].element.initial_value).toBeUndefined();
  });

  it('start_over on App Home opens a form whose result comes as a direct message', async () => {
    await bot.slack.click('start_over', {
      channel: undefined,
      message: undefined,
      container: { type: 'view', view_id: 'V9' },
    });
    const { view } = bot.api.last('views.open').args;
    expect(JSON.parse(view.private_metadata)).toEqual({ v: 1 });
    expect(JSON.stringify(view.blocks)).toContain('direct message');
  });
});

describe('while the store is lost', () => {
  beforeEach(() => {
    bot.service.fails = new StoreUnavailableError('connection refused');
  });

  it.each(['recheck', 'edit_details', 'start_over'])(
    '%s is acknowledged, and the person is told within 5 s to try again',
    async (actionId) => {
      const since = Date.now();
      const answer = await bot.slack.click(actionId, { value: ID });
      expect(answer.status).toBe(200);
      const told = await bot.api.until('chat.postEphemeral');
      expect(told.args['text']).toMatch(/not taken.*try again/i);
      expect(Date.now() - since).toBeLessThan(5_000);
    },
  );
});

it('tells the person in one line of an error that nobody expected, without its text', async () => {
  bot.service.fails = new Error('secret detail');
  await bot.slack.click('recheck', { value: ID });
  const told = await bot.api.until('chat.postEphemeral');
  expect(told.args['text']).toMatch(/try again/);
  expect(told.args['text']).not.toMatch(/secret/);
  expect(bot.logs.join('')).toMatch(/"code":"unexpected"/);
});
