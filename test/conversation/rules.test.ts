import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { traceConversation, traceStore } from '../../src/app/trace.js';
import { createRules } from '../../src/conversation/rules.js';
import { createMemoryStore, type InvestigationStore } from '../../src/conversation/index.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import type { ChatRules } from '../../src/evidence/audit-access.js';
import type { EvidenceCollector } from '../../src/evidence/collector.js';
import type { Tracer } from '../../src/ops/tracing.js';
import {
  answer,
  DETAILS,
  JANE,
  PLACE,
  startInvestigation,
  startProcess,
  until,
  type Process,
} from './support/rig.js';
import { buttonsOf, textOf } from './support/surface.js';

const OPEN: ChatRules = { records: {}, share: { accountIds: true, policies: true } };
const GROUPS: Readonly<Record<string, readonly string[]>> = { S1: ['U1'], S2: ['U2'] };
const BOB = { ...JANE, userId: 'U2' };
const ARN = 'arn:aws:iam::111122223333:role/audit';
const CALL = { account: '111122223333', roleArn: ARN, call: 's3:GetBucketPolicy', outcome: 'ok' } as const;

let store: InvestigationStore;
let process: Process | undefined;
let looked: string[];
beforeEach(() => {
  store = createMemoryStore();
  looked = [];
});
afterEach(async () => {
  await process?.stop();
  await store.close();
});

const groupsOf = () => async (_workspace: string, userId: string, groups: readonly string[]) => {
  looked.push(...groups);
  return groups.filter((group) => GROUPS[group]?.includes(userId));
};

function start(rules: Partial<ChatRules>, more: Parameters<typeof startProcess>[1] = {}): Process {
  process = startProcess(store, { rules: createRules({ ...OPEN, ...rules }, groupsOf), ...more });
  return process;
}

const begin = ({ conversation }: Process, actor = JANE, channel = PLACE.channel) =>
  conversation.start({ eventId: randomUUID(), actor, place: { ...PLACE, channel }, details: DETAILS });
const handle = ({ conversation }: Process, id: string, event: InvestigationEvent, actor = JANE) =>
  conversation.handle(id, randomUUID(), actor, event);
const diagnosed = async (bot: Process) => {
  const id = await startInvestigation(bot.conversation);
  await answer(bot.conversation, id, 'ask-requester-pays', 'yes');
  await until(() => buttonsOf(bot.surface.last).includes('post_to_support'), 'the result');
  return id;
};

describe('who may start', () => {
  it('is everybody where nothing is said', async () => {
    expect((await begin(start({}), BOB)).outcome).toBe('started');
  });

  it.each([
    { start: { users: ['U1'], groups: [], channels: [] }, name: 'a person' },
    { start: { users: [], groups: ['S1'], channels: [] }, name: 'a group' },
    { start: { users: [], groups: [], channels: ['C1'] }, name: 'a channel' },
  ])('is who is named, by $name', async ({ start: rule }) => {
    const bot = start({ start: rule });
    expect((await begin(bot)).outcome).toBe('started');
    const refused = await begin(bot, BOB, 'C2');
    expect(refused).toMatchObject({ outcome: 'forbidden' });
    expect(bot.surface.shown.length).toBeLessThanOrEqual(1);
  });

  it('is told to who may not, without calling the members of a group', async () => {
    const bot = start({ start: { users: ['U1'], groups: ['S1'], channels: [] } });
    expect(await begin(bot, BOB)).toEqual({
      outcome: 'forbidden',
      message: [
        'Only ',
        { kind: 'user', userId: 'U1' },
        ', ',
        { kind: 'code', text: 'S1' },
        ' may start an investigation here.',
      ],
    });
  });

  it('asks the platform for groups only where they decide', async () => {
    const bot = start({ start: { users: ['U1'], groups: ['S1'], channels: ['C1'] } });
    await begin(bot);
    await begin(bot, BOB);
    expect(looked).toEqual([]);
  });
});

describe('who may answer', () => {
  const event = { kind: 'answer.submitted', step: 'ask-requester-pays', option: 'yes' } as const;

  it('is who started it, and who is named besides', async () => {
    const bot = start({ answer: { users: [], groups: ['S2'] } });
    const id = await startInvestigation(bot.conversation);
    expect((await handle(bot, id, event, BOB)).outcome).toBe('applied');
  });

  it('is nobody of another workspace, whoever is named', async () => {
    const bot = start({ answer: { users: ['U2'], groups: [] } });
    const id = await startInvestigation(bot.conversation);
    // An id is somebody's in their own workspace only: not even the owner's counts elsewhere.
    for (const person of [BOB, JANE])
      expect((await handle(bot, id, event, { ...person, workspace: 'T2' })).outcome).toBe('forbidden');
    expect((await bot.conversation.load(id))?.answers).toEqual({});
  });

  it('is asked of no text that is no id: it is not even looked up, and stands in no trace', async () => {
    const spans: object[] = [];
    const tracer: Tracer = {
      span: (about, work) => (spans.push(about), work()),
      note: () => {},
      current: () => undefined,
      close: async () => {},
    };
    process = startProcess(traceStore(store, tracer));
    const conversation = traceConversation(process.conversation, tracer);
    const outcome = await conversation.handle('inv_1 of amzn-s3-demo-bucket', randomUUID(), JANE, event);
    expect(outcome.outcome).toBe('not_found');
    expect(JSON.stringify(spans)).not.toContain('amzn-s3-demo-bucket');
    expect(spans).toHaveLength(1);
  });

  it('names both to who may not', async () => {
    const bot = start({ answer: { users: ['U2'], groups: [] } });
    const id = await startInvestigation(bot.conversation);
    expect(await handle(bot, id, event, { ...JANE, userId: 'U3' })).toEqual({
      outcome: 'forbidden',
      message: [
        'Only ',
        { kind: 'user', userId: 'U1' },
        ', who started this, and ',
        { kind: 'user', userId: 'U2' },
        ' can answer here.',
      ],
    });
  });

  it.each(['deletion.requested', 'privacy.requested', 'resume.requested'] as const)(
    'says nothing about %s: that is the owner’s',
    async (kind) => {
      const bot = start({ answer: { users: ['U2'], groups: [] } });
      const id = await startInvestigation(bot.conversation);
      expect((await handle(bot, id, { kind }, BOB)).outcome).toBe('forbidden');
      expect((await bot.conversation.load(id))?.place.direct).toBe(false);
    },
  );
});

describe('who may post to support', () => {
  const post = { kind: 'support.requested' } as const;

  it('is who is named, and then not who started it', async () => {
    const bot = start({ post: { users: ['U2'], groups: [] } });
    const id = await diagnosed(bot);
    const refused = await handle(bot, id, post);
    expect(refused).toEqual({
      outcome: 'forbidden',
      message: ['Only ', { kind: 'user', userId: 'U2' }, ' may post results for others.'],
    });
    expect((await handle(bot, id, post, BOB)).outcome).toBe('applied');
    await until(() => bot.surface.support.length === 1, 'the post');
  });

  it('is who may answer where nobody is named', async () => {
    const bot = start({ answer: { users: ['U2'], groups: [] } });
    const id = await diagnosed(bot);
    expect((await handle(bot, id, post, { ...JANE, userId: 'U3' })).outcome).toBe('forbidden');
    expect((await handle(bot, id, post, BOB)).outcome).toBe('applied');
  });
});

describe('what a support post tells', () => {
  const posted = async (share: ChatRules['share']) => {
    const bot = start({ share });
    const id = await diagnosed(bot);
    await handle(bot, id, { kind: 'support.requested' });
    await until(() => bot.surface.support.length === 1, 'the post');
    return textOf(bot.surface.support[0]?.card);
  };

  it('is everything where nothing is said', async () => {
    const text = await posted({ accountIds: true, policies: true });
    expect(text).toContain('arn:aws:iam::111122223333:user/Jane');
    expect(text).toContain('aws s3api fix-requester-pays');
  });

  it('leaves account ids out where they are not to be shared', async () => {
    const text = await posted({ accountIds: false, policies: true });
    expect(text).toContain('arn:aws:iam::********3333:user/Jane');
    expect(text).not.toContain('111122223333');
  });

  it('leaves commands and policies out where they are not to be shared, and says so', async () => {
    const text = await posted({ accountIds: true, policies: false });
    expect(text).not.toContain('aws s3api');
    expect(text).toContain('not shown here');
  });
});

describe('the channel for records', () => {
  const collector: EvidenceCollector = {
    collect: async () => ({
      snapshot: { version: 1, bucket: { requestPayer: 'Requester' } },
      calls: [CALL, { ...CALL, call: 's3:GetBucketAcl', outcome: 'denied' }],
    }),
  };
  const auditAccess = {
    auditable: async () => [{ account: '111122223333', roleArn: ARN, externalId: 'x' }],
  };

  it('gets one line for each audit: who, through which role, which calls, never what they answered', async () => {
    const bot = start({ records: { slack: 'C-records' } }, { collector, auditAccess });
    const id = await startInvestigation(bot.conversation, { audit: true });
    await until(() => bot.surface.support.length === 1, 'the record');
    const [record] = bot.surface.support;
    expect(record?.channel).toBe('C-records');
    for (const told of ['U1', ARN, 'ok: s3:GetBucketPolicy', 'denied: s3:GetBucketAcl', id])
      expect(textOf(record?.card)).toContain(told);
    expect(textOf(record?.card)).not.toMatch(/Requester|amzn-s3-demo-bucket/);
    await handle(bot, id, { kind: 'recheck.requested' });
    await until(() => bot.surface.support.length === 2, 'the second record');
  });

  it('is none where none is named', async () => {
    const bot = start({}, { collector, auditAccess });
    await startInvestigation(bot.conversation, { audit: true });
    await until(() => buttonsOf(bot.surface.last).includes('recheck'), 'the result');
    expect(bot.surface.support).toEqual([]);
  });
});
