/* oxlint-disable unicorn/require-post-message-target-origin -- Slack's method, not the window's */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifySlackRequest } from '@slack/bolt';
import { APP, CHANNELS, DANA, SAM } from '../../src/sandbox/slack-stand-in/people.js';
import { contentOf, Harness, MODAL } from './harness.js';

let harness: Harness;
const channel = CHANNELS.cloudHelp;
const actions = [
  {
    type: 'actions',
    block_id: 'question:vpce',
    elements: [
      { type: 'button', action_id: 'answer:yes', value: 'inv-1', text: { type: 'plain_text', text: 'Yes' } },
      {
        type: 'static_select',
        action_id: 'choose',
        options: [{ text: { type: 'plain_text', text: 'One' }, value: '1' }],
      },
    ],
  },
];
const click = { blockId: 'question:vpce', actionId: 'answer:yes', values: {} };

beforeEach(async () => {
  harness = await new Harness().start();
});
afterEach(() => harness.stop());

const last = () => contentOf(harness.received.at(-1));
const event = () => JSON.parse(harness.received.at(-1)?.body ?? '{}');
const command = (text: string, user = SAM.id) => harness.do({ kind: 'command', user, channel, text });

describe('what arrives at the bot', () => {
  test('is signed as Slack signs', async () => {
    await command('/s3denied');
    const [received] = harness.received;
    const headers = {
      'x-slack-signature': String(received?.headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(received?.headers['x-slack-request-timestamp']),
    };
    const body = received?.body ?? '';
    const { signingSecret } = harness.standIn;
    expect(() => verifySlackRequest({ signingSecret, headers, body })).not.toThrow();
    expect(() => verifySlackRequest({ signingSecret, headers, body: `${body}x` })).toThrow(
      'signature mismatch',
    );
  });

  test('a command tells who, where and what, with text escaped', async () => {
    expect(await command('/s3denied  a <b> & c\nsecond line')).toEqual({ outcome: 'done' });
    expect(last()).toMatchObject({
      command: '/s3denied',
      text: 'a &lt;b&gt; &amp; c\nsecond line',
      user_id: SAM.id,
      channel_id: channel,
      channel_name: 'cloud-help',
      team_id: 'T0SANDBOX1',
      api_app_id: APP.appId,
    });
    expect(last().response_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/response\/[0-9a-f]{32}$/);
  });

  test("a command's trigger opens a modal on that person's screen only", async () => {
    await command('/s3denied');
    await harness.client.views.open({ trigger_id: last().trigger_id, view: MODAL });
    expect(harness.standIn.state.views.modals(SAM.id)).toHaveLength(1);
    expect(harness.standIn.state.views.modals(DANA.id)).toHaveLength(0);
  });

  test('a click carries container, message, action and state', async () => {
    const { ts = '' } = await harness.client.chat.postMessage({ channel, text: 'Why?', blocks: actions });
    const values = { 'question:vpce': { choose: '1' } };
    await harness.do({ kind: 'message.element', user: DANA.id, channel, ts, ...click, values });
    expect(last()).toMatchObject({
      type: 'block_actions',
      user: { id: DANA.id, team_id: 'T0SANDBOX1' },
      team: { id: 'T0SANDBOX1' },
      channel: { id: channel, name: 'cloud-help' },
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      message: { ts, text: 'Why?', blocks: actions, bot_id: APP.botId },
      actions: [{ type: 'button', action_id: 'answer:yes', block_id: 'question:vpce', value: 'inv-1' }],
      state: { values: { 'question:vpce': { choose: { selected_option: { value: '1' } } } } },
    });
    expect(last().trigger_id).toBeDefined();
    expect(last().response_url).toBeDefined();
  });

  test('a choice carries the option', async () => {
    const { ts = '' } = await harness.client.chat.postMessage({ channel, text: 'Why?', blocks: actions });
    const use = { ...click, actionId: 'choose', value: '1' };
    await harness.do({ kind: 'message.element', user: DANA.id, channel, ts, ...use });
    expect(last().actions[0]).toMatchObject({ type: 'static_select', selected_option: { value: '1' } });
  });

  test('a click on an ephemeral message has no message, and its answer may replace it', async () => {
    const { message_ts: ts = '' } = await harness.client.chat.postEphemeral({
      channel,
      user: SAM.id,
      text: 'Sure?',
      blocks: actions,
    });
    await harness.do({ kind: 'message.element', user: SAM.id, channel, ts, ...click });
    expect(last()).toMatchObject({ container: { is_ephemeral: true } });
    expect(last().message).toBeUndefined();
    await fetch(last().response_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ replace_original: true, text: 'Done' }),
    });
    expect(harness.standIn.state.workspace.find(channel, ts)?.text).toBe('Done');
  });

  test('a message shortcut carries the message as Slack stores it', async () => {
    await harness.do({
      kind: 'message',
      user: SAM.id,
      channel,
      text: '<!channel> see https://example.com/a. @dana',
    });
    const [message] = harness.standIn.state.workspace.messages();
    await harness.do({ kind: 'message.shortcut', user: DANA.id, channel, ts: message?.ts });
    expect(last()).toMatchObject({
      type: 'message_action',
      callback_id: 'diagnose_message',
      message: { text: `&lt;!channel&gt; see <https://example.com/a>. <@${DANA.id}>` },
      channel: { id: channel },
    });
  });

  test('the global shortcut carries no channel', async () => {
    await harness.do({ kind: 'shortcut', user: DANA.id });
    expect(last()).toMatchObject({
      type: 'shortcut',
      callback_id: 'diagnose_s3_denial',
      user: { id: DANA.id },
    });
    expect(last().channel).toBeUndefined();
  });
});

describe('events', () => {
  test('a direct message and a mention reach the bot, other messages do not', async () => {
    const direct = harness.standIn.state.workspace.openDirect(SAM.id).id;
    await harness.do({ kind: 'message', user: SAM.id, channel: direct, text: 'help' });
    expect(event().event).toMatchObject({ type: 'message', channel_type: 'im', text: 'help', user: SAM.id });
    await harness.do({ kind: 'message', user: SAM.id, channel, text: 'hey @s3denied look' });
    expect(event().event).toMatchObject({ type: 'app_mention', text: `hey <@${APP.userId}> look`, channel });
    await harness.do({ kind: 'message', user: SAM.id, channel, text: 'just talk' });
    expect(harness.received).toHaveLength(2);
  });

  test('opening the app is told', async () => {
    await harness.do({ kind: 'home', user: SAM.id, tab: 'home' });
    expect(event()).toMatchObject({
      type: 'event_callback',
      event: { type: 'app_home_opened', tab: 'home' },
    });
  });

  test('an event that is not acknowledged comes again, with its retry number', async () => {
    harness.answers.push({ status: 500 });
    const outcome = await harness.do({ kind: 'home', user: SAM.id, tab: 'home' });
    expect(outcome).toMatchObject({ outcome: 'failed' });
    for (let wait = 0; wait < 50 && harness.received.length < 2; wait += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(harness.received[1]?.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'http_error',
    });
    expect(harness.received[1]?.body).toBe(harness.received[0]?.body);
  });
});

describe('what the person is told', () => {
  test('a command that the workspace does not know', async () => {
    expect(await command('/nope')).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('/nope'),
    });
    expect(harness.received).toHaveLength(0);
  });

  test('a bot that does not acknowledge in time', async () => {
    harness.answers.push({ after: 500 });
    expect(await command('/s3denied')).toMatchObject({
      message: expect.stringContaining('operation_timeout'),
    });
  });

  test('a bot that answers with an error', async () => {
    harness.answers.push({ status: 401 });
    expect(await command('/s3denied')).toMatchObject({ message: expect.stringContaining('HTTP 401') });
  });

  test("a command's response body is shown to that person", async () => {
    harness.answers.push({ body: { text: 'Looking into it' } });
    await command('/s3denied x');
    expect(harness.standIn.state.workspace.messages()).toMatchObject([
      { text: 'Looking into it', ephemeralFor: SAM.id, channel },
    ]);
  });
});
