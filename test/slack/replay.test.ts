import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';
import { anInvestigation } from '../support/slack-service.js';
import { SlackSocketPeer } from '../support/slack-socket.js';

/**
 * Payloads in the shapes that Slack documents and sends, with all that it sends beside what we read, for every listener that there is,
 * over both ways in: what comes of them is the same. https://docs.slack.dev/reference/interaction-payloads
 */
const ID = 'inv_abcdefghijklmnop';
const TEAM = { id: 'T1', domain: 'example' };
const USER = { id: 'U1', username: 'jane', name: 'jane', team_id: 'T1' };
const CHANNEL = { id: 'C1', name: 'cloud-help' };
const STATED = 's3://amzn-s3-demo-bucket/a.txt GetObject';
const COMMON = {
  team: TEAM,
  user: USER,
  api_app_id: 'A1',
  token: 'verification-token',
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: '13345224609.738474920.8088930838d88f008e0',
};
const MESSAGE = {
  type: 'message',
  subtype: 'bot_message',
  bot_id: 'BBOT',
  app_id: 'A1',
  user: 'UBOT',
  team: 'T1',
  text: 'Is the bucket Requester Pays?',
  ts: '1700000000.000001',
  thread_ts: '1699999999.000001',
  edited: { user: 'BBOT', ts: '1700000001.000000' },
  blocks: [],
};

const button = (action_id: string, block_id: string, more: object = {}) => ({
  type: 'button',
  action_id,
  block_id,
  action_ts: '1700000002.123456',
  text: { type: 'plain_text', text: 'A button', emoji: false },
  value: ID,
  ...more,
});
const onMessage = (action: object) => ({
  ...COMMON,
  type: 'block_actions',
  channel: CHANNEL,
  message: MESSAGE,
  container: {
    type: 'message',
    message_ts: MESSAGE.ts,
    channel_id: 'C1',
    is_ephemeral: false,
    thread_ts: MESSAGE.thread_ts,
  },
  state: { values: {} },
  response_url: 'http://127.0.0.1:9/response',
  actions: [action],
});
const onHome = (action: object) => ({
  ...COMMON,
  type: 'block_actions',
  container: { type: 'view', view_id: 'V0' },
  view: {
    id: 'V0',
    team_id: 'T1',
    type: 'home',
    blocks: [],
    private_metadata: '',
    hash: '1.a',
    app_id: 'A1',
  },
  actions: [action],
});
const chosen = (action_id: string, value: string) => ({
  type: 'static_select',
  action_id,
  block_id: `choices:${ID}`,
  action_ts: '1700000002.123456',
  placeholder: { type: 'plain_text', text: 'Change an answer' },
  selected_option: { text: { type: 'plain_text', text: 'An option' }, value },
});
const submitted = (callback_id: string, private_metadata: object, values: object) => ({
  ...COMMON,
  type: 'view_submission',
  response_urls: [],
  view: {
    id: 'V1',
    team_id: 'T1',
    app_id: 'A1',
    app_installed_team_id: 'T1',
    bot_id: 'BBOT',
    type: 'modal',
    callback_id,
    private_metadata: JSON.stringify({ v: 1, ...private_metadata }),
    hash: '1700000003.abc',
    title: { type: 'plain_text', text: 'A form' },
    root_view_id: 'V1',
    previous_view_id: null,
    external_id: '',
    blocks: [],
    state: { values },
  },
});
const happened = (event: object) => ({
  token: 'verification-token',
  team_id: 'T1',
  context_team_id: 'T1',
  api_app_id: 'A1',
  type: 'event_callback',
  event_id: 'Ev1',
  event_time: 1700000004,
  authorizations: [
    { enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: '4-abc',
  event: { event_ts: '1700000004.000100', ...event },
});
const words = (text: string) => ({
  text,
  client_msg_id: 'd0b0a0c0-0000-4000-8000-000000000000',
  team: 'T1',
  blocks: [
    {
      type: 'rich_text',
      block_id: 'b1',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
    },
  ],
});

type Way = 'slash_commands' | 'interactive' | 'events_api';
/** By the name under which it is counted. */
const RECORDED: Readonly<Record<string, readonly [Way, object]>> = {
  command: [
    'slash_commands',
    {
      token: 'verification-token',
      team_id: 'T1',
      team_domain: 'example',
      channel_id: 'C1',
      channel_name: 'cloud-help',
      user_id: 'U1',
      user_name: 'jane',
      command: '/s3denied',
      text: STATED,
      api_app_id: 'A1',
      is_enterprise_install: 'false',
      response_url: 'http://127.0.0.1:9/response',
      trigger_id: COMMON.trigger_id,
    },
  ],
  'shortcut:global': [
    'interactive',
    { ...COMMON, type: 'shortcut', callback_id: 'diagnose_s3_denial', action_ts: '1700000005.1' },
  ],
  'shortcut:message': [
    'interactive',
    {
      ...COMMON,
      type: 'message_action',
      callback_id: 'diagnose_message',
      action_ts: '1700000005.1',
      message_ts: MESSAGE.ts,
      channel: CHANNEL,
      response_url: 'http://127.0.0.1:9/response',
      message: { type: 'message', user: 'U2', ts: MESSAGE.ts, ...words(STATED) },
    },
  ],
  'action:answer': ['interactive', onMessage(button('answer:yes', 'question:requester-pays'))],
  'action:how_to': ['interactive', onMessage(button('how_to:requester-pays', 'actions'))],
  'action:feedback': ['interactive', onMessage(button('feedback:solved', 'feedback'))],
  'action:format': ['interactive', onMessage(button('format:terraform', 'format'))],
  'action:change': ['interactive', onMessage(chosen('change', 'requester-pays'))],
  'action:switch_flow': ['interactive', onMessage(chosen('switch_flow', 'cross-account'))],
  'action:post_to_support': ['interactive', onMessage(button('post_to_support', 'actions'))],
  'action:keep_looking': ['interactive', onMessage(button('keep_looking', 'actions'))],
  'action:show_result': ['interactive', onMessage(button('show_result', 'actions'))],
  'action:recheck': ['interactive', onMessage(button('recheck', 'actions'))],
  'action:show_checks': ['interactive', onMessage(button('show_checks', 'actions'))],
  'action:keep_private': ['interactive', onMessage(button('keep_private', 'actions'))],
  'action:edit_details': ['interactive', onMessage(button('edit_details', 'actions'))],
  'action:start_over': ['interactive', onMessage(button('start_over', 'actions'))],
  'action:add_note': ['interactive', onMessage(button('add_note', 'actions'))],
  'action:resume': ['interactive', onHome(button('resume', `recent:${ID}`))],
  'action:delete': ['interactive', onHome(button('delete', `recent:${ID}`))],
  'action:share': ['interactive', onHome(button('share', `recent:${ID}`))],
  'view:intake': [
    'interactive',
    submitted(
      'intake',
      { channel: 'C1' },
      {
        error_text: { value: { type: 'plain_text_input', value: null } },
        resource: { value: { type: 'plain_text_input', value: 's3://amzn-s3-demo-bucket/a.txt' } },
        principal: { value: { type: 'plain_text_input', value: null } },
        operation: { value: { type: 'static_select', selected_option: { value: 'GetObject' } } },
        network: { value: { type: 'static_select', selected_option: null } },
      },
    ),
  ],
  'view:answer': [
    'interactive',
    submitted(
      'answer',
      { investigationId: ID, step: 'condition-source-ip', option: 'address', channel: 'C1' },
      { value: { value: { type: 'plain_text_input', value: '203.0.113.7' } } },
    ),
  ],
  'view:note': [
    'interactive',
    submitted('note', { edits: ID }, { note: { value: { type: 'plain_text_input', value: 'urgent' } } }),
  ],
  'view:share': [
    'interactive',
    submitted(
      'share',
      { edits: ID },
      { channel: { value: { type: 'conversations_select', selected_conversation: 'C42' } } },
    ),
  ],
  direct_message: [
    'events_api',
    happened({
      type: 'message',
      channel: 'D1',
      channel_type: 'im',
      user: 'U1',
      ts: '1700000004.000100',
      ...words(STATED),
    }),
  ],
  mention: [
    'events_api',
    happened({
      type: 'app_mention',
      channel: 'C1',
      user: 'U1',
      ts: '1700000004.000100',
      ...words(`<@UBOT> ${STATED}`),
    }),
  ],
};
/** These are no interactions, and not counted as such. */
const TOLD: Readonly<Record<string, readonly [Way, object]>> = {
  app_home_opened: [
    'events_api',
    happened({
      type: 'app_home_opened',
      user: 'U1',
      channel: 'D1',
      tab: 'home',
      view: { id: 'V0', type: 'home' },
    }),
  ],
  app_uninstalled: ['events_api', happened({ type: 'app_uninstalled' })],
  tokens_revoked: [
    'events_api',
    happened({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: ['UBOT'] } }),
  ],
};

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function start(mode: 'http' | 'socket') {
  const peer = await new SlackSocketPeer().start();
  const bot = await startSlackBot(mode === 'socket' ? { appToken: 'xapp-test' } : {});
  bot.api.socketUrl = peer.url;
  ends.push(() => peer.stop());
  ends.push(() => bot.stop());
  bot.service.investigations.set(ID, anInvestigation(ID));
  if (mode === 'socket') {
    bot.app.start();
    await peer.connected();
    return { bot, send: (way: Way, payload: object) => peer.send(way, payload) };
  }
  const send = async (way: Way, payload: object) => {
    if (way === 'events_api') return (await bot.slack.json(payload)).body;
    const fields = way === 'slash_commands' ? (payload as Record<string, string>) : undefined;
    return (await (fields === undefined ? bot.slack.interact(payload) : bot.slack.form(fields))).body;
  };
  return { bot, send };
}

/** What came of a payload: what the conversation was told, what Slack was asked for, what the log says. */
async function outcomeOf(mode: 'http' | 'socket', [way, payload]: readonly [Way, object]) {
  const { bot, send } = await start(mode);
  const calls = () =>
    bot.api.calls.filter(({ method }) => method !== 'auth.test' && method !== 'apps.connections.open');
  const answer = (await send(way, payload)) ?? {};
  await bot.app.stop(1_000);
  const counted = await countedIn(bot);
  const asked = calls().map(({ method, args }) => [method, args]);
  const erased = bot.logs.some((line) => line.includes('removed from a workspace'));
  return { answer, started: bot.service.started, handled: bot.service.handled, asked, erased, counted };
}

async function countedIn({ metrics }: SlackBot): Promise<readonly string[]> {
  const text = await metrics.text();
  return [...text.matchAll(/interactions_total\{surface="slack",kind="([^"]+)",outcome="(\w+)"\} 1/g)].map(
    ([, kind, outcome]) => `${kind} ${outcome}`,
  );
}

/** Every button, menu and form that there is, as the code says so itself. */
function known(): readonly string[] {
  const actions = readFileSync('src/conversation/actions.ts', 'utf8').matchAll(/case '(\w+)':/g);
  const views = readFileSync('src/slack/listeners/views/index.ts', 'utf8').matchAll(
    /callback_id: (\w+)_CALLBACK/g,
  );
  return [
    ...[...actions].map(([, kind]) => `action:${kind}`),
    ...[...views].map(([, name = '']) => `view:${name.toLowerCase()}`),
  ];
}

it('there is a payload for every button, menu and form', () => {
  const recorded = Object.keys(RECORDED).filter((name) => /^(?:action|view):/.test(name));
  expect(recorded.toSorted()).toEqual(known().toSorted());
});

describe('every payload, over HTTP and over a socket', () => {
  it.each(Object.keys(RECORDED))('%s is taken, and comes to the same', async (name) => {
    const overHttp = await outcomeOf('http', RECORDED[name]!);
    expect(overHttp.counted).toEqual([expect.stringMatching(new RegExp(`^${name} (?:applied|started)$`))]);
    expect(overHttp.started.length + overHttp.handled.length + overHttp.asked.length).toBeGreaterThan(0);
    expect(overHttp.answer).toEqual({});
    expect(await outcomeOf('socket', RECORDED[name]!)).toEqual(overHttp);
  });

  it.each(Object.keys(TOLD))('%s is heard, and comes to the same', async (name) => {
    const overHttp = await outcomeOf('http', TOLD[name]!);
    expect(name === 'app_home_opened' ? overHttp.asked.length === 1 : overHttp.erased).toBe(true);
    expect(await outcomeOf('socket', TOLD[name]!)).toEqual(overHttp);
  });
});
