import { openSync } from 'node:fs';
import { afterAll, expect, jest, test } from '@jest/globals';
import { endAllProcesses, eventually, SLACK_ENVIRONMENT, spawnCommand } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { freePort } from '../support/peers.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { SlackClient } from '../support/slack-client.js';

jest.setTimeout(60_000);
afterAll(endAllProcesses);

test('a disk with no room for the log costs its lines, and nothing else', async () => {
  const api = await new FakeSlackApi().start();
  const port = await freePort();
  // Each write to it fails as one to a full disk does. https://man7.org/linux/man-pages/man4/full.4.html
  const full = openSync('/dev/full', 'w');
  const environment = {
    ...SLACK_ENVIRONMENT,
    SLACK_API_URL: api.url,
    PORT: String(port),
    LOG_LEVEL: 'debug',
  };
  const child = spawnCommand(['start'], environment, ['ignore', full, full]);
  try {
    const slack = new SlackClient(`http://127.0.0.1:${port}/slack/events`, api.responseUrl);
    const message = new LivingMessage(api);
    await eventually(() => (api.of('auth.test').length > 0 ? true : undefined), 'a start', 30_000);
    const text = 'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied';
    for (let asked = 0; message.shows.length === 0 && asked < 100; asked += 1) {
      await slack.command(`${text} s3://amzn-s3-demo-bucket/a`).catch(() => {});
      await eventually(() => message.shows[0], 'a card', 500).catch(() => {});
    }
    const { blockId, value } = message.button('answer:unsure');
    expect((await slack.click('answer:unsure', { blockId, value })).status).toBe(200);
    await eventually(
      () => message.buttons.every((button) => button.blockId !== blockId) || undefined,
      'the next question',
    );
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill('SIGKILL');
    await api.stop();
  }
});
