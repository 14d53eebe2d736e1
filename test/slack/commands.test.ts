import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Loose } from '../support/slack-api.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ERROR =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/a.txt" because no identity-based policy allows the s3:GetObject action';

describe('/s3denied', () => {
  it('opens the empty form where there is no text', async () => {
    const answer = await bot.slack.command('');
    expect(answer).toEqual({ status: 200, body: undefined });
    const { view } = bot.api.last('views.open').args;
    expect(view.callback_id).toBe('intake');
    expect(view.blocks.map((block: Loose) => [block.block_id, block.element?.action_id])).toEqual([
      ['error_text', 'value'],
      ['resource', 'value'],
      ['principal', 'value'],
      ['operation', 'value'],
      ['network', 'value'],
    ]);
    expect(bot.service.started).toEqual([]);
  });

  it.each(['help', ' --help ', '?'])('takes %j for no text', async (text) => {
    await bot.slack.command(text);
    expect(bot.api.last('views.open').args['view'].blocks[0].element.initial_value).toBeUndefined();
  });

  it('starts at once in its channel where the text names bucket and operation', async () => {
    await bot.slack.command(ERROR);
    expect(bot.service.started).toMatchObject([
      {
        actor: { surface: 'slack', workspace: 'T1', userId: 'U1' },
        place: { channel: 'C1', direct: false },
        details: { errorText: ERROR },
      },
    ]);
    expect(bot.api.of('views.open')).toEqual([]);
  });

  it('tells privately who may start where this person may not', async () => {
    const message = ['Only ', { kind: 'user', userId: 'U7' }, ' may.'] as const;
    bot.service.startOutcome = { outcome: 'forbidden', message };
    await bot.slack.command(ERROR);
    const told = await bot.api.until('chat.postEphemeral');
    expect(told.args).toMatchObject({ channel: 'C1', user: 'U1', text: 'Only <@U7> may.' });
  });

  it('reads an address that Slack has marked up', async () => {
    await bot.slack.command('<s3://amzn-s3-demo-bucket/a&amp;b.txt> GetObject');
    expect(bot.service.started[0]?.details).toMatchObject({
      bucket: 'amzn-s3-demo-bucket',
      key: 'a&b.txt',
      operation: 'GetObject',
    });
  });

  it('opens the form filled in where the text does not name both', async () => {
    await bot.slack.command('s3://amzn-s3-demo-bucket/a.txt arn:aws:iam::111122223333:role/R');
    const { view } = bot.api.last('views.open').args;
    const byId = Object.fromEntries(view.blocks.map((block: Loose) => [block.block_id, block.element]));
    expect(byId.resource.initial_value).toBe('s3://amzn-s3-demo-bucket/a.txt');
    expect(byId.principal.initial_value).toBe('arn:aws:iam::111122223333:role/R');
    expect(bot.service.started).toEqual([]);
  });

  it('offers the audit only to those who may have it', async () => {
    bot.service.auditors = ['U1'];
    await bot.slack.command('');
    expect(bot.api.last('views.open').args['view'].blocks.at(-1).block_id).toBe('audit');
    await bot.slack.command('', { user_id: 'U2' });
    expect(bot.api.last('views.open').args['view'].blocks.at(-1).block_id).toBe('network');
  });

  it('starts one investigation when the same payload comes three times at once, and says nothing', async () => {
    const payload = bot.slack.commandFields(ERROR);
    const answers = await Promise.all([1, 2, 3].map(() => bot.slack.form(payload)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(bot.service.started).toHaveLength(1);
    expect(bot.api.calls).toEqual([]);
  });

  it('opens one form when the same payload comes three times at once, and says nothing', async () => {
    const payload = bot.slack.commandFields('');
    await Promise.all([1, 2, 3].map(() => bot.slack.form(payload)));
    expect(bot.api.calls.map((call) => call.method)).toEqual(['views.open']);
  });

  it('says nothing where another process has opened the form already', async () => {
    bot.api.script('views.open', { error: 'exchanged_trigger_id' });
    await bot.slack.command('');
    expect(bot.api.calls.map((call) => call.method)).toEqual(['views.open']);
  });

  it('tells the person where Slack will not open the form', async () => {
    bot.api.script('views.open', { error: 'expired_trigger_id' });
    await bot.slack.command('');
    const told = await bot.api.until('chat.postEphemeral');
    expect(told.args).toMatchObject({
      channel: 'C1',
      user: 'U1',
      text: expect.stringContaining('try again'),
    });
  });
});
