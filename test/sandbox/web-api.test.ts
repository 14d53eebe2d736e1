/* oxlint-disable unicorn/require-post-message-target-origin -- Slack's method, not the window's */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { APP, CHANNELS, DANA, SAM } from '../../src/sandbox/slack-stand-in/people.js';
import { errorOf, Harness, MODAL } from './harness.js';

const harness = new Harness();
const channel = CHANNELS.cloudHelp;
const blocks = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Why?' } },
  {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'answer:yes', text: { type: 'plain_text', text: 'Yes' } }],
  },
];

beforeAll(() => harness.start());
afterAll(() => harness.stop());

const trigger = (viewId?: string) =>
  harness.standIn.state.triggers.issue({ userId: DANA.id, ...(viewId === undefined ? {} : { viewId }) });

describe('authentication', () => {
  test('auth.test says who the bot is', async () => {
    const identity = await harness.client.auth.test();
    expect(identity).toMatchObject({
      ok: true,
      user_id: APP.userId,
      bot_id: APP.botId,
      team_id: 'T0SANDBOX1',
    });
  });

  test.each([
    ['xoxb-wrong', 'invalid_auth'],
    [undefined, 'not_authed'],
  ])('a token %p is refused', async (token, error) => {
    const client = new webApi.WebClient(token, { slackApiUrl: `${harness.origin}/api/` });
    expect(await errorOf(client.auth.test())).toMatchObject({ error });
  });

  test('a method that the stand-in lacks is named', async () => {
    expect(await errorOf(harness.client.apiCall('reactions.add'))).toMatchObject({ error: 'unknown_method' });
  });

  test('a JSON body is taken like a form', async () => {
    const response = await fetch(`${harness.origin}/api/chat.postMessage`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${harness.standIn.botToken}`,
      },
      body: JSON.stringify({ channel, text: 'hello', blocks }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel });
  });
});

describe('chat', () => {
  test('a message is posted, updated, linked to and deleted', async () => {
    const posted = await harness.client.chat.postMessage({ channel, text: 'Why?', blocks });
    const ts = posted.ts ?? '';
    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(posted.message?.blocks?.every((block) => block.block_id !== undefined)).toBe(true);
    await harness.client.chat.update({ channel, ts, text: 'Because.', blocks: [] });
    expect(harness.standIn.state.workspace.find(channel, ts)).toMatchObject({
      text: 'Because.',
      edited: true,
    });
    const { permalink } = await harness.client.chat.getPermalink({ channel, message_ts: ts });
    expect(permalink).toBe(`${harness.origin}/archives/${channel}/p${ts.replace('.', '')}`);
    await harness.client.chat.delete({ channel, ts });
    expect(await errorOf(harness.client.chat.update({ channel, ts, text: 'Again' }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('messages posted in the same millisecond have different ids', async () => {
    const posted = await Promise.all(
      ['a', 'b', 'c'].map((text) => harness.client.chat.postMessage({ channel, text })),
    );
    expect(new Set(posted.map((one) => one.ts)).size).toBe(3);
  });

  test('a permalink into a thread names the thread', async () => {
    const root = await harness.client.chat.postMessage({ channel, text: 'root' });
    const reply = await harness.client.chat.postMessage({ channel, text: 'reply', thread_ts: root.ts ?? '' });
    const { permalink } = await harness.client.chat.getPermalink({ channel, message_ts: reply.ts ?? '' });
    expect(permalink).toContain(`?thread_ts=${root.ts}&cid=${channel}`);
    const { messages } = await harness.client.conversations.replies({ channel, ts: root.ts ?? '' });
    expect(messages?.map((message) => message.text)).toEqual(['root', 'reply']);
  });

  test("a person's id as the channel means their direct conversation", async () => {
    const posted = await harness.client.chat.postMessage({ channel: SAM.id, text: 'psst' });
    const opened = await harness.client.conversations.open({ users: SAM.id });
    expect(posted.channel).toBe(opened.channel?.id);
    expect(posted.channel).toMatch(/^D/);
  });

  test('a public channel may be named', async () => {
    expect(await harness.client.chat.postMessage({ channel: '#support', text: 'found' })).toMatchObject({
      channel: CHANNELS.support,
    });
  });

  test('an ephemeral message is for one person and cannot be updated', async () => {
    const { message_ts: ts = '' } = await harness.client.chat.postEphemeral({
      channel,
      user: SAM.id,
      text: 'sh',
    });
    expect(harness.standIn.state.workspace.find(channel, ts)).toMatchObject({ ephemeralFor: SAM.id });
    expect(await errorOf(harness.client.chat.update({ channel, ts, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  test.each([
    ['nothing to show', { channel, text: '' }, 'no_text'],
    ['an unknown channel', { channel: 'C0NOWHERE0', text: 'x' }, 'channel_not_found'],
    [
      'a private channel without the app',
      { channel: CHANNELS.dataEngineering, text: 'x' },
      'channel_not_found',
    ],
    ['an unknown thread', { channel, text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    [
      'too much text in all blocks',
      {
        channel,
        text: 'x',
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'mrkdwn', text: 'x'.repeat(2900) },
        })),
      },
      'msg_blocks_too_long',
    ],
  ])('refuses %s', async (_what, args, error) => {
    expect(await errorOf(harness.client.apiCall('chat.postMessage', args))).toMatchObject({ error });
  });

  test("the app cannot change a person's message", async () => {
    const { ts } = harness.standIn.state.workspace.post({
      channel,
      user: SAM.id,
      fromApp: false,
      text: 'mine',
    });
    expect(await errorOf(harness.client.chat.update({ channel, ts, text: 'x' }))).toMatchObject({
      error: 'cant_update_message',
    });
  });

  test('refused blocks say where and why, as Slack does', async () => {
    const wrong = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    expect(
      await errorOf(harness.client.chat.postMessage({ channel, text: 'x', blocks: wrong })),
    ).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
  });
});

describe('conversations and people', () => {
  test('info, members, join', async () => {
    expect(await harness.client.conversations.info({ channel })).toMatchObject({
      channel: { id: channel, name: 'cloud-help', is_member: true },
    });
    expect((await harness.client.conversations.members({ channel })).members).toEqual([
      DANA.id,
      SAM.id,
      APP.userId,
    ]);
    expect(await harness.client.conversations.join({ channel })).toMatchObject({ ok: true });
  });

  test('a user, and who is in a user group', async () => {
    expect(await harness.client.users.info({ user: DANA.id })).toMatchObject({ user: { real_name: 'Dana' } });
    expect(await errorOf(harness.client.users.info({ user: 'U404' }))).toMatchObject({
      error: 'user_not_found',
    });
    const { users } = await harness.client.usergroups.users.list({ usergroup: 'S0AUDITORS' });
    expect(users).toEqual([DANA.id]);
  });
});

describe('views', () => {
  test('a trigger opens one modal, once', async () => {
    const trigger_id = trigger();
    const opened = await harness.client.views.open({ trigger_id, view: MODAL });
    expect(opened.view).toMatchObject({ type: 'modal', callback_id: 'intake', state: { values: {} } });
    expect(harness.standIn.state.views.modals(DANA.id)).toHaveLength(1);
    expect(await errorOf(harness.client.views.open({ trigger_id, view: MODAL }))).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  test('a trigger is too old after 3 seconds', async () => {
    const trigger_id = trigger();
    harness.now += 3_001;
    expect(await errorOf(harness.client.views.open({ trigger_id, view: MODAL }))).toMatchObject({
      error: 'expired_trigger_id',
    });
    expect(await errorOf(harness.client.views.open({ trigger_id: 'made.up', view: MODAL }))).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });

  test('an update checks the hash', async () => {
    const opened = await harness.client.views.open({ trigger_id: trigger(), view: MODAL });
    const { id: view_id = '', hash = '' } = opened.view ?? {};
    expect(await harness.client.views.update({ view_id, hash, view: MODAL })).toMatchObject({ ok: true });
    expect(await errorOf(harness.client.views.update({ view_id, hash, view: MODAL }))).toMatchObject({
      error: 'hash_conflict',
    });
  });

  test('at most three modals lie upon each other', async () => {
    const opened = await harness.client.views.open({ trigger_id: trigger(), view: MODAL });
    const push = () => harness.client.views.push({ trigger_id: trigger(opened.view?.id), view: MODAL });
    await push();
    const third = await push();
    expect(third.view?.root_view_id).toBe(opened.view?.id);
    expect(await errorOf(push())).toMatchObject({ error: 'push_limit_reached' });
  });

  test('a view over the limits is refused', async () => {
    const view = { ...MODAL, title: { type: 'plain_text' as const, text: 'x'.repeat(25) } };
    expect(await errorOf(harness.client.views.open({ trigger_id: trigger(), view }))).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
  });

  test('a home tab is published and replaced', async () => {
    const view = { type: 'home' as const, blocks };
    const first = await harness.client.views.publish({ user_id: SAM.id, view });
    const second = await harness.client.views.publish({ user_id: SAM.id, view });
    expect(second.view?.id).toBe(first.view?.id);
    expect(harness.standIn.state.views.home(SAM.id)?.view.blocks).toHaveLength(2);
  });
});

describe('files', () => {
  test('filesUploadV2 shares a snippet in a channel', async () => {
    await harness.client.filesUploadV2({
      channel_id: CHANNELS.support,
      content: '{ "Größe": 1 }',
      filename: 'fix.json',
      title: 'The fix',
      initial_comment: 'Found it',
    });
    const message = harness.standIn.state.workspace.messages().findLast((one) => one.files !== undefined);
    expect(message).toMatchObject({
      channel: CHANNELS.support,
      text: 'Found it',
      files: [{ name: 'fix.json', title: 'The fix', content: '{ "Größe": 1 }' }],
    });
  });

  test('what was announced but not uploaded is not there', async () => {
    const { file_id: id = '' } = await harness.client.files.getUploadURLExternal({
      filename: 'a',
      length: 3,
    });
    expect(await errorOf(harness.client.files.completeUploadExternal({ files: [{ id }] }))).toMatchObject({
      error: 'file_not_found',
    });
  });
});

/** Another response_url, for Sam. */
const issue = (messageTs?: string) =>
  `${harness.origin}/response/${harness.standIn.state.responseUrls.issue({
    userId: SAM.id,
    channel,
    ...(messageTs === undefined ? {} : { messageTs }),
  })}`;

/** What the bot's `respond()` does. */
const answer = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('response_url', () => {
  test('an answer is for the person who asked, unless it says otherwise', async () => {
    const url = issue();
    await answer(url, { text: 'for you' });
    await answer(url, { text: 'for all', response_type: 'in_channel' });
    const [mine, all] = harness.standIn.state.workspace.messages().slice(-2);
    expect(mine).toMatchObject({ text: 'for you', ephemeralFor: SAM.id });
    expect(all?.ephemeralFor).toBeUndefined();
  });

  test('an answer replaces or deletes the message that was clicked', async () => {
    const { ts = '' } = await harness.client.chat.postMessage({ channel, text: 'Sure?', blocks });
    await answer(issue(ts), { text: 'Done', replace_original: true });
    expect(harness.standIn.state.workspace.find(channel, ts)?.text).toBe('Done');
    await answer(issue(ts), { delete_original: true });
    expect(harness.standIn.state.workspace.find(channel, ts)).toBeUndefined();
  });

  test('it works five times within 30 minutes', async () => {
    const [busy, old] = [issue(), issue()];
    const statuses = [];
    for (let use = 1; use <= 6; use += 1) statuses.push((await answer(busy, { text: 'x' })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    harness.now += 31 * 60_000;
    expect((await answer(old, { text: 'late' })).status).toBe(404);
  });
});
