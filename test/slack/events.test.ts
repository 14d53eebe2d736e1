import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ERROR =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/a.txt"';

const direct = (more: object) => ({
  type: 'message',
  channel_type: 'im',
  channel: 'D1',
  user: 'U1',
  ts: '1.1',
  text: ERROR,
  ...more,
});
const mention = (more: object) => ({
  type: 'app_mention',
  channel: 'C1',
  user: 'U1',
  ts: '1.1',
  text: `<@UBOT> ${ERROR}`,
  ...more,
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('events', () => {
  it('a direct message with an error text starts an investigation there', async () => {
    expect((await bot.slack.event(direct({}))).status).toBe(200);
    await until(() => bot.service.started.length > 0);
    expect(bot.service.started).toMatchObject([
      { place: { channel: 'D1', direct: true }, details: { errorText: ERROR } },
    ]);
  });

  it('a mention with an error text starts one in a thread under it', async () => {
    await bot.slack.event(mention({}));
    await until(() => bot.service.started.length > 0);
    expect(bot.service.started).toMatchObject([
      { place: { channel: 'C1', thread: '1.1', direct: false }, details: { errorText: ERROR } },
    ]);
  });

  it('is one investigation however often Slack delivers it', async () => {
    const more = { event_id: 'Ev1' };
    await Promise.all([1, 2, 3].map(() => bot.slack.event(direct({}), more)));
    await bot.slack.event(direct({ ts: '2.1' }), { event_id: 'Ev2' });
    await until(() => bot.service.started.length > 1);
    expect(bot.service.started.map(({ eventId }) => eventId)).toEqual(['event:Ev1', 'event:Ev2']);
  });

  it('a mention without an error text gets a line on how to go on, once, in a thread', async () => {
    await Promise.all(
      [1, 2].map(() => bot.slack.event(mention({ text: '<@UBOT> hello?' }), { event_id: 'Ev1' })),
    );
    const posted = await bot.api.until('chat.postMessage');
    expect(posted.args).toMatchObject({ channel: 'C1', thread_ts: '1.1' });
    expect(bot.api.of('chat.postMessage')).toHaveLength(1);
  });

  it('the form that a line offers is filled in with what the message said', async () => {
    await bot.slack.event(direct({ text: 's3://amzn-s3-demo-bucket/a.txt' }));
    const [, actions] = (await bot.api.until('chat.postMessage')).args['blocks'];
    const [button] = actions.elements;
    await bot.slack.click(button.action_id, { blockId: actions.block_id, value: button.value });
    const { view } = bot.api.last('views.open').args;
    expect(view.blocks[1].element.initial_value).toBe('s3://amzn-s3-demo-bucket/a.txt');
  });

  const IGNORED = [
    { name: 'a bot', event: direct({ bot_id: 'B1' }) },
    { name: 'an edit', event: direct({ subtype: 'message_changed', message: { text: ERROR } }) },
    { name: 'an edited mention', event: mention({ edited: { user: 'U1', ts: '2.0' } }) },
    { name: 'a deletion', event: direct({ subtype: 'message_deleted' }) },
    { name: 'a message in a channel', event: direct({ channel_type: 'channel', channel: 'C1' }) },
    { name: 'nobody', event: { type: 'message', channel_type: 'im', channel: 'D1', ts: '1.1', text: ERROR } },
  ];
  it.each(IGNORED)('takes nothing from $name', async ({ event }) => {
    expect((await bot.slack.event(event)).status).toBe(200);
    await bot.app.stop(1_000);
    expect(bot.service.started).toEqual([]);
    expect(bot.api.calls).toEqual([]);
  });

  it('publishes the Home when it is opened, and not for the messages tab', async () => {
    await bot.slack.event({
      type: 'app_home_opened',
      user: 'U1',
      channel: 'D1',
      tab: 'messages',
      event_ts: '1.1',
    });
    await bot.slack.event({
      type: 'app_home_opened',
      user: 'U1',
      channel: 'D1',
      tab: 'home',
      event_ts: '1.1',
    });
    const published = await bot.api.until('views.publish');
    expect(published.args).toMatchObject({ user_id: 'U1', view: { type: 'home' } });
    expect(bot.api.of('views.publish')).toHaveLength(1);
  });

  it.each(['app_uninstalled', 'tokens_revoked'])('acknowledges and logs %s', async (type) => {
    expect((await bot.slack.event({ type, tokens: { bot: ['UBOT'] } })).status).toBe(200);
    await until(() => bot.logs.some((line) => line.includes(type)));
    expect(bot.logs.join('')).toMatch(/removed from a workspace/);
  });

  it('tells the person in the channel while the store is lost', async () => {
    const { StoreUnavailableError } = await import('../../src/errors.js');
    bot.service.fails = new StoreUnavailableError('down');
    await bot.slack.event(mention({}));
    expect((await bot.api.until('chat.postEphemeral')).args).toMatchObject({
      channel: 'C1',
      thread_ts: '1.1',
      user: 'U1',
    });
  });
});
