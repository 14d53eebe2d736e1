import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Running, run } from '../../src/app/run.js';
import type { Card } from '../../src/card/card.js';
import { readConfig } from '../../src/config.js';
import { createCipher } from '../../src/conversation/cipher.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import type { Place } from '../../src/conversation/investigation.js';
import { loadLibrary } from '../../src/library.js';
import { createSlackAccess, createSlackSurface } from '../../src/slack/index.js';
import { botScopes, METHOD_SCOPES } from '../../src/slack/manifest-facts.js';
import { freePort } from '../support/peers.js';
import type { Loose } from '../support/slack-api.js';
import { collectLogs } from '../support/slack-bot.js';
import { SIGNING_SECRET, SlackClient } from '../support/slack-client.js';
import { BOT_TOKEN, CLIENT, SlackEmulator } from '../support/slack-emulator.js';

/** The bot against a Web API that none of us wrote. Commands, clicks and events it does not send: those are ours, signed. */
const TELLING =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/q1.csv" because no identity-based policy allows the s3:GetObject action';

let slack: SlackEmulator;
let redirectUri: string;
let port: number;

beforeAll(async () => {
  port = await freePort();
  redirectUri = `http://127.0.0.1:${port}/slack/oauth_redirect`;
  slack = await SlackEmulator.start(redirectUri, SIGNING_SECRET);
});
afterAll(() => slack.stop());

/** Asks again until something is there. */
async function found<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const says = (message: Loose, part: string) => JSON.stringify(message.blocks ?? message.text).includes(part);

describe('what the emulator does not have', () => {
  /** These stay with our own stand-in: test/slack/groups.test.ts. */
  const MISSING = ['usergroups.users.list'];

  it('is one method of those that the bot calls', async () => {
    const methods = Object.keys(METHOD_SCOPES);
    const answers = await Promise.all(methods.map((method) => slack.asPerson(method)));
    expect(methods.filter((_, index) => answers[index].error === 'no such method')).toEqual(MISSING);
  });
});

describe('the whole bot, installed over OAuth', () => {
  let bot: Running;
  let client: SlackClient;
  const logs: string[] = [];

  beforeAll(async () => {
    const config = readConfig({
      SLACK_CLIENT_ID: CLIENT.id,
      SLACK_CLIENT_SECRET: CLIENT.secret,
      SLACK_STATE_SECRET: 'a state secret by chance',
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
      STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      SUPPORT_CHANNEL: 'general',
      PORT: String(port),
    });
    bot = await run({
      ...config,
      store: createMemoryStore(),
      cipher: createCipher([randomBytes(32)]),
      library: loadLibrary(undefined),
      audit: undefined,
      logger: collectLogs(logs),
      idSecret: 'x',
      noticeMs: 0,
      onSignals: false,
    });
    client = new SlackClient(`${bot.url}/slack/events`, `${bot.url}/nowhere`);
  });
  afterAll(() => bot.stop());

  const command = async (text: string, channel: string) =>
    client.command(text, {
      team_id: slack.team,
      user_id: slack.user,
      channel_id: channel,
      trigger_id: await slack.newTrigger(),
    });

  it('asks for exactly the scopes that the code uses, and gets a token for them', async () => {
    const page = await fetch(`${bot.url}/slack/install`);
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const [, link = ''] = /href="(https?:[^"]+)"/.exec(await page.text()) ?? [];
    const authorizeUrl = link.replaceAll('&amp;', '&');
    const asked = new URL(authorizeUrl).searchParams.get('scope')?.split(',') ?? [];
    expect([...asked].sort()).toEqual([...botScopes()].sort());
    const back = await slack.agree(authorizeUrl, redirectUri);
    expect(back).toMatch(`${redirectUri}?code=`);
    const done = await fetch(back, { headers: { cookie }, redirect: 'manual' });
    expect(done.status).toBeLessThan(400);
  });

  it('shows, updates and posts to support, with what its scopes allow', async () => {
    expect((await command(TELLING, slack.publicChannel)).status).toBe(200);
    const look = async (part: string, channel: string) =>
      (await slack.messages(channel)).find((message) => says(message, part));
    const shown = await found(() => look('put-user-policy', slack.publicChannel), 'the result');
    const button = (actionId: string) =>
      shown.blocks
        .flatMap((block: Loose) => (block.elements ?? []).map((element: Loose) => ({ ...element, block })))
        .find((element: Loose) => element.action_id === actionId);
    const click = async (actionId: string, userId = slack.user) => {
      const { value, block } = button(actionId);
      return client.click(actionId, {
        value,
        blockId: block.block_id,
        team: { id: slack.team },
        user: { id: userId, team_id: slack.team },
        channel: { id: slack.publicChannel },
        message: { ts: shown.ts },
        trigger_id: await slack.newTrigger(),
      });
    };

    await click('show_checks');
    const again = await found(() => look('What I checked', slack.publicChannel), 'what was checked');
    expect(again).toMatchObject({ ts: shown.ts, edited: { ts: expect.any(String) } });

    await click('post_to_support');
    const { channels } = await slack.asPerson('conversations.list');
    const support = channels.find(({ name }: Loose) => name === 'general').id;
    const post = await found(() => look('S3 access denied', support), 'the support post');
    expect(says(post, `<@${slack.user}>`)).toBe(true);
    expect(says(post, `/archives/${slack.publicChannel}/p${shown.ts.replace('.', '')}`)).toBe(true);

    // Its refusal is ephemeral: the emulator takes it for a member, so that nothing of it reaches a direct message.
    const before = (await slack.messages(slack.publicChannel)).length;
    await click('show_checks', 'U000000001');
    expect((await slack.messages(slack.publicChannel)).length).toBe(before);
    expect(await slack.directMessages()).toEqual([]);
    expect(logs.join('')).not.toContain('failed');
  });

  it('opens the form with a trigger, once, and publishes the Home', async () => {
    const trigger_id = await slack.newTrigger();
    const fields = { team_id: slack.team, user_id: slack.user, channel_id: slack.publicChannel, trigger_id };
    await client.command('', fields);
    await client.command('', fields);
    const opened = await slack.viewsPage();
    expect(opened.split('<td>S3 access denied</td>').length - 1).toBe(1);
    await client.event(
      { type: 'app_home_opened', user: slack.user, tab: 'home', channel: 'D1' },
      { team_id: slack.team, authorizations: [{ team_id: slack.team, user_id: 'UBOT', is_bot: true }] },
    );
    const home = async () =>
      (await slack.viewsPage()).includes('Your recent investigations') ? true : undefined;
    await found(home, 'the Home');
  });

  it('shares a result in the channel that was chosen, and says so where it is not a member of that', async () => {
    const shown = JSON.stringify(await slack.messages(slack.publicChannel));
    const listed = /"show_checks".*?"value":"(inv_[\w-]+)"/.exec(shown)?.[1] ?? '';
    const submit = (channel: string, id: string) =>
      client.submit(
        { channel: { type: 'conversations_select', selected_conversation: channel } },
        { id, callback_id: 'share', private_metadata: JSON.stringify({ v: 1, edits: listed }) },
        { team: { id: slack.team }, user: { id: slack.user, team_id: slack.team } },
      );
    await client.click('share', {
      value: listed,
      blockId: `recent:${listed}`,
      team: { id: slack.team },
      user: { id: slack.user, team_id: slack.team },
      channel: undefined,
      message: undefined,
      view: { type: 'home', id: 'V0' },
      trigger_id: await slack.newTrigger(),
    });
    expect(await slack.viewsPage()).toContain('I post the result there as it stands now');
    await submit(slack.publicChannel, 'V1');
    const isPost = (message: Loose) => says(message, 'S3 access denied: GetObject');
    const post = async () => (await slack.messages(slack.publicChannel)).find(isPost);
    const posted = await found(post, 'the post');
    expect(posted.blocks.filter(({ type }: Loose) => type === 'actions')).toEqual([]);
    await submit(slack.privateChannel, 'V2');
    const told = async () =>
      (await slack.directMessages()).find((message) => says(message, 'I am not a member of that channel'));
    await found(told, 'the reason');
    expect(await slack.messages(slack.privateChannel)).toEqual([]);
  });

  it('says so where a trigger is none any more', async () => {
    await client.command('', { team_id: slack.team, user_id: slack.user, trigger_id: 'long.gone' });
    const told = async () => (logs.join('').includes('invalid_trigger_id') ? true : undefined);
    await found(told, 'the reason in the log');
  });

  it('answers in a direct message where it is not in a private channel, and says so there', async () => {
    await command(TELLING, slack.privateChannel);
    const told = async () => {
      const messages = await slack.directMessages();
      return messages.some((each) => says(each, 'I cannot post in')) ? messages : undefined;
    };
    const messages = await found(told, 'the reason');
    expect(messages.filter((each) => says(each, 'put-user-policy'))).toHaveLength(1);
    expect(await slack.messages(slack.privateChannel)).toEqual([]);
  });
});

describe('what is shown, on its own', () => {
  const OWNER = () => ({ surface: 'slack', workspace: slack.team, userId: slack.user }) as const;
  const surface = () => {
    const logger = collectLogs([]);
    const config = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: slack.apiUrl };
    return createSlackSurface({ clientFor: createSlackAccess({ config, logger }).clientFor, logger });
  };
  const LONG: Card = {
    fallback: 'A long fix',
    blocks: [{ kind: 'code', title: 'Policy (JSON)', language: 'json', text: '{"Sid": "x"}\n'.repeat(400) }],
  };

  async function shown(card: Card, place: Place = { channel: slack.publicChannel, direct: false }) {
    const delivery = await surface().show(OWNER(), place, card);
    if (delivery.outcome !== 'delivered') throw new Error(delivery.reason);
    return delivery.value;
  }

  it('hangs a long fix into the thread as a file, once, and takes it away with the message', async () => {
    const place = await shown(LONG);
    await shown(LONG, place);
    const replies = await slack.repliesTo(place.channel, place.message ?? '');
    expect(replies).toMatchObject([
      { files: [{ name: 'fix.json', title: 'Policy (JSON)', mode: 'snippet' }] },
    ]);
    const [{ files }] = replies as [Loose];
    expect(place.attached).toMatchObject([{ file: files[0].id }]);
    await surface().more?.withdraw(OWNER(), place, 'deleted');
    const left: readonly Loose[] = (await slack.asPerson('files.list')).files;
    expect(left.map(({ id }) => id)).not.toContain(files[0].id);
    expect((await slack.messages(place.channel)).map(({ ts }) => ts)).not.toContain(place.message);
  });

  it('posts anew where its message was deleted, and in a direct message where its channel was archived', async () => {
    const card: Card = { fallback: 'hello', blocks: [{ kind: 'text', text: ['hello'] }] };
    const place = await shown(card);
    await surface().more?.withdraw(OWNER(), place, 'deleted');
    const anew = await shown(card, place);
    expect(anew.message).not.toBe(place.message);
    await slack.asPerson('conversations.archive', { channel: slack.publicChannel });
    const gone = { channel: slack.publicChannel, direct: false };
    expect(await shown(card, gone)).toMatchObject({ direct: true });
    await slack.asPerson('conversations.unarchive', { channel: slack.publicChannel });
  });
});
