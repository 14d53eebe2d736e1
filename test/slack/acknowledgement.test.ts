import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ID = 'inv_abcdefghijklmnop';
const interactions = () =>
  bot.logs.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'interaction');

it('a click is answered when it is taken, even after Slack has given up', async () => {
  bot.service.delayMs = 3_300;
  let answered = false;
  const click = bot.slack.click('recheck', { value: ID }).finally(() => (answered = true));
  await sleep(3_100);
  expect(bot.service.handled).toEqual([]);
  expect(answered).toBe(false);
  expect((await click).status).toBe(200);
  expect(bot.service.handled).toHaveLength(1);
  expect(bot.logs.join('')).toContain('Slack was not answered within 3 s');
});

it.each(['app_mention', 'message'])(
  'an event (%s) is acknowledged only when it is taken: Slack delivers again what is not',
  async (type) => {
    bot.service.delayMs = 300;
    const text =
      '<@UBOT> An error occurred (AccessDenied) when calling the GetObject operation: Access Denied';
    const where = { channel: 'D1', channel_type: 'im', user: 'U1', ts: '1.1' };
    const answer = await bot.slack.event({ type, text: `${text} s3://amzn-s3-demo-bucket/a`, ...where });
    expect(answer.status).toBe(200);
    expect(bot.service.started).toHaveLength(1);
  },
);

it('what no listener knows is not acknowledged', async () => {
  expect((await bot.slack.click('of_another_release', { value: ID })).status).toBe(503);
});

it('each interaction is one line in the log: what, which investigation, which workspace, how it came out', async () => {
  await bot.slack.click('answer:unsure', { blockId: 'question:same-account', value: ID });
  await bot.slack.command('Access Denied when calling the GetObject operation s3://amzn-s3-demo-bucket/a');
  const ms = expect.any(Number);
  expect(interactions()).toMatchObject([
    { kind: 'action:answer', outcome: 'applied', investigationId: ID, workspace: 'T1', ms },
    {
      kind: 'command',
      outcome: 'started',
      investigationId: expect.stringMatching(/^inv_/),
      workspace: 'T1',
      ms,
    },
  ]);
  expect(JSON.stringify(interactions())).not.toContain('amzn-s3-demo-bucket');
});
