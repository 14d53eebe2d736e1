import { App, type types, LogLevel } from '@slack/bolt';
import { readFileSync } from 'node:fs';

// What the bot is compared with: Bolt as its documentation shows it, and nothing else. It acknowledges every click; as `update` it
// then updates the message with what the bot itself would show, out of nowhere.
const [, , kind = '', port = '', slackApiUrl = '', signingSecret = '', messageFile = ''] = process.argv;
const app = new App({
  token: 'xoxb-bench',
  signingSecret,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl },
});
if (kind === 'update') {
  const message: { text: string; blocks: types.KnownBlock[] } = JSON.parse(readFileSync(messageFile, 'utf8'));
  app.action(/.*/, async ({ ack, body, client }) => {
    await ack();
    const channel = 'channel' in body ? (body.channel?.id ?? '') : '';
    await client.chat.update({ channel, ts: '1700000000.000001', ...message });
  });
} else app.action(/.*/, async ({ ack }) => ack());
await app.start(Number(port));
process.stdout.write('ready\n');
