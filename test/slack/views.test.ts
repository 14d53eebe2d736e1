import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../src/errors.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const text = (value: string) => ({ type: 'plain_text_input', value });
const select = (value: string) => ({ type: 'static_select', selected_option: { value } });
const ticked = { type: 'checkboxes', selected_options: [{ value: 'audit' }] };

const IN_CHANNEL = { private_metadata: JSON.stringify({ v: 1, channel: 'C1' }) };
const VALID = { resource: text('s3://amzn-s3-demo-bucket/a.txt'), operation: select('GetObject') };

describe('the intake form', () => {
  it('starts an investigation where it was opened', async () => {
    const answer = await bot.slack.submit({ ...VALID, network: select('vpc_endpoint') }, IN_CHANNEL);
    expect(answer).toEqual({ status: 200, body: undefined });
    expect(bot.service.started).toMatchObject([
      {
        eventId: 'view:V1',
        actor: { userId: 'U1', workspace: 'T1' },
        place: { channel: 'C1', direct: false },
        details: {
          bucket: 'amzn-s3-demo-bucket',
          key: 'a.txt',
          operation: 'GetObject',
          network: 'vpc_endpoint',
          audit: false,
        },
      },
    ]);
  });

  it('starts in a direct message where it was opened nowhere in particular', async () => {
    await bot.slack.submit(VALID, { private_metadata: '{"v":1}' });
    expect(bot.service.started[0]?.place).toEqual({ channel: 'U1', direct: true });
  });

  it('starts once when it is delivered three times', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => bot.slack.submit(VALID, IN_CHANNEL)));
    expect(answers.map(({ body }) => body)).toEqual([undefined, undefined, undefined]);
    expect(bot.service.started).toHaveLength(1);
  });

  it('keeps what was filled in where this person may not start here, and names who may', async () => {
    bot.service.startOutcome = {
      outcome: 'forbidden',
      message: ['Only ', { kind: 'code', text: 'S1' }, ' may.'],
    };
    const answer = await bot.slack.submit(VALID, IN_CHANNEL);
    expect(answer.body).toEqual({ response_action: 'errors', errors: { error_text: 'Only S1 may.' } });
  });

  it('needs an error text or an address', async () => {
    const answer = await bot.slack.submit({ operation: select('GetObject') }, IN_CHANNEL);
    expect(answer.body.response_action).toBe('errors');
    expect(Object.keys(answer.body.errors)).toEqual(['error_text']);
  });

  it('shows a wrong ARN at its input and keeps everything', async () => {
    const answer = await bot.slack.submit(
      { ...VALID, principal: text('arn:aws:iam::12:user/Jane') },
      IN_CHANNEL,
    );
    expect(answer.body).toEqual({ response_action: 'errors', errors: { principal: expect.any(String) } });
    expect(bot.service.started).toEqual([]);
  });

  it('changes the investigation that it was opened for', async () => {
    await bot.slack.submit(VALID, {
      private_metadata: JSON.stringify({ v: 1, channel: 'C1', edits: 'inv_1' }),
    });
    expect(bot.service.handled).toMatchObject([
      {
        investigationId: 'inv_1',
        eventId: 'view:V1',
        event: { kind: 'details.edited', details: { bucket: 'amzn-s3-demo-bucket' } },
      },
    ]);
  });

  it.each(['stale', 'forbidden'] as const)('tells a person privately that it is %s', async (outcome) => {
    bot.service.outcome = { outcome, message: ['No longer.'] };
    const answer = await bot.slack.submit(VALID, {
      private_metadata: JSON.stringify({ v: 1, channel: 'C1', edits: 'inv_1' }),
    });
    expect(answer.body).toBeUndefined();
    expect((await bot.api.until('chat.postEphemeral')).args).toMatchObject({
      channel: 'C1',
      user: 'U1',
      text: 'No longer.',
    });
  });

  it('stays open where the investigation has expired', async () => {
    bot.service.outcome = { outcome: 'not_found', message: ['Expired.'] };
    const answer = await bot.slack.submit(VALID, {
      private_metadata: JSON.stringify({ v: 1, channel: 'C1', edits: 'inv_1' }),
    });
    expect(answer.body).toEqual({ response_action: 'errors', errors: { error_text: 'Expired.' } });
  });

  it('has the audit done for those who may, and for nobody else who sends the box ticked', async () => {
    bot.service.auditors = ['U1'];
    await bot.slack.submit({ ...VALID, audit: ticked }, { ...IN_CHANNEL, id: 'V1' });
    await bot.slack.submit({ ...VALID, audit: ticked }, { ...IN_CHANNEL, id: 'V2' }, { user: { id: 'U2' } });
    expect(bot.service.started.map(({ details }) => details.audit)).toEqual([true, false]);
  });

  const TAMPERED = [
    { name: 'no JSON', private_metadata: 'x' },
    { name: 'empty', private_metadata: '' },
    { name: 'another version', private_metadata: '{"v":2}' },
    { name: 'a field more', private_metadata: '{"v":1,"owner":{"userId":"U9"}}' },
    { name: 'a channel that is none', private_metadata: '{"v":1,"channel":"<!channel>"}' },
  ];
  it.each(TAMPERED)('takes nothing where its metadata is $name', async ({ private_metadata }) => {
    const answer = await bot.slack.submit(VALID, { private_metadata });
    expect(answer.body).toEqual({ response_action: 'errors', errors: { error_text: expect.any(String) } });
    expect(bot.service.started).toEqual([]);
  });

  it('reads its own fields and no others', async () => {
    await bot.slack.submit({ ...VALID, owner: text('U9'), place: text('C9') }, IN_CHANNEL);
    expect(JSON.stringify(bot.service.started)).not.toMatch(/U9|C9/);
  });

  it('stays open with everything in it while the store is lost', async () => {
    bot.service.fails = new StoreUnavailableError('connection refused');
    const answer = await bot.slack.submit(VALID, IN_CHANNEL);
    expect(answer.body).toEqual({
      response_action: 'errors',
      errors: { error_text: expect.stringMatching(/not taken.*try again/i) },
    });
  });

  it('is answered before the store is, where that hangs, and starts once all the same', async () => {
    bot.service.delayMs = 2_800;
    const answer = await bot.slack.submit(VALID, IN_CHANNEL);
    expect(bot.service.started).toEqual([]);
    expect(answer.body).toEqual({
      response_action: 'errors',
      errors: { error_text: expect.stringMatching(/send it again/) },
    });
    bot.service.delayMs = 400;
    expect((await bot.slack.submit(VALID, IN_CHANNEL)).body).toBeUndefined();
    expect(bot.service.started).toHaveLength(1);
  });
});
