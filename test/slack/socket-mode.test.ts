import { afterEach, beforeEach, expect, it } from '@jest/globals';
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
