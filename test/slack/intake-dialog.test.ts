import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../src/errors.js';
import type { Loose } from '../support/slack-api.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';
import { anInvestigation } from '../support/slack-service.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const JANE = 'arn:aws:iam::111122223333:user/Jane';
const KIM = 'arn:aws:iam::111122223333:user/Kim';
const OF_KIM = `An error occurred (AccessDenied) when calling the GetObject operation: User: ${KIM} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/a.txt" because no identity-based policy allows the s3:GetObject action`;
const BARE =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/a.txt';
const text = (value: string) => ({ type: 'plain_text_input', value });
const opened = () => bot.api.last('views.open').args['view'];
const principalIn = (view: Loose) =>
  view.blocks.find(({ block_id }: Loose) => block_id === 'principal').element.initial_value;

describe('who may not start', () => {
  const FORBIDDEN = {
    outcome: 'forbidden',
    message: ['Only ', { kind: 'code', text: 'S1' }, ' may.'],
  } as const;

  it.each([
    ['the command', () => bot.slack.command('')],
    ['the command with half of what is needed', () => bot.slack.command('s3://amzn-s3-demo-bucket/a')],
    ['the global shortcut', () => bot.slack.shortcut('diagnose_s3_denial')],
    [
      'the message shortcut',
      () => bot.slack.shortcut('diagnose_message', { message: { ts: '1.1', text: BARE } }),
    ],
    ['a button that starts over', () => bot.slack.click('start_over')],
  ])('is told so by %s, and fills in no form for nothing', async (_way, send) => {
    bot.service.startOutcome = FORBIDDEN;
    await send();
    const told = () => bot.api.calls.find(({ args }) => args['text'] === 'Only `S1` may.');
    for (let tries = 0; tries < 200 && told() === undefined; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(told()).toBeDefined();
    expect(bot.api.of('views.open')).toEqual([]);
  });

  it('sees it on the Home, in place of the button', async () => {
    bot.service.startOutcome = FORBIDDEN;
    await bot.slack.event({ type: 'app_home_opened', user: 'U1', tab: 'home', channel: 'D1' });
    const home = JSON.stringify((await bot.api.until('views.publish')).args['view']);
    expect(home).toContain('Only `S1` may.');
    expect(home).not.toContain('start_over');
  });

  it('still edits what was started before', async () => {
    bot.service.startOutcome = FORBIDDEN;
    bot.service.investigations.set('inv_1', anInvestigation('inv_1'));
    await bot.slack.click('edit_details', { value: 'inv_1' });
    expect(bot.api.of('views.open')).toHaveLength(1);
  });

  it('gets the form while it cannot be found out: sending it asks again', async () => {
    bot.service.fails = new StoreUnavailableError('down');
    await bot.slack.command('');
    expect(bot.api.of('views.open')).toHaveLength(1);
  });
});

describe('whom the form names as the one who was denied', () => {
  it('is who it was last time, where the text says nobody', async () => {
    bot.service.usual = JANE;
    await bot.slack.command('s3://amzn-s3-demo-bucket/a.txt');
    expect(principalIn(opened())).toBe(JANE);
  });

  it.each([
    [
      'the text says who',
      () => bot.slack.shortcut('diagnose_message', { message: { ts: '1.1', text: OF_KIM } }),
    ],
    ['nobody was, yet', () => bot.slack.command('')],
  ])('is nobody where %s', async (why, send) => {
    if (why.startsWith('the text')) bot.service.usual = JANE;
    await send();
    expect(principalIn(opened())).toBeUndefined();
  });

  it('does not count where the error text that is pasted then names somebody else', async () => {
    bot.service.usual = JANE;
    await bot.slack.command('');
    const { private_metadata } = opened();
    await bot.slack.submit({ error_text: text(OF_KIM), principal: text(JANE) }, { private_metadata });
    expect(bot.service.started[0]?.details.principal).toBeUndefined();
  });

  it('counts where the error text names nobody, and where a person typed it', async () => {
    bot.service.usual = JANE;
    await bot.slack.command('');
    const { private_metadata } = opened();
    await bot.slack.submit({ error_text: text(BARE), principal: text(JANE) }, { private_metadata, id: 'V1' });
    const own = { private_metadata: '{"v":1}', id: 'V2' };
    await bot.slack.submit({ error_text: text(OF_KIM), principal: text(JANE) }, own);
    expect(bot.service.started.map(({ details }) => details.principal)).toEqual([JANE, JANE]);
  });
});

describe('a presigned URL', () => {
  const SIGNED =
    'https://amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com/a.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261121%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Security-Token=FwoGZXIvYXdzEXAMPLETOKEN&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024';
  const SECRETS = /fe5f80f7|FwoGZXIvYXdz/;

  it.each([
    ['the command', () => bot.slack.command(`${SIGNED} GetObject`)],
    ['an error text', () => bot.slack.command(`${BARE} ${SIGNED}`)],
    [
      'the form',
      () =>
        bot.slack.submit(
          { resource: text(SIGNED), error_text: text(SIGNED) },
          { private_metadata: '{"v":1}' },
        ),
    ],
    ['a form that it fills in', () => bot.slack.command(SIGNED)],
    [
      'a direct message',
      () =>
        bot.slack.event({
          type: 'message',
          channel_type: 'im',
          channel: 'D1',
          user: 'U1',
          ts: '1.1',
          text: `<${SIGNED}> GetObject`,
        }),
    ],
    [
      'a direct message that says too little',
      () =>
        bot.slack.event({
          type: 'message',
          channel_type: 'im',
          channel: 'D1',
          user: 'U1',
          ts: '1.1',
          text: `<${SIGNED}>`,
        }),
    ],
    [
      'a message’s shortcut',
      () => bot.slack.shortcut('diagnose_message', { message: { ts: '1.1', text: `<${SIGNED}>` } }),
    ],
  ])('in %s is read, and its signature is neither kept, sent nor logged', async (_where, send) => {
    await send();
    await bot.app.stop(1_000);
    const seen = JSON.stringify([bot.service.started, bot.api.calls, bot.logs]);
    expect(seen).toContain('amzn-s3-demo-bucket');
    expect(seen).not.toMatch(SECRETS);
  });
});
