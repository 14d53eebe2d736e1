import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { FakeSlackApi, type Scripted } from '../support/slack-api.js';

jest.setTimeout(120_000);

const TELLING =
  'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/a" because no identity-based policy allows the s3:GetObject action';
/** A call that nobody answers is given up after 10 s; what waits is done within 30 s of Slack's recovery. */
const PATIENCE_MS = 60_000;

let api: FakeSlackApi;
let bot: BotProcess;

beforeAll(async () => {
  api = await new FakeSlackApi().start();
  bot = await startBotProcess(api, { SUPPORT_CHANNEL: 'C0SUPPORT' });
});
afterAll(async () => {
  await bot?.stop();
  await api?.stop();
  endAllProcesses();
});

const FAULTS: readonly (readonly [name: string, outcome: Scripted])[] = [
  ['503', { status: 503 }],
  ['429', { status: 429, headers: { 'retry-after': '2' } }],
  ['no answer', 'hang'],
  ['half-closed', 'half-closed'],
  ['half an answer', 'half-answered'],
];

const HAS_TAKEN: ReadonlySet<string> = new Set(['no answer', 'half-closed', 'half an answer']);

/** A conversation whose card Slack does not take for a while, and then does. */
async function conversesThrough(name: string, outcome: Scripted): Promise<void> {
  const channel = `C${name.replaceAll(/\W/g, '').toUpperCase()}`;
  const message = new LivingMessage(api, channel);
  const user = { user_id: channel.replace('C', 'U'), channel_id: channel };
  const posting = `chat.postMessage ${channel}`;
  const updating = `chat.update ${channel}`;
  api.always(posting, outcome);
  expect((await bot.slack.command(TELLING, user)).status).toBe(200);
  await eventually(() => api.inChannel(channel)[0], `${name}: a first try`);
  api.always(posting, undefined);
  const posts = () => api.inChannel(channel).filter(({ method }) => method === 'chat.postMessage');
  await eventually(
    () => message.buttons.find(({ actionId }) => actionId === 'show_checks') && posts()[1],
    `${name}: a card when Slack is back`,
    PATIENCE_MS,
  );
  const posted = posts();
  // What was not answered may have been taken: then the second says so. What was refused was not.
  expect(posted).toHaveLength(2);
  expect(JSON.stringify(posted[1]?.args).includes('if it stands here twice')).toBe(HAS_TAKEN.has(name));

  api.always(updating, outcome);
  const updates = () => api.inChannel(channel).filter(({ method }) => method === 'chat.update');
  const shown = updates().length;
  const { blockId, value } = message.button('show_checks');
  const click = await bot.slack.click('show_checks', {
    blockId,
    value,
    userId: user.user_id,
    channel: { id: channel, name: 'chaos' },
    message: { type: 'message', ts: message.shows.at(-1)?.args['ts'] ?? '1700000000.000001', text: '' },
  });
  expect(click.status).toBe(200);
  await eventually(() => updates()[shown], `${name}: a try to show the checks`);
  api.always(updating, undefined);
  const tries = updates().length;
  await eventually(() => updates()[tries], `${name}: the checks when Slack is back`, PATIENCE_MS);
  expect(message.text).toContain('Ruled out');
  expect(posts()).toHaveLength(2);
}

test('what Slack does not take is shown when it does again, and no conversation waits for another', async () => {
  await Promise.all(FAULTS.map(([name, outcome]) => conversesThrough(name, outcome)));
  expect(await bot.stop()).toBe(0);
});
