import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';
import { anInvestigation } from '../support/slack-service.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ID = 'inv_abcdefghijklmnop';
const ON_HOME = { channel: undefined, message: undefined, response_url: undefined, view: { type: 'home' } };
const clickShare = (userId = 'U1') =>
  bot.slack.click('share', { blockId: `recent:${ID}`, value: ID, userId, ...ON_HOME });
const submit = (conversation: string | null, about: object = { v: 1, edits: ID }) =>
  bot.slack.submit(
    { channel: { type: 'conversations_select', selected_conversation: conversation } },
    { callback_id: 'share', private_metadata: JSON.stringify(about) },
  );
const errorsAt = (line: unknown) => ({ response_action: 'errors', errors: { channel: line } });

describe('the button that shares a result', () => {
  it('asks for a channel that this person can see, inside of the company', async () => {
    bot.service.investigations.set(ID, anInvestigation(ID, { phase: 'diagnosed' }));
    await clickShare();
    const { view } = bot.api.last('views.open').args;
    expect(view).toMatchObject({ callback_id: 'share', private_metadata: `{"v":1,"edits":"${ID}"}` });
    expect(view.blocks[1].element).toMatchObject({
      type: 'conversations_select',
      filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
    });
  });

  it('opens nothing for somebody else, and says who may', async () => {
    bot.service.investigations.set(ID, anInvestigation(ID, { phase: 'diagnosed' }));
    await clickShare('U2');
    expect((await bot.api.until('chat.postMessage')).args).toMatchObject({
      channel: 'D2',
      text: 'Only <@U1> may.',
    });
    expect(bot.api.of('views.open')).toEqual([]);
  });
});

describe('the form that asks where', () => {
  it('tells the conversation the channel and who chose it, once for three deliveries', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => submit('C42')));
    expect(answers.map(({ body }) => body)).toEqual([undefined, undefined, undefined]);
    expect(bot.service.handled).toMatchObject([
      {
        investigationId: ID,
        eventId: 'view:V1',
        event: { kind: 'share.requested', channel: 'C42', userId: 'U1' },
      },
    ]);
  });

  it('stays open with the reason where it was not taken', async () => {
    bot.service.outcome = { outcome: 'stale', message: ['There is no result to share yet.'] };
    expect((await submit('C42')).body).toEqual(errorsAt('There is no result to share yet.'));
  });

  it.each([
    ['nothing is chosen', () => submit(null)],
    ['its metadata is none of ours', () => submit('C42', { v: 1 })],
  ])('takes nothing where %s', async (_what, send) => {
    expect((await send()).body).toEqual(errorsAt(expect.stringContaining('older version')));
    expect(bot.service.handled).toEqual([]);
  });
});
