import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '../../src/errors.js';
import { startSlackBot, type SlackBot } from '../support/slack-bot.js';

let bot: SlackBot;
beforeEach(async () => {
  bot = await startSlackBot();
});
afterEach(() => bot.stop());

const ID = 'inv_abcdefghijklmnop';
const RECENT = {
  id: ID,
  started: { kind: 'date', iso: '2026-11-21T12:00:00.000Z', text: '2026-11-21 12:00 UTC' } as const,
  title: 'GetObject on s3://amzn-s3-demo-bucket/a.txt',
  state: 'I wait for an answer of yours',
  place: { channel: 'D1', direct: true, message: '1.1' },
  postable: false,
  shareable: true,
};
const open = () => bot.slack.event({ type: 'app_home_opened', user: 'U1', tab: 'home', channel: 'D1' });
const onHome = {
  channel: undefined,
  message: undefined,
  response_url: undefined,
  container: { type: 'view', view_id: 'V1' },
  view: { type: 'home', id: 'V1' },
};
const clickOnHome = (actionId: string) =>
  bot.slack.click(actionId, { blockId: `recent:${ID}`, value: ID, ...onHome });
const published = async (count = 1) =>
  JSON.stringify((await bot.api.until('views.publish', count)).args['view']);

describe('the App Home', () => {
  it('lists what this person started, in their own time zone, and what may be read for them', async () => {
    bot.service.recents = [RECENT];
    bot.service.auditors = ['U1'];
    await open();
    const view = await published();
    expect(view).toContain('GetObject on s3://amzn-s3-demo-bucket/a.txt');
    expect(view).toContain('<!date^1795262400^{date_short_pretty} at {time}|2026-11-21 12:00 UTC>');
    expect(view).toContain('111122223333');
  });

  it('shows the way in all the same while the store is lost', async () => {
    bot.service.fails = new StoreUnavailableError('x');
    await open();
    const view = await published();
    expect(view).toContain('start_over');
    expect(view).toContain('cannot look them up');
  });

  it.each([
    ['delete', { kind: 'deletion.requested' }],
    ['resume', { kind: 'resume.requested' }],
    ['post_to_support', { kind: 'support.requested' }],
  ])('%s tells the conversation, and the page is published afresh', async (actionId, event) => {
    await clickOnHome(actionId);
    expect(bot.service.handled).toMatchObject([{ investigationId: ID, event }]);
    await published();
  });

  it('tells in a direct message what cannot be told on a page', async () => {
    bot.service.outcome = { outcome: 'not_found', message: ['It has expired.'] };
    await clickOnHome('delete');
    expect((await bot.api.until('chat.postMessage')).args).toMatchObject({
      channel: 'D1',
      text: 'It has expired.',
    });
  });

  it('acknowledges a click on a link', async () => {
    expect(await clickOnHome('open')).toEqual({ status: 200, body: undefined });
    expect(bot.service.handled).toEqual([]);
  });
});
