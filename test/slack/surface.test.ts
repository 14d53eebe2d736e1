import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Card } from '../../src/card/card.js';
import type { Place } from '../../src/conversation/investigation.js';
import type { Surface } from '../../src/conversation/surface.js';
import { createSlackAccess, createSlackSurface } from '../../src/slack/index.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { collectLogs } from '../support/slack-bot.js';

let api: FakeSlackApi;
let surface: Surface;
beforeEach(async () => {
  api = await new FakeSlackApi().start();
  const logger = collectLogs([]);
  surface = createSlackSurface({
    clientFor: createSlackAccess({
      config: { botToken: 'xoxb-test', signingSecret: 'test', apiUrl: api.url },
      logger,
    }).clientFor,
    logger,
  });
});
afterEach(() => api.stop());

const OWNER = { surface: 'slack', workspace: 'T1', userId: 'U1' } as const;
const CARD: Card = { fallback: 'A <card>', blocks: [{ kind: 'text', text: ['Hello'] }] };
const CHANNEL = { channel: 'C1', direct: false } as const;

const methods = () => api.calls.map(({ method }) => method);

describe('show', () => {
  it('posts where it was started, with fallback text and without unfolding links, and gives the way back', async () => {
    const delivery = await surface.show(OWNER, { ...CHANNEL, thread: '1.1' }, CARD);
    expect(delivery).toEqual({
      outcome: 'delivered',
      value: {
        channel: 'C1',
        thread: '1.1',
        direct: false,
        message: '1700000000.000001',
        permalink: 'https://example.slack.com/archives/C1/p1700000000.000001',
      },
    });
    expect(api.last('chat.postMessage')).toMatchObject({
      token: 'Bearer xoxb-test',
      args: {
        channel: 'C1',
        thread_ts: '1.1',
        text: 'A &lt;card&gt;',
        unfurl_links: 'false',
        unfurl_media: 'false',
      },
    });
  });

  it('updates its message and posts no other', async () => {
    const place = { ...CHANNEL, message: '5.5', permalink: 'https://x' };
    expect(await surface.show(OWNER, place, CARD)).toEqual({ outcome: 'delivered', value: place });
    expect(methods()).toEqual(['chat.update']);
    expect(api.last('chat.update').args).toMatchObject({ channel: 'C1', ts: '5.5' });
  });

  it.each(['message_not_found', 'cant_update_message'])(
    'posts anew where its message is gone (%s)',
    async (error) => {
      api.script('chat.update', { error });
      const delivery = await surface.show(
        OWNER,
        { ...CHANNEL, message: '5.5', permalink: 'https://old' },
        CARD,
      );
      expect(delivery).toMatchObject({
        outcome: 'delivered',
        value: { channel: 'C1', message: '1700000000.000001' },
      });
      expect(JSON.stringify(delivery)).not.toContain('https://old');
    },
  );

  it.each(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])(
    'goes to a direct message where it cannot post (%s), and says so there',
    async (error) => {
      api.script('chat.postMessage', { error });
      const delivery = await surface.show(OWNER, { ...CHANNEL, thread: '1.1' }, CARD);
      expect(delivery).toMatchObject({ outcome: 'delivered', value: { channel: 'D1', direct: true } });
      expect(methods()).toEqual([
        'chat.postMessage',
        'conversations.open',
        'chat.postMessage',
        'chat.postMessage',
      ]);
      const [, message, line] = api.of('chat.postMessage');
      expect(line?.args).toMatchObject({ channel: 'D1', text: expect.stringContaining('<#C1>') });
      expect(message?.args['thread_ts']).toBeUndefined();
    },
  );

  it('does not post twice where the line about it fails', async () => {
    api.script(
      'chat.postMessage',
      { error: 'not_in_channel' },
      { answer: { ts: '9.9', channel: 'D1' } },
      { status: 500 },
    );
    expect(await surface.show(OWNER, CHANNEL, CARD)).toMatchObject({
      outcome: 'delivered',
      value: { message: '9.9' },
    });
  });

  it('goes to a direct message where its channel was archived under it', async () => {
    api.script('chat.update', { error: 'is_archived' });
    api.script('chat.postMessage', { error: 'is_archived' });
    const delivery = await surface.show(OWNER, { ...CHANNEL, message: '5.5' }, CARD);
    expect(delivery).toMatchObject({ outcome: 'delivered', value: { channel: 'D1', direct: true } });
  });

  it('posts to the channel where the thread is gone', async () => {
    api.script('chat.postMessage', { error: 'thread_not_found' });
    expect(await surface.show(OWNER, { ...CHANNEL, thread: '1.1' }, CARD)).toMatchObject({
      outcome: 'delivered',
      value: { channel: 'C1' },
    });
    expect(api.last('chat.postMessage').args['thread_ts']).toBeUndefined();
  });

  it('opens the direct message of a person who started nowhere in particular, without a line about it', async () => {
    const delivery = await surface.show(OWNER, { channel: 'U1', direct: true }, CARD);
    expect(delivery).toMatchObject({ outcome: 'delivered', value: { channel: 'D1', direct: true } });
    expect(methods()).toEqual(['conversations.open', 'chat.postMessage']);
  });

  it('is delivered though Slack does not tell the permalink', async () => {
    api.script('chat.getPermalink', { status: 500 });
    expect(await surface.show(OWNER, CHANNEL, CARD)).toMatchObject({
      outcome: 'delivered',
      value: { message: expect.any(String) },
    });
  });
});

describe('failures', () => {
  const PASSING = [
    ['500', { status: 500 }],
    ['a page of a proxy', { status: 200, body: '<html>Bad gateway</html>' }],
    ['429 without Retry-After', { status: 429 }],
  ] as const;
  it.each(PASSING)('%s passes', async (_name, outcome) => {
    api.script('chat.postMessage', outcome);
    expect(await surface.show(OWNER, CHANNEL, CARD)).toEqual({
      outcome: 'retry',
      reason: expect.any(String),
    });
    expect(methods()).toEqual(['chat.postMessage']);
  });

  it.each([
    ['internal_error', { error: 'internal_error' }],
    ['no answer at all', 'hang'],
  ] as const)('%s passes, and it may have been posted', async (_name, outcome) => {
    api.script('chat.postMessage', outcome);
    const shown = surface.show(OWNER, CHANNEL, CARD);
    if (outcome === 'hang') {
      await api.until('chat.postMessage');
      api.hangUp();
    }
    expect(await shown).toEqual({ outcome: 'retry', reason: expect.any(String), done: 'maybe' });
  });

  it('429 passes after the time that Slack names', async () => {
    api.script('chat.postMessage', { status: 429, headers: { 'retry-after': '7' } });
    expect(await surface.show(OWNER, CHANNEL, CARD)).toMatchObject({ outcome: 'retry', afterMs: 7_000 });
  });

  it('no connection passes', async () => {
    await api.stop();
    expect(await surface.show(OWNER, CHANNEL, CARD)).toMatchObject({ outcome: 'retry' });
    await api.start();
  });

  it.each(['invalid_auth', 'account_inactive', 'missing_scope', 'invalid_blocks'])(
    '%s does not pass',
    async (error) => {
      api.script('chat.postMessage', { error });
      expect(await surface.show(OWNER, CHANNEL, CARD)).toEqual({ outcome: 'gone', reason: error });
    },
  );
});

describe('postSupport', () => {
  const CODE = {
    kind: 'code',
    title: 'Policy',
    language: 'json',
    text: `{"a": "${'x'.repeat(4000)}"}`,
  } as const;

  it('posts and gives the permalink', async () => {
    expect(await surface.postSupport(OWNER, 'C9', CARD, 'a post')).toEqual({
      outcome: 'delivered',
      value: {
        message: '1700000000.000001',
        permalink: 'https://example.slack.com/archives/C9/p1700000000.000001',
      },
    });
  });

  it('attaches code that is too long for a message as a file in its thread', async () => {
    await surface.postSupport(OWNER, 'C9', { ...CARD, blocks: [CODE] }, 'a post');
    expect(api.last('files.getUploadURLExternal').args).toMatchObject({ filename: 'fix.json' });
    expect(api.last('upload').args['body']).toContain('x'.repeat(4000));
    expect(api.last('files.completeUploadExternal').args).toMatchObject({
      channel_id: 'C9',
      thread_ts: '1700000000.000001',
    });
  });

  it('does not post again for a file that could not be attached, and attaches it later', async () => {
    api.script('files.getUploadURLExternal', { status: 429, headers: { 'retry-after': '0' } });
    expect(await surface.postSupport(OWNER, 'C9', { ...CARD, blocks: [CODE] }, 'a post')).toMatchObject({
      outcome: 'delivered',
    });
    await api.until('files.completeUploadExternal');
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });
});

describe('long code in the living message', () => {
  const code = (letter: string) =>
    ({ kind: 'code', title: 'Policy', language: 'json', text: `{"a": "${letter.repeat(4000)}"}` }) as const;
  const cardWith = (letter: string): Card => ({ ...CARD, blocks: [code(letter)] });
  const show = async (place: Place, card: Card) => {
    const delivery = await surface.show(OWNER, place, card);
    if (delivery.outcome !== 'delivered') throw new Error(delivery.reason);
    return delivery.value;
  };

  it('goes into its thread as a file, once for all updates, and once more where it changes', async () => {
    const posted = await show(CHANNEL, cardWith('x'));
    expect(posted.attached).toEqual([{ digest: expect.any(String), file: 'F1' }]);
    expect(JSON.stringify(api.last('chat.postMessage').args['blocks'])).toContain('fix.json');
    expect(await show(posted, cardWith('x'))).toEqual(posted);
    expect(api.of('upload')).toHaveLength(1);
    const other = await show(posted, cardWith('y'));
    expect(other.attached).toHaveLength(2);
    expect(api.of('upload')).toHaveLength(2);
    expect(await show(other, cardWith('x'))).toEqual(other);
    expect(api.of('upload')).toHaveLength(2);
    expect(api.last('files.completeUploadExternal').args).toMatchObject({
      channel_id: 'C1',
      thread_ts: posted.message,
    });
  });

  it('leaves no second file behind where Slack failed half-way: it is taken away before the next attempt', async () => {
    api.script('files.completeUploadExternal', { status: 500 });
    const delivery = await surface.show(OWNER, CHANNEL, cardWith('x'));
    expect(delivery).toMatchObject({ outcome: 'delivered', value: { attached: [] }, unfinished: {} });
    api.script('files.delete', { status: 503 });
    const place = delivery.outcome === 'delivered' ? delivery.value : CHANNEL;
    expect(await surface.show(OWNER, place, cardWith('x'))).toMatchObject({ unfinished: {} });
    const done = await show(place, cardWith('x'));
    expect(done.attached).toEqual([{ digest: expect.any(String), file: 'F1' }]);
    expect(api.calls.map(({ method }) => method).filter((method) => /^files|^upload/.test(method))).toEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
      'files.delete',
      'files.delete',
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]);
    expect(api.of('chat.postMessage')).toHaveLength(1);
  });

  it.each([
    ['answers 500', { status: 500 }],
    ['does not take it', { error: 'file_uploads_disabled' }],
  ] as const)(
    'stands in the message, shortened, where the files’ host %s for good',
    async (_what, outcome) => {
      api.always('files.getUploadURLExternal', outcome);
      let place: Place = CHANNEL;
      for (let unfinished: unknown = {}; unfinished !== undefined; ) {
        const delivery = await surface.show(OWNER, place, cardWith('<'));
        if (delivery.outcome !== 'delivered') throw new Error(delivery.reason);
        ({ value: place, unfinished } = delivery);
      }
      const says = () => JSON.stringify(api.last('chat.update').args['blocks']);
      expect(says()).toContain('was shortened');
      expect(says()).not.toContain('fix.json');
      const tries = api.of('files.getUploadURLExternal').length;
      expect(tries).toBeLessThanOrEqual(6);
      await show(place, cardWith('<'));
      expect(says()).not.toContain('fix.json');
      expect(api.of('files.getUploadURLExternal')).toHaveLength(tries);
    },
  );

  it('goes into the thread that the message is in', async () => {
    await show({ ...CHANNEL, thread: '1.1' }, cardWith('x'));
    expect(api.last('files.completeUploadExternal').args).toMatchObject({ thread_ts: '1.1' });
  });

  it('follows the message where that has to be posted anew', async () => {
    const posted = await show(CHANNEL, cardWith('x'));
    api.script('chat.update', { error: 'message_not_found' });
    const anew = await show(posted, cardWith('x'));
    expect(anew.message).not.toBe(posted.message);
    expect(api.of('upload')).toHaveLength(2);
  });
});

describe('a channel that Slack limits', () => {
  it('is left alone until then, one after another, while other channels go on', async () => {
    api.script('chat.postMessage', { status: 429, headers: { 'retry-after': '30' } });
    expect(await surface.show(OWNER, CHANNEL, CARD)).toMatchObject({ outcome: 'retry', afterMs: 30_000 });
    const waits = [];
    for (const _ of [1, 2]) {
      const delivery = await surface.show(OWNER, CHANNEL, CARD);
      waits.push(delivery.outcome === 'retry' ? (delivery.afterMs ?? 0) : 0);
    }
    expect(waits[0]).toBeGreaterThan(29_000);
    expect(waits[1]).toBeGreaterThan(waits[0]!);
    expect(api.of('chat.postMessage')).toHaveLength(1);
    expect(await surface.show(OWNER, { ...CHANNEL, channel: 'C2' }, CARD)).toMatchObject({
      outcome: 'delivered',
    });
    expect(await surface.show({ ...OWNER, workspace: 'T2' }, CHANNEL, CARD)).toMatchObject({
      outcome: 'delivered',
    });
  });
});

describe('withdrawing a message', () => {
  const POSTED = { ...CHANNEL, message: '5.5', attached: [{ digest: 'd', file: 'F7' }, { digest: 'e' }] };
  const withdraw = (because: 'private' | 'moved' | 'deleted') =>
    surface.more?.withdraw(OWNER, POSTED, because);
  const DELIVERED = { outcome: 'delivered', value: undefined };

  it('leaves one line in the channel that the conversation left, and takes the files away', async () => {
    expect(await withdraw('private')).toEqual(DELIVERED);
    expect(methods()).toEqual(['files.delete', 'chat.update']);
    expect(api.last('files.delete').args).toMatchObject({ file: 'F7' });
    expect(api.last('chat.update').args).toMatchObject({
      ts: '5.5',
      text: 'This conversation goes on in private.',
      blocks: [{ type: 'section' }],
    });
  });

  it.each(['moved', 'deleted'] as const)('deletes the message where it was %s', async (because) => {
    expect(await withdraw(because)).toEqual(DELIVERED);
    expect(api.last('chat.delete').args).toMatchObject({ channel: 'C1', ts: '5.5' });
    expect(api.of('chat.update')).toEqual([]);
  });

  it('is content where the message is gone already, or its file', async () => {
    api.script('files.delete', { error: 'file_not_found' });
    api.script('chat.delete', { error: 'message_not_found' });
    expect(await withdraw('deleted')).toEqual(DELIVERED);
    api.script('chat.update', { error: 'message_not_found' });
    expect(await withdraw('private')).toEqual(DELIVERED);
  });

  it('empties a message that may not be deleted', async () => {
    api.script('chat.delete', { error: 'cant_delete_message' });
    expect(await withdraw('deleted')).toEqual(DELIVERED);
    expect(api.last('chat.update').args).toMatchObject({ text: 'This was removed by who started it.' });
  });

  it.each(['chat.delete', 'files.delete'])('waits while Slack is out (%s)', async (method) => {
    api.script(method, { status: 503 });
    expect(await withdraw('deleted')).toMatchObject({ outcome: 'retry' });
  });
});

describe('a note', () => {
  it('is a reply to the support post, with nothing in it as markup', async () => {
    const card: Card = { fallback: 'A note: <!here>', blocks: [{ kind: 'text', text: ['<!channel> *x*'] }] };
    await surface.more?.reply(OWNER, 'C9', '7.7', card, 'a post');
    expect(api.last('chat.postMessage').args).toMatchObject({ channel: 'C9', thread_ts: '7.7' });
    expect(JSON.stringify(api.last('chat.postMessage').args)).not.toContain('<!');
  });
});

describe('notify', () => {
  it('tells one person, with the mention and nothing else as markup', async () => {
    await surface.notify(OWNER, { ...CHANNEL, thread: '1.1' }, 'U2', [
      'Only ',
      { kind: 'user', userId: 'U1' },
      ' may <!here>',
    ]);
    expect(api.last('chat.postEphemeral').args).toEqual({
      channel: 'C1',
      user: 'U2',
      thread_ts: '1.1',
      text: 'Only <@U1> may &lt;!here&gt;',
    });
  });

  it('goes to a direct message where the person is not in the channel', async () => {
    api.script('chat.postEphemeral', { error: 'user_not_in_channel' });
    expect(await surface.notify(OWNER, CHANNEL, 'U2', ['x'])).toEqual({
      outcome: 'delivered',
      value: undefined,
    });
    expect(api.last('chat.postMessage').args).toMatchObject({ channel: 'D2' });
  });

  it('waits while Slack is out', async () => {
    api.script('chat.postEphemeral', { status: 503 });
    expect(await surface.notify(OWNER, CHANNEL, 'U2', ['x'])).toMatchObject({ outcome: 'retry' });
  });
});
