import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../src/errors.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';
import { anInvestigation } from '../support/slack-service.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ID = 'inv_abcdefghijklmnop';
const ABOUT = { v: 1, channel: 'C1', edits: ID };
const submit = (value: string | null, about: object = ABOUT) =>
  bot.slack.submit(
    { note: { type: 'plain_text_input', value } },
    { callback_id: 'note', private_metadata: JSON.stringify(about) },
  );
const errorsAt = (line: unknown) => ({ response_action: 'errors', errors: { note: line } });

describe('the button for a note', () => {
  it('opens a dialog that knows what it is about', async () => {
    bot.service.investigations.set(ID, anInvestigation(ID));
    await bot.slack.click('add_note', { value: ID });
    const { view } = bot.api.last('views.open').args;
    expect(view).toMatchObject({ callback_id: 'note', private_metadata: JSON.stringify(ABOUT) });
  });

  it('opens nothing for somebody else, and names who may', async () => {
    bot.service.investigations.set(ID, anInvestigation(ID));
    await bot.slack.click('add_note', { value: ID, userId: 'U2' });
    expect((await bot.api.until('chat.postEphemeral')).args).toMatchObject({ text: 'Only <@U1> may.' });
    expect(bot.api.of('views.open')).toEqual([]);
  });

  it('says so where the investigation is gone', async () => {
    await bot.slack.click('add_note', { value: ID });
    expect((await bot.api.until('chat.postEphemeral')).args['text']).toContain('do not know');
  });
});

describe('the dialog for a note', () => {
  it('adds it, once for three deliveries', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => submit('urgent')));
    expect(answers.map(({ status, body }) => [status, body])).toEqual([1, 2, 3].map(() => [200, undefined]));
    expect(bot.service.handled).toMatchObject([
      { investigationId: ID, eventId: 'view:V1', event: { kind: 'note.added', text: 'urgent' } },
    ]);
  });

  it.each(['stale', 'forbidden', 'not_found', 'invalid'] as const)(
    'keeps the words where it is %s, and says why',
    async (outcome) => {
      bot.service.outcome = { outcome, message: ['There is no post.'] };
      expect((await submit('urgent')).body).toEqual(errorsAt('There is no post.'));
    },
  );

  it('keeps the words while the store is lost', async () => {
    bot.service.fails = new StoreUnavailableError('x');
    expect((await submit('urgent')).body).toEqual(errorsAt(expect.stringContaining('try again')));
  });

  it.each([{ v: 1 }, { v: 2, edits: ID }, { ...ABOUT, edits: '../x y' }, { ...ABOUT, more: 1 }])(
    'is not read with metadata that is not ours: %j',
    async (about) => {
      expect((await submit('urgent', about)).body).toEqual(
        errorsAt(expect.stringContaining('older version')),
      );
      expect(bot.service.handled).toEqual([]);
    },
  );
});
