import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { FakeSlackApi } from '../support/slack-api.js';

// Processes start and answer as fast as a shared machine lets them.
jest.setTimeout(60_000);
afterAll(endAllProcesses);

const ERROR =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/reports/q1.csv';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Office',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
      Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    },
  ],
};

let api: FakeSlackApi;
let bot: BotProcess;
let message: LivingMessage;
beforeEach(async () => {
  api = await new FakeSlackApi().start();
  message = new LivingMessage(api);
  bot = await startBotProcess(api);
});
afterEach(async () => {
  await bot.stop();
  await api.stop();
});

function click(actionId: string) {
  const { blockId, value } = message.button(actionId);
  return bot.slack.click(actionId, { blockId, value });
}

/** Answers "not sure" until this step is asked. */
async function reach(step: string): Promise<void> {
  for (let clicks = 0; clicks < 20; clicks += 1) {
    const asked = message.buttons.find(({ blockId }) => blockId.startsWith('question:'))?.blockId;
    if (asked === `question:${step}`) return;
    const shown = message.shows.length;
    if (asked !== undefined) await click('answer:unsure');
    for (let waited = 0; waited < 200 && message.shows.length === shown; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never asked ${step}: ${message.text}`);
}

/** Chooses the option, and submits its dialog with this text. */
async function fillIn(actionId: string, text: string, viewId: string) {
  await click(actionId);
  const { view } = api.last('views.open').args;
  const values = { value: { type: 'plain_text_input', value: text } };
  const sent = { id: viewId, callback_id: view.callback_id, private_metadata: view.private_metadata };
  return (await bot.slack.submit(values, sent)).body;
}

test('a pasted policy makes the question concrete, a typed address decides it, and a changed answer decides anew', async () => {
  await bot.slack.command(`${ERROR} arn:aws:iam::111122223333:user/Jane`);
  await reach('bucket-policy-deny');
  const wrong = await fillIn('answer:paste', '{"Version": "2012-10-17"', 'V1');
  expect(wrong).toMatchObject({
    response_action: 'errors',
    errors: { value: expect.stringMatching(/^Line 1/) },
  });
  expect(await fillIn('answer:paste', JSON.stringify(POLICY, undefined, 2), 'V2')).toBeUndefined();

  await reach('condition-source-ip');
  await message.says('203.0.113.0/24');
  expect(await fillIn('answer:tell', '198.51.100.9', 'V3')).toBeUndefined();
  await message.says('A policy lets only certain IP addresses in');

  const menu = message.button('change');
  await bot.slack.click('change', {
    actions: [
      {
        type: 'static_select',
        action_id: 'change',
        block_id: menu.blockId,
        action_ts: '1700000001.000001',
        selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'condition-source-ip' },
      },
    ],
  });
  await message.says('you answered “198.51.100.9”');
  expect(await fillIn('answer:tell', '203.0.113.9', 'V4')).toBeUndefined();
  await message.says('203.0.113.9');
  expect(message.text).not.toContain('A policy lets only certain IP addresses in');

  expect(api.of('chat.postMessage')).toHaveLength(1);
  for (const secret of ['Office', '203.0.113', '198.51.100']) expect(bot.log()).not.toContain(secret);
});
