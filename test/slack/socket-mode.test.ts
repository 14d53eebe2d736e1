import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SlackBot, startSlackBot } from '../support/slack-bot.js';
import { newTrigger } from '../support/slack-client.js';
import { SlackSocketPeer } from '../support/slack-socket.js';

let peer: SlackSocketPeer;
let bot: SlackBot;
beforeEach(async () => {
  peer = await new SlackSocketPeer().start();
  bot = await startSlackBot({ appToken: 'xapp-test' });
  bot.api.socketUrl = peer.url;
});
afterEach(async () => {
  await bot.stop();
  await peer.stop();
});

const COMMAND = () => ({
  command: '/s3denied',
  text: 's3://amzn-s3-demo-bucket/a.txt GetObject',
  team_id: 'T1',
  channel_id: 'C1',
  user_id: 'U1',
  trigger_id: newTrigger(),
  response_url: bot.api.responseUrl,
});

it('takes commands, clicks, submissions and events over the socket, and acknowledges each', async () => {
  bot.app.start();
  await peer.connected();
  expect(bot.api.last('apps.connections.open').token).toBe('Bearer xapp-test');
  await peer.send('slash_commands', COMMAND());
  expect(bot.service.started).toMatchObject([{ place: { channel: 'C1' } }]);

  await peer.send('interactive', bot.slack.clickPayload('recheck', { value: 'inv_1' }));
  expect(bot.service.handled).toMatchObject([
    { investigationId: 'inv_1', event: { kind: 'recheck.requested' } },
  ]);

  const view = {
    id: 'V1',
    type: 'modal',
    callback_id: 'intake',
    private_metadata: '{"v":1}',
    state: { values: {} },
  };
  const answer = await peer.send('interactive', {
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1' },
    view,
  });
  expect(answer).toMatchObject({ response_action: 'errors', errors: { error_text: expect.any(String) } });

  await peer.send('events_api', {
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
  });
  await bot.api.until('views.publish');
});

describe('what a person does with a result and with the Home', () => {
  const ID = 'inv_abcdefghijklmnop';
  const clicked = (actionId: string, blockId: string, more: object = {}) => ({
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    channel: { id: 'C1' },
    message: { ts: '1.1' },
    trigger_id: `trigger-${actionId}`,
    actions: [{ type: 'button', action_id: actionId, block_id: blockId, value: ID, action_ts: '1.2' }],
    ...more,
  });
  const onHome = { channel: undefined, message: undefined, view: { type: 'home', id: 'V1' } };

  it.each([
    ['format:cloudformation', 'format', {}, { kind: 'format.chosen', format: 'cloudformation' }],
    ['keep_private', 'actions', {}, { kind: 'privacy.requested' }],
    ['resume', `recent:${ID}`, onHome, { kind: 'resume.requested' }],
    ['delete', `recent:${ID}`, onHome, { kind: 'deletion.requested' }],
  ])('%s arrives, once for three deliveries', async (actionId, blockId, more, event) => {
    bot.app.start();
    await peer.connected();
    const payload = clicked(actionId, blockId, more);
    await Promise.all([1, 2, 3].map(() => peer.send('interactive', payload)));
    expect(bot.service.handled).toMatchObject([{ investigationId: ID, event }]);
  });

  it('a note arrives, and stays where it cannot be taken', async () => {
    bot.app.start();
    await peer.connected();
    const submit = (value: string) =>
      peer.send('interactive', {
        type: 'view_submission',
        team: { id: 'T1' },
        user: { id: 'U1' },
        view: {
          id: `V-${value}`,
          type: 'modal',
          callback_id: 'note',
          private_metadata: JSON.stringify({ v: 1, edits: ID }),
          state: { values: { note: { value: { type: 'plain_text_input', value } } } },
        },
      });
    await submit('urgent');
    expect(bot.service.handled).toMatchObject([{ event: { kind: 'note.added', text: 'urgent' } }]);
    bot.service.outcome = { outcome: 'stale', message: ['There is no post.'] };
    expect(await submit('more')).toEqual({
      response_action: 'errors',
      errors: { note: 'There is no post.' },
    });
  });
});

it('serves nothing at /slack/events', async () => {
  expect((await bot.slack.command('')).status).toBe(404);
});

it('takes one envelope that comes three times once', async () => {
  bot.app.start();
  await peer.connected();
  const command = COMMAND();
  await Promise.all([1, 2, 3].map(() => peer.send('slash_commands', command)));
  expect(bot.service.started).toHaveLength(1);
});

it('connects though Slack is out at the start, and again when the connection is lost', async () => {
  bot.api.script('apps.connections.open', { status: 503 });
  bot.app.start();
  await peer.connected();
  peer.drop();
  bot.api.script('apps.connections.open', { status: 503 });
  await peer.connected(2);
  await peer.send('slash_commands', COMMAND());
  expect(bot.service.started).toHaveLength(1);
});

it('connects again when Slack asks it to', async () => {
  bot.app.start();
  await peer.connected();
  peer.askToReconnect();
  await peer.connected(2);
  await peer.send('slash_commands', COMMAND());
  expect(bot.service.started).toHaveLength(1);
});

it('names the variable where Slack does not accept the app token, and connects when it does', async () => {
  bot.api.script('apps.connections.open', { error: 'invalid_auth' });
  bot.app.start();
  await peer.connected();
  expect(bot.logs.join('')).toMatch(/does not accept SLACK_APP_TOKEN/);
  expect(bot.logs.join('')).not.toContain('xapp-test');
});
