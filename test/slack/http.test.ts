import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const now = () => Math.floor(Date.now() / 1000);

describe('POST /slack/events', () => {
  const REFUSED = [
    { name: 'signed with another secret', options: { secret: 'other' } },
    { name: 'older than five minutes', options: { timestamp: now() - 6 * 60 } },
    { name: 'of the future', options: { timestamp: now() + 6 * 60 } },
    { name: 'of no time at all', options: { headers: { 'x-slack-request-timestamp': 'soon' } } },
  ];
  it.each(REFUSED)('answers 401 to what is $name, and takes nothing', async ({ options }) => {
    const answer = await bot.slack.command('s3://amzn-s3-demo-bucket/a GetObject', {}, options);
    expect(answer).toEqual({ status: 401, body: undefined });
    expect(bot.service.started).toEqual([]);
    expect(bot.api.calls).toEqual([]);
  });

  it('takes a clock that is a minute fast', async () => {
    const answer = await bot.slack.command(
      's3://amzn-s3-demo-bucket/a GetObject',
      {},
      { timestamp: now() + 60 },
    );
    expect(answer.status).toBe(200);
    expect(bot.service.started).toHaveLength(1);
  });

  it('takes a form that names its character set', async () => {
    const body = new URLSearchParams(
      bot.slack.commandFields('s3://amzn-s3-demo-bucket/a GetObject'),
    ).toString();
    const answer = await bot.slack.send(body, 'application/x-www-form-urlencoded;charset=UTF-8');
    expect(answer.status).toBe(200);
    expect(bot.service.started).toHaveLength(1);
  });

  it('answers 413 to a body over 1 MB, signed or not', async () => {
    expect((await bot.slack.command('x'.repeat(1_100_000))).status).toBe(413);
    expect(bot.service.started).toEqual([]);
  });

  it('waits for a click under way when it stops', async () => {
    bot.service.delayMs = 300;
    const click = bot.slack.click('recheck', { value: 'inv_1' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await bot.app.stop();
    expect(bot.service.handled).toHaveLength(1);
    expect((await click).status).toBe(200);
  });

  it('counts what is taken, and how fast it is acknowledged', async () => {
    await bot.slack.command('');
    await bot.slack.click('answer:yes', { blockId: 'question:a', value: 'inv_1' });
    const text = await bot.metrics.text();
    expect(text).toContain('s3denied_ack_seconds_count{surface="slack",kind="command"} 1');
    expect(text).toContain(
      's3denied_interactions_total{surface="slack",kind="action:answer",outcome="applied"} 1',
    );
  });

  it('answers 401 without a signature', async () => {
    const response = await fetch(`${bot.base}/slack/events`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
  });

  it('answers the URL verification', async () => {
    expect(await bot.slack.json({ type: 'url_verification', challenge: 'abc' })).toEqual({
      status: 200,
      body: { challenge: 'abc' },
    });
  });

  it('answers 400 to what is signed but no JSON', async () => {
    expect((await bot.slack.send('{', 'application/json')).status).toBe(400);
  });

  it('starts though Slack is out, and works when it is back', async () => {
    bot.api.always('*', { status: 503 });
    bot.app.start();
    await bot.api.until('auth.test');
    bot.api.always('*', undefined);
    expect((await bot.slack.command('')).status).toBe(200);
    expect(bot.api.of('views.open')).toHaveLength(1);
  });

  it('logs a token that Slack does not accept, without the token', async () => {
    bot.api.script('auth.test', { error: 'invalid_auth' });
    bot.app.start();
    await bot.api.until('auth.test');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bot.logs.join('')).toMatch(/does not accept SLACK_BOT_TOKEN/);
    expect(bot.logs.join('')).not.toContain('xoxb-test');
  });
});
