import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMemoryStore } from '../../src/conversation/index.js';
import { ALLOWED, OPEN_RULES, type Rules } from '../../src/conversation/ports.js';
import { answer, JANE, type Process, startInvestigation, startProcess, until } from './support/rig.js';
import { buttonsOf, textOf } from './support/surface.js';

const BOB = { ...JANE, userId: 'U2' };
const DIRECT = { channel: 'U1', direct: true };
const processes: Process[] = [];
afterEach(() => Promise.all(processes.splice(0).map((process) => process.stop())));

function start(rules: Partial<Rules> = {}): Process {
  const process = startProcess(createMemoryStore(), { rules: { ...OPEN_RULES, ...rules } });
  processes.push(process);
  return process;
}

async function diagnosed({ conversation, surface }: Process): Promise<string> {
  const id = await startInvestigation(conversation);
  await answer(conversation, id, 'ask-requester-pays', 'yes');
  await until(() => buttonsOf(surface.last).includes('post_to_support'), 'the result');
  return id;
}

const share = ({ conversation }: Process, id: string, by = JANE, eventId: string = randomUUID()) =>
  conversation.handle(id, eventId, by, { kind: 'share.requested', channel: 'C42', userId: by.userId });

describe('sharing a result', () => {
  it('posts it for reading only, once for three deliveries, and says where it is', async () => {
    const bot = start();
    const id = await diagnosed(bot);
    const outcomes = await Promise.all([1, 2, 3].map(() => share(bot, id, JANE, 'view:V1')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'repeated', 'repeated']);
    await until(() => bot.surface.notices.length === 1, 'the line about it');
    const [{ channel, card } = { channel: '', card: undefined }, ...more] = bot.surface.support;
    expect([channel, more]).toEqual(['C42', []]);
    expect(textOf(card)).toContain('The bucket is Requester Pays');
    expect(buttonsOf(card)).toEqual([]);
    expect(bot.surface.noticedAt).toEqual([DIRECT]);
    expect(JSON.stringify(bot.surface.notices)).toContain('https://chat.example/support-1');
  });

  it('leaves the investigation as it is, to be posted to support as before', async () => {
    const bot = start();
    const id = await diagnosed(bot);
    const before = await bot.conversation.load(id);
    await share(bot, id);
    await until(() => bot.surface.notices.length === 1, 'the line about it');
    expect(await bot.conversation.load(id)).toEqual(before);
  });

  it('tells plainly, in a direct message, where that cannot be', async () => {
    const bot = start();
    const id = await diagnosed(bot);
    bot.surface.supportFailures.push({
      outcome: 'gone',
      reason: 'not_in_channel',
      inWords: 'I am not a member of that channel',
    });
    await share(bot, id);
    await until(() => bot.surface.notices.length === 1, 'the reason');
    expect(bot.surface.notices).toMatchObject([
      { userId: 'U1', text: ['I could not share that result: I am not a member of that channel.'] },
    ]);
    expect(bot.surface.noticedAt).toEqual([DIRECT]);
  });

  it('waits while the platform is out', async () => {
    const bot = start();
    const id = await diagnosed(bot);
    bot.surface.supportFailures.push(
      { outcome: 'retry', reason: 'out' },
      { outcome: 'retry', reason: 'out' },
    );
    await share(bot, id);
    await until(() => bot.surface.support.length === 1, 'the post');
  });

  it('needs a result', async () => {
    const bot = start();
    const id = await startInvestigation(bot.conversation);
    expect(await share(bot, id)).toMatchObject({
      outcome: 'stale',
      message: ['There is no result to share yet.'],
    });
    expect(bot.surface.support).toEqual([]);
  });

  it('is for who may answer, and where posting is for some, for them', async () => {
    const open = start();
    expect((await share(open, await diagnosed(open), BOB)).outcome).toBe('forbidden');
    const who = [{ kind: 'user', userId: 'U2' }] as const;
    const post: Rules['post'] = async ({ userId }) =>
      userId === 'U2' ? ALLOWED : { outcome: 'refused', who };
    const ruled = start({ post });
    const id = await diagnosed(ruled);
    expect(await share(ruled, id)).toEqual({
      outcome: 'forbidden',
      message: ['Only ', ...who, ' may post results for others.'],
    });
    expect((await share(ruled, id, BOB)).outcome).toBe('applied');
  });

  it('tells no more than the configuration lets others see', async () => {
    const bot = start({ share: { accountIds: false, policies: false } });
    await share(bot, await diagnosed(bot));
    await until(() => bot.surface.support.length === 1, 'the post');
    const text = textOf(bot.surface.support[0]?.card);
    expect(text).not.toContain('111122223333');
    expect(text).not.toContain('aws s3api');
  });
});

describe('what earlier investigations say', () => {
  it('is who was denied last time, of this person alone', async () => {
    const { conversation } = start();
    expect(await conversation.usualPrincipal(JANE)).toBeUndefined();
    await startInvestigation(conversation, { principal: 'arn:aws:iam::111122223333:user/Jane' });
    await startInvestigation(conversation, { principal: '111122223333' });
    await until(async () => (await conversation.recent(JANE)).length === 2, 'both');
    expect(await conversation.usualPrincipal(JANE)).toBe('arn:aws:iam::111122223333:user/Jane');
    expect(await conversation.usualPrincipal(BOB)).toBeUndefined();
  });
});
