import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { CollectedEvidence, EvidenceCollector } from '../../src/evidence/collector.js';
import type { InvestigationStore } from '../../src/conversation/index.js';
import { answer, JANE, pause, startInvestigation, startProcess, until, type Process } from './support/rig.js';
import { buttonsOf, RecordingSurface, textOf } from './support/surface.js';
import type { StoreUnderTest } from './store-contract.js';

const ACCOUNTS = [
  { account: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/audit', externalId: 'x' },
];
const ALLOWED = { auditable: async () => ACCOUNTS };

function collectorOf(collect: EvidenceCollector['collect']): EvidenceCollector {
  return { collect };
}

function read(requestPayer: 'Requester' | 'BucketOwner'): CollectedEvidence {
  return { snapshot: { version: 1, bucket: { requestPayer } }, calls: [] };
}

/** Answers until there is a result. */
const diagnosed = async (process: Process) => {
  const id = await startInvestigation(process.conversation);
  await answer(process.conversation, id, 'ask-requester-pays', 'yes');
  await until(() => buttonsOf(process.surface.last).includes('post_to_support'), 'the result');
  return id;
};
const post = (process: Process, id: string, eventId: string = randomUUID()) =>
  process.conversation.handle(id, eventId, JANE, { kind: 'support.requested' });

/** How conversations behave, whatever store is behind them. */
export function describeConversationContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`a conversation on ${name}`, () => {
    let backing: StoreUnderTest;
    let store: InvestigationStore;
    const processes: Process[] = [];
    const started = (process: Process) => {
      processes.push(process);
      return process;
    };

    beforeEach(async () => {
      backing = await create();
      store = await backing.open();
    });

    afterEach(async () => {
      for (const process of processes.splice(0)) await process.stop();
      await backing.close();
    });

    it('goes from the first question to a cause, in one message', async () => {
      const { conversation, surface } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      await until(() => surface.shown.length === 1, 'the first question');
      expect(buttonsOf(surface.last)).toEqual([
        'answer:yes',
        'answer:no',
        'answer:unsure',
        'how_to:ask-requester-pays',
        'edit_details',
        'start_over',
        'keep_private',
      ]);
      await answer(conversation, id, 'ask-requester-pays', 'no');
      await answer(conversation, id, 'ask-condition-source-vpce', 'yes');
      await until(() => textOf(surface.last).includes('wants a VPC endpoint'), 'the result');
      expect(new Set(surface.shown.map(({ place }) => place.message)).size).toBe(1);
      expect(surface.shown.filter(({ posted }) => posted)).toHaveLength(1);
      expect(buttonsOf(surface.last)).toContain('post_to_support');
    });

    it('starts one investigation for a start that is delivered three times at once', async () => {
      const { conversation, surface } = started(startProcess(store));
      const ids = await Promise.all([1, 2, 3].map(() => startInvestigation(conversation, {}, 'command-1')));
      expect(new Set(ids).size).toBe(1);
      await until(() => surface.shown.length > 0, 'the first question');
      await pause(80);
      expect(surface.shown).toHaveLength(1);
    });

    it('takes one of three deliveries of the same click, and shows once', async () => {
      const { conversation, surface } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      await until(() => surface.shown.length === 1, 'the first question');
      await pause(50);
      const click = () => answer(conversation, id, 'ask-requester-pays', 'no', 'click-1');
      const outcomes = (await Promise.all([click(), click(), click()])).map(({ outcome }) => outcome);
      expect(outcomes.sort()).toEqual(['applied', 'repeated', 'repeated']);
      await pause(100);
      expect(surface.shown).toHaveLength(2);
    });

    it('tells the second of two different clicks on one question that it was answered already', async () => {
      const { conversation, surface } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      const outcomes = await Promise.all([
        answer(conversation, id, 'ask-requester-pays', 'no'),
        answer(conversation, id, 'ask-requester-pays', 'yes'),
      ]);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'stale']);
      const answers = (await conversation.load(id))?.answers ?? {};
      expect(Object.keys(answers)).toEqual(['ask-requester-pays']);
      await until(() => surface.shown.length > 0, 'a card');
    });

    it('takes two answers at once to be one after the other: the later is to a question not yet asked', async () => {
      const { conversation } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      const outcome = await answer(conversation, id, 'ask-scp-deny', 'yes');
      expect(outcome.outcome).toBe('stale');
    });

    it('is taken on by another process, click by click, in the same message', async () => {
      const surface = new RecordingSurface();
      const one = started(startProcess(store, { surface }));
      const second = await backing.open();
      const two = second === store ? one : started(startProcess(second, { surface }));
      const id = await startInvestigation(one.conversation);
      await until(() => surface.shown.length === 1, 'the first question');
      await answer(two.conversation, id, 'ask-requester-pays', 'no');
      await answer(one.conversation, id, 'ask-condition-source-vpce', 'no');
      await answer(two.conversation, id, 'ask-scp-deny', 'yes');
      await until(() => textOf(surface.last).includes('organization policy'), 'the result');
      expect(surface.shown.filter(({ posted }) => posted)).toHaveLength(1);
      expect(surface.mostAtOnce).toBe(1);
    });

    it('goes on after a restart between two clicks', async () => {
      const surface = new RecordingSurface();
      const before = startProcess(store, { surface });
      const id = await startInvestigation(before.conversation);
      await answer(before.conversation, id, 'ask-requester-pays', 'no');
      await before.stop();
      const after = started(startProcess(await backing.open(), { surface }));
      expect(await answer(after.conversation, id, 'ask-condition-source-vpce', 'yes')).toEqual({
        outcome: 'applied',
      });
      await until(() => textOf(surface.last).includes('wants a VPC endpoint'), 'the result');
    });

    it('lets only the person who started it answer, and names them', async () => {
      const { conversation } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      const stranger = { ...JANE, userId: 'U9' };
      const outcome = await conversation.handle(id, 'e', stranger, { kind: 'recheck.requested' });
      expect(outcome).toMatchObject({
        outcome: 'forbidden',
        message: ['Only ', { kind: 'user', userId: 'U1' }, expect.anything()],
      });
      expect((await conversation.load(id))?.answers).toEqual({});
    });

    it('says that it does not know what has expired, or was never there', async () => {
      const { conversation } = started(startProcess(store));
      for (const id of ['inv_AAAAAAAAAAAAAAAA', 'nonsense', '{p1}:inv:x']) {
        expect((await answer(conversation, id, 's', 'o')).outcome).toBe('not_found');
      }
    });

    describe('showing', () => {
      it('tries again when the platform is out, and shows what is true by then', async () => {
        const { conversation, surface } = started(startProcess(store));
        surface.failures.push(
          { outcome: 'retry', reason: '503' },
          { outcome: 'retry', reason: '429', afterMs: 60 },
        );
        const id = await startInvestigation(conversation);
        await answer(conversation, id, 'ask-requester-pays', 'yes');
        await until(() => textOf(surface.last).includes('Requester Pays'), 'the result');
        expect(surface.shown.filter(({ posted }) => posted)).toHaveLength(1);
      });

      it('gives up a message that is gone, and shows a new one at the next click', async () => {
        const { conversation, surface } = started(startProcess(store));
        const id = await startInvestigation(conversation);
        await until(() => surface.shown.length === 1, 'the first question');
        await pause(50);
        surface.failures.push({ outcome: 'gone', reason: 'message_not_found' });
        await answer(conversation, id, 'ask-requester-pays', 'no');
        await until(async () => (await conversation.load(id))?.unreachable !== undefined, 'the mark');
        await answer(conversation, id, 'ask-condition-source-vpce', 'yes');
        await until(() => surface.notices.length === 1, 'the notice');
        expect(surface.shown.at(-1)?.posted).toBe(true);
        expect(JSON.stringify(surface.notices)).toContain('message_not_found');
        expect((await conversation.load(id))?.unreachable).toBeUndefined();
      });
    });

    describe('the audit', () => {
      it('shows progress, then what it found', async () => {
        const collector = collectorOf(async ({ onProgress, accounts, bucket, operation }) => {
          expect({ accounts, bucket, operation }).toEqual({
            accounts: ACCOUNTS,
            bucket: 'amzn-s3-demo-bucket',
            operation: 'GetObject',
          });
          onProgress({ done: 2, total: 9, reading: 'the bucket policy' });
          await pause(80);
          return read('Requester');
        });
        const { conversation, surface } = started(startProcess(store, { collector, auditAccess: ALLOWED }));
        await startInvestigation(conversation, { audit: true });
        await until(() => textOf(surface.last).includes('s3:GetBucketRequestPayment'), 'the result');
        const texts = surface.shown.map(({ card }) => card.fallback);
        expect(texts.some((text) => text.includes('reading the bucket policy (2 of 9)'))).toBe(true);
        expect(surface.shown.filter(({ posted }) => posted)).toHaveLength(1);
      });

      it('is not made for a person who may not', async () => {
        let calls = 0;
        const collector = collectorOf(async () => {
          calls += 1;
          return read('Requester');
        });
        const { conversation, surface } = started(
          startProcess(store, { collector, auditAccess: { auditable: async () => [] } }),
        );
        await startInvestigation(conversation, { audit: true });
        await until(() => surface.shown.length === 1, 'the first question');
        expect(await conversation.mayAudit(JANE)).toBe(false);
        expect(buttonsOf(surface.last)).toContain('answer:yes');
        expect(calls).toBe(0);
      });

      it('that throws leaves everything unknown, and the card says so', async () => {
        const collector = collectorOf(async () => {
          throw new Error('secret AKIAIOSFODNN7EXAMPLE');
        });
        const { conversation, surface } = started(startProcess(store, { collector, auditAccess: ALLOWED }));
        await startInvestigation(conversation, { audit: true });
        await until(() => buttonsOf(surface.last).includes('answer:yes'), 'the first question');
        expect(textOf(surface.last)).toContain('Reading AWS failed');
        expect(textOf(surface.last)).not.toContain('AKIA');
      });

      it('that takes too long is given up', async () => {
        const collector = collectorOf(() => new Promise(() => {}));
        const limits = { collectMs: 100 };
        const { conversation, surface } = started(
          startProcess(store, { collector, auditAccess: ALLOWED, limits }),
        );
        await startInvestigation(conversation, { audit: true });
        await until(() => buttonsOf(surface.last).includes('answer:yes'), 'the first question');
        expect(textOf(surface.last)).toContain('AWS took too long');
      });

      it('of details that were changed meanwhile is dropped', async () => {
        const collector = collectorOf(
          ({ signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
        );
        const { conversation, surface } = started(startProcess(store, { collector, auditAccess: ALLOWED }));
        const id = await startInvestigation(conversation, { audit: true });
        await until(() => surface.shown.length === 1, 'progress');
        const details = { bucket: 'amzn-s3-demo-bucket2', operation: 'PutObject', audit: false };
        expect(await conversation.handle(id, 'edit', JANE, { kind: 'details.edited', details })).toEqual({
          outcome: 'applied',
        });
        await until(
          () => buttonsOf(surface.last).includes('answer:yes'),
          'the question about the new details',
        );
        expect(textOf(surface.last)).toContain('PutObject');
      });

      it('that is under way when its process drains is made by the next one', async () => {
        const surface = new RecordingSurface();
        let began = false;
        const patient = collectorOf(({ signal }) => {
          began = true;
          return new Promise((_, reject) =>
            signal.addEventListener('abort', () => reject(new Error('aborted'))),
          );
        });
        const draining = startProcess(store, { surface, collector: patient, auditAccess: ALLOWED });
        const id = await startInvestigation(draining.conversation, { audit: true });
        await until(() => began, 'the first attempt');
        await draining.stop();
        expect((await draining.conversation.load(id))?.phase).toBe('collecting');
        const collector = collectorOf(async () => read('Requester'));
        started(startProcess(await backing.open(), { surface, collector, auditAccess: ALLOWED }));
        await until(() => textOf(surface.last).includes('s3:GetBucketRequestPayment'), 'the result');
      });

      it('made again says what changed, and keeps the answers', async () => {
        let payer: 'Requester' | 'BucketOwner' = 'Requester';
        const collector = collectorOf(async () => read(payer));
        const { conversation, surface } = started(startProcess(store, { collector, auditAccess: ALLOWED }));
        const id = await startInvestigation(conversation, { audit: true });
        await until(() => buttonsOf(surface.last).includes('recheck'), 'the result');
        payer = 'BucketOwner';
        await conversation.handle(id, 'again', JANE, { kind: 'recheck.requested' });
        await until(() => buttonsOf(surface.last).includes('answer:yes'), 'the next question');
        await answer(conversation, id, 'ask-condition-source-vpce', 'no');
        await answer(conversation, id, 'ask-scp-deny', 'no');
        await conversation.handle(id, 'again-2', JANE, { kind: 'recheck.requested' });
        await until(() => textOf(surface.last).includes('nothing has changed'), 'the comparison');
        payer = 'Requester';
        await conversation.handle(id, 'again-3', JANE, { kind: 'recheck.requested' });
        await until(
          () => textOf(surface.last).includes('“The bucket is Requester Pays” is new'),
          'the comparison',
        );
        expect((await conversation.load(id))?.answers).toEqual({
          'ask-condition-source-vpce': 'no',
          'ask-scp-deny': 'no',
        });
      });
    });

    describe('support', () => {
      it('gets one post for each diagnosis, and the card then shows it as posted', async () => {
        const process = started(startProcess(store));
        const id = await diagnosed(process);
        const outcomes = await Promise.all([
          post(process, id),
          post(process, id),
          post(process, id, 'e'),
          post(process, id, 'e'),
        ]);
        expect(outcomes.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1);
        await until(() => textOf(process.surface.last).includes('Posted to the support channel'), 'the mark');
        await pause(80);
        expect(process.surface.support).toHaveLength(1);
        expect(process.surface.support[0]?.channel).toBe('C-support');
        expect(buttonsOf(process.surface.last)).not.toContain('post_to_support');
        expect(textOf(process.surface.last)).toContain('https://chat.example/support-1');
      });

      it('can be posted to again when the diagnosis has changed', async () => {
        const process = started(startProcess(store));
        const id = await diagnosed(process);
        await post(process, id);
        await until(() => process.surface.support.length === 1, 'the first post');
        const details = {
          bucket: 'amzn-s3-demo-bucket',
          key: 'other.csv',
          operation: 'GetObject',
          audit: false,
        };
        await process.conversation.handle(id, 'edit', JANE, { kind: 'details.edited', details });
        await until(() => buttonsOf(process.surface.last).includes('post_to_support'), 'the button');
        expect(await post(process, id)).toEqual({ outcome: 'applied' });
        await until(() => process.surface.support.length === 2, 'the second post');
        expect(textOf(process.surface.support[1]?.card)).toContain('other.csv');
      });

      it('is posted to once more after a failure, and the person is told where it cannot be', async () => {
        const process = started(startProcess(store));
        const id = await diagnosed(process);
        process.surface.supportFailures.push(
          { outcome: 'retry', reason: '503' },
          { outcome: 'gone', reason: 'is_archived' },
        );
        await post(process, id);
        await until(() => process.surface.notices.length === 1, 'the notice');
        expect(JSON.stringify(process.surface.notices)).toContain('is_archived');
        await until(() => buttonsOf(process.surface.last).includes('post_to_support'), 'the button again');
        expect(await post(process, id)).toEqual({ outcome: 'applied' });
        await until(() => process.surface.support.length === 1, 'the post');
      });

      it('is not offered where there is no support channel', async () => {
        const surface = new RecordingSurface();
        const process = started(startProcess(store, { surface, supportChannels: {} }));
        const id = await startInvestigation(process.conversation);
        await answer(process.conversation, id, 'ask-requester-pays', 'yes');
        await until(() => buttonsOf(surface.last).includes('recheck'), 'the result');
        expect(buttonsOf(surface.last)).not.toContain('post_to_support');
        expect((await post(process, id)).outcome).toBe('stale');
      });
    });

    it('keeps the answers that still apply when details are edited', async () => {
      const { conversation } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      await answer(conversation, id, 'ask-requester-pays', 'no');
      const details = { bucket: 'amzn-s3-demo-bucket2', operation: 'GetObject', audit: false };
      await conversation.handle(id, 'edit', JANE, { kind: 'details.edited', details });
      const after = await conversation.load(id);
      expect(after?.details.bucket).toBe('amzn-s3-demo-bucket2');
      expect(after?.answers).toEqual({ 'ask-requester-pays': 'no' });
      expect(after?.machine.value).toBe('ask-condition-source-vpce');
    });

    it('opens and closes how to check, what was checked, and takes feedback', async () => {
      const { conversation, surface } = started(startProcess(store));
      const id = await startInvestigation(conversation);
      const handle = (event: Parameters<typeof conversation.handle>[3]) =>
        conversation.handle(id, randomUUID(), JANE, event);
      await handle({ kind: 'how_to.toggled', step: 'ask-requester-pays' });
      await until(
        () => textOf(surface.last).includes('aws s3api get-bucket-policy --bucket \\"amzn-s3-demo-bucket\\"'),
        'how to',
      );
      await handle({ kind: 'how_to.toggled', step: 'ask-requester-pays' });
      expect((await handle({ kind: 'how_to.toggled', step: 'ask-scp-deny' })).outcome).toBe('stale');
      await until(() => !textOf(surface.last).includes('get-bucket-policy'), 'how to gone');
      await answer(conversation, id, 'ask-requester-pays', 'yes');
      await handle({ kind: 'checks.toggled' });
      await until(() => textOf(surface.last).includes('What I checked'), 'the checks');
      await handle({ kind: 'feedback.given', solved: false });
      await until(() => textOf(surface.last).includes('Thank you'), 'thanks');
      await handle({ kind: 'feedback.given', solved: true });
      await until(() => !buttonsOf(surface.last).includes('feedback:solved'), 'thanks');
      expect((await conversation.load(id))?.feedback).toBe('solved');
    });
  });
}
