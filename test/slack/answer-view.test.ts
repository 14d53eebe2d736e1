import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../src/errors.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ID = 'inv_abcdefghijklmnop';
const ABOUT = { v: 1, investigationId: ID, step: 'bucket-policy-deny', option: 'paste', channel: 'C1' };
const text = (value: string | null) => ({ type: 'plain_text_input', value });
const submit = (
  values: Readonly<Record<string, object>>,
  about: object = ABOUT,
  more: Record<string, unknown> = {},
) => bot.slack.submit(values, { callback_id: 'answer', private_metadata: JSON.stringify(about) }, more);
const errorsAt = (line: unknown) => ({ response_action: 'errors', errors: { value: line } });

describe('the dialog that asks for a value', () => {
  it('answers the question that it was opened for', async () => {
    expect(await submit({ value: text(' 203.0.113.7 ') })).toEqual({ status: 200, body: undefined });
    expect(bot.service.handled).toEqual([
      {
        investigationId: ID,
        eventId: 'view:V1',
        actor: expect.objectContaining({ surface: 'slack', workspace: 'T1', userId: 'U1' }),
        event: {
          kind: 'answer.submitted',
          step: 'bucket-policy-deny',
          option: 'paste',
          value: ' 203.0.113.7 ',
        },
      },
    ]);
    expect(bot.api.calls).toEqual([]);
  });

  it('puts the parts of a long policy together in their order', async () => {
    const parts = Object.fromEntries(
      [7, 2, 1, 3].map((part) => [part === 1 ? 'value' : `value~${part}`, text(`<${part}>`)]),
    );
    await submit({ ...parts, 'value~4': text(null), other: text('no') });
    expect(bot.service.handled[0]?.event).toMatchObject({ value: '<1><2><3><7>' });
  });

  it('counts once when it is delivered three times', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => submit({ value: text('x') })));
    expect(answers.map(({ body }) => body)).toEqual([undefined, undefined, undefined]);
    expect(bot.service.handled).toHaveLength(1);
  });

  it('stays open with what is wrong at the input', async () => {
    bot.service.outcome = { outcome: 'invalid', message: ['Line 4: no JSON, a comma has to stand here.'] };
    const answer = await submit({ value: text('{') });
    expect(answer.body).toEqual(errorsAt('Line 4: no JSON, a comma has to stand here.'));
  });

  it('stays open while the store is lost', async () => {
    bot.service.fails = new StoreUnavailableError('connection refused');
    const answer = await submit({ value: text('x') });
    expect(answer.body).toEqual(errorsAt(expect.stringMatching(/not taken.*try again/i)));
  });

  it('stays open where the investigation has expired', async () => {
    bot.service.outcome = { outcome: 'not_found', message: ['It has expired.'] };
    expect((await submit({ value: text('x') })).body).toEqual(errorsAt('It has expired.'));
  });

  it.each(['stale', 'forbidden'] as const)(
    'closes, and tells the person privately, where it is %s',
    async (outcome) => {
      bot.service.outcome = { outcome, message: ['No longer.'] };
      const answer = await submit({ value: text('x') }, ABOUT, { user: { id: 'U2' } });
      expect(answer.body).toBeUndefined();
      expect((await bot.api.until('chat.postEphemeral')).args).toMatchObject({
        channel: 'C1',
        user: 'U2',
        text: 'No longer.',
      });
    },
  );

  it('is answered before the store is, where that hangs, and counts once all the same', async () => {
    bot.service.delayMs = 2_800;
    expect((await submit({ value: text('x') })).body).toEqual(
      errorsAt(expect.stringMatching(/send it again/)),
    );
    expect(bot.service.handled).toEqual([]);
    bot.service.delayMs = 400;
    expect((await submit({ value: text('x') })).body).toBeUndefined();
    expect(bot.service.handled).toHaveLength(1);
  });

  const TAMPERED = [
    { name: 'of another version', about: { ...ABOUT, v: 2 } },
    { name: 'about no investigation', about: { ...ABOUT, investigationId: '<!channel>' } },
    { name: 'about no step', about: { ...ABOUT, step: 'a b' } },
    { name: 'with a field more', about: { ...ABOUT, userId: 'U9' } },
    { name: 'with a channel that is none', about: { ...ABOUT, channel: '<!channel>' } },
  ];
  it.each(TAMPERED)('takes nothing where its metadata is $name', async ({ about }) => {
    expect((await submit({ value: text('x') }, about)).body).toEqual(errorsAt(expect.any(String)));
    expect(bot.service.handled).toEqual([]);
  });

  it('never logs what was pasted', async () => {
    bot.service.outcome = { outcome: 'invalid', message: ['Line 1: no.'] };
    await submit({ value: text('arn:aws:s3:::amzn-s3-demo-bucket/secret-plan') });
    bot.service.fails = new Error('broken');
    await submit({ value: text('arn:aws:s3:::amzn-s3-demo-bucket/secret-plan') });
    expect(bot.logs.join('')).not.toMatch(/secret-plan/);
  });
});
