import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EvidenceCollector } from '../../src/evidence/collector.js';
import type { InvestigationStore } from '../../src/conversation/index.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import {
  answer,
  DETAILS,
  idOf,
  JANE,
  pause,
  PLACE,
  startInvestigation,
  startProcess,
  until,
  type Process,
} from './support/rig.js';
import { buttonsOf, RecordingSurface, textOf } from './support/surface.js';
import type { StoreUnderTest } from './store-contract.js';

const DM = { channel: 'U1', direct: true };
const ACCOUNTS = [
  { account: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/audit', externalId: 'x' },
];

/** What a person does with a result and with the conversation as a whole, whatever store is behind it. */
export function describeKeepingContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`what becomes of a conversation on ${name}`, () => {
    let backing: StoreUnderTest;
    let store: InvestigationStore;
    const processes: Process[] = [];
    const start = (...options: Parameters<typeof startProcess>) => {
      const process = startProcess(...options);
      processes.push(process);
      return process;
    };
    const handle = (
      { conversation }: Process,
      id: string,
      event: InvestigationEvent,
      eventId: string = randomUUID(),
    ) => conversation.handle(id, eventId, JANE, event);
    const diagnosed = async (process: Process) => {
      const id = await startInvestigation(process.conversation);
      await answer(process.conversation, id, 'ask-requester-pays', 'yes');
      await until(() => buttonsOf(process.surface.last).includes('post_to_support'), 'the result');
      return id;
    };
    const posted = async (process: Process) => {
      const id = await diagnosed(process);
      await handle(process, id, { kind: 'support.requested' });
      await until(() => buttonsOf(process.surface.last).includes('add_note'), 'the post');
      return id;
    };

    beforeEach(async () => {
      backing = await create();
      store = await backing.open();
    });

    afterEach(async () => {
      for (const process of processes.splice(0)) await process.stop();
      await backing.close();
    });

    describe('the format of a fix', () => {
      it('is commands first, and another one when it is chosen', async () => {
        const process = start(store);
        const id = await diagnosed(process);
        expect(textOf(process.surface.last)).toContain('aws s3api fix-requester-pays');
        expect(textOf(process.surface.last)).not.toContain('aws_s3_fix');
        expect(buttonsOf(process.surface.last)).toEqual(
          expect.arrayContaining(['format:cli', 'format:terraform']),
        );
        expect(await handle(process, id, { kind: 'format.chosen', format: 'terraform' })).toEqual({
          outcome: 'applied',
        });
        await until(() => textOf(process.surface.last).includes('aws_s3_fix'), 'the other format');
        expect(textOf(process.surface.last)).not.toContain('aws s3api fix-requester-pays');
      });

      it('falls back to what there is where a fix cannot be had in it', async () => {
        const process = start(store);
        const id = await diagnosed(process);
        await handle(process, id, { kind: 'format.chosen', format: 'cloudformation' });
        await until(() => process.surface.shown.length >= 3, 'the card');
        expect(textOf(process.surface.last)).toContain('aws s3api fix-requester-pays');
      });

      it('does not change what was posted to support', async () => {
        const process = start(store);
        const id = await posted(process);
        await handle(process, id, { kind: 'format.chosen', format: 'terraform' });
        expect((await handle(process, id, { kind: 'support.requested' })).outcome).toBe('stale');
      });

      it('cannot be chosen before there is a fix', async () => {
        const process = start(store);
        const id = await startInvestigation(process.conversation);
        expect((await handle(process, id, { kind: 'format.chosen', format: 'cli' })).outcome).toBe('stale');
      });
    });

    describe('a note to support', () => {
      it('is a reply to the post, once for three deliveries of it', async () => {
        const process = start(store);
        const id = await posted(process);
        const send = () => handle(process, id, { kind: 'note.added', text: ' <!channel> urgent ' }, 'view-1');
        const outcomes = (await Promise.all([send(), send(), send()])).map(({ outcome }) => outcome);
        expect(outcomes.sort()).toEqual(['applied', 'repeated', 'repeated']);
        await until(() => process.surface.replies.length > 0, 'the reply');
        await pause(60);
        expect(process.surface.replies).toHaveLength(1);
        expect(process.surface.replies[0]).toMatchObject({ channel: 'C-support', message: 'support-1' });
        expect(textOf(process.surface.replies[0]?.card)).toContain('<!channel> urgent');
      });

      it('is not taken before the post, nor without words', async () => {
        const process = start(store);
        const id = await diagnosed(process);
        expect((await handle(process, id, { kind: 'note.added', text: 'x' })).outcome).toBe('stale');
        await handle(process, id, { kind: 'support.requested' });
        await until(() => buttonsOf(process.surface.last).includes('add_note'), 'the post');
        expect((await handle(process, id, { kind: 'note.added', text: ' ' })).outcome).toBe('invalid');
      });
    });

    describe('keeping it private', () => {
      it('shows it in a direct message, then takes the one in the channel back', async () => {
        const process = start(store);
        const id = await diagnosed(process);
        const before = process.surface.shown.at(-1)?.place;
        await handle(process, id, { kind: 'privacy.requested' });
        await until(() => process.surface.withdrawn.length === 1, 'the line in the channel');
        expect(process.surface.shown.at(-1)).toMatchObject({ place: DM, posted: true });
        expect(process.surface.withdrawn).toEqual([{ place: before, because: 'private' }]);
        await until(() => !buttonsOf(process.surface.last).includes('keep_private'), 'no button');
        expect((await handle(process, id, { kind: 'privacy.requested' })).outcome).toBe('stale');
      });

      it('moves it once for two clicks at once', async () => {
        const process = start(store);
        const id = await diagnosed(process);
        const outcomes = await Promise.all([
          handle(process, id, { kind: 'privacy.requested' }),
          handle(process, id, { kind: 'privacy.requested' }),
        ]);
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'stale']);
        await until(() => process.surface.withdrawn.length > 0, 'the line in the channel');
        await pause(60);
        expect(process.surface.withdrawn).toHaveLength(1);
        expect(process.surface.shown.filter(({ place, posted: anew }) => anew && place.direct)).toHaveLength(
          1,
        );
      });

      it('is not offered in a direct message', async () => {
        const process = start(store);
        const request = { eventId: 'e', actor: JANE, place: DM, details: DETAILS };
        await process.conversation.start(request);
        await until(() => process.surface.shown.length === 1, 'the question');
        expect(buttonsOf(process.surface.last)).not.toContain('keep_private');
      });

      it('takes a channel message back that was still on its way', async () => {
        const process = start(store);
        process.surface.delayMs = 60;
        const id = await startInvestigation(process.conversation);
        await pause(20);
        await handle(process, id, { kind: 'privacy.requested' });
        await until(() => process.surface.withdrawn.length === 1, 'the line in the channel');
        expect(process.surface.withdrawn[0]?.place).toMatchObject(PLACE);
        await until(async () => (await process.conversation.load(id))?.place.direct === true, 'the place');
      });
    });

    it('goes on in another process at every step, and each step is taken once', async () => {
      const surface = new RecordingSurface();
      const one = start(store, { surface });
      const second = await backing.open();
      const two = second === store ? one : start(second, { surface });
      const id = await diagnosed(one);
      const both = async (event: InvestigationEvent, eventId: string) => {
        const outcomes = await Promise.all([
          handle(one, id, event, eventId),
          handle(two, id, event, eventId),
        ]);
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'repeated']);
      };
      await both({ kind: 'format.chosen', format: 'terraform' }, 'e1');
      await both({ kind: 'support.requested' }, 'e2');
      await until(() => buttonsOf(surface.last).includes('add_note'), 'the post');
      await both({ kind: 'note.added', text: 'urgent' }, 'e3');
      await both({ kind: 'privacy.requested' }, 'e4');
      await until(() => surface.withdrawn.length > 0, 'the line in the channel');
      await handle(two, id, { kind: 'deletion.requested' }, 'e5');
      expect((await handle(one, id, { kind: 'deletion.requested' }, 'e6')).outcome).toBe('not_found');
      await until(() => surface.withdrawn.length > 1, 'the message gone');
      await pause(60);
      expect(surface.support).toHaveLength(1);
      expect(surface.replies).toHaveLength(1);
      expect(surface.withdrawn.map(({ because }) => because)).toEqual(['private', 'deleted']);
      expect(await two.conversation.load(id)).toBeUndefined();
    });

    describe('recent investigations', () => {
      it('are listed for their owner, the latest first, each with how far it has come', async () => {
        const process = start(store);
        const first = await diagnosed(process);
        await pause(20);
        const second = await startInvestigation(process.conversation, { key: 'other.csv' });
        await until(async () => (await process.conversation.recent(JANE)).length === 2, 'both');
        const listed = await process.conversation.recent(JANE);
        expect(listed.map(({ id }) => id)).toEqual([second, first]);
        expect(listed.map(({ title, postable }) => [title, postable])).toEqual([
          ['GetObject on s3://amzn-s3-demo-bucket/other.csv', false],
          ['GetObject on s3://amzn-s3-demo-bucket/report.csv', true],
        ]);
        expect(listed[1]?.state).toContain('Found: The bucket is Requester Pays');
        expect(await process.conversation.recent({ ...JANE, userId: 'U2' })).toEqual([]);
        expect(await process.conversation.recent({ ...JANE, workspace: 'T2' })).toEqual([]);
      });

      it('are ten at most', async () => {
        const process = start(store);
        for (let index = 0; index < 12; index += 1) {
          await startInvestigation(process.conversation, { key: `${index}` });
          await pause(10);
        }
        await until(async () => {
          const [latest] = await process.conversation.recent(JANE);
          return latest?.title.endsWith('/11') === true;
        }, 'the last one');
        expect(await process.conversation.recent(JANE)).toHaveLength(10);
      });

      it('can be shown again at the end of the direct messages', async () => {
        const process = start(store);
        const request = { eventId: 'e', actor: JANE, place: DM, details: DETAILS };
        const id = idOf(await process.conversation.start(request));
        await until(() => process.surface.shown.length === 1, 'the question');
        await pause(30);
        await handle(process, id, { kind: 'resume.requested' });
        await until(() => process.surface.withdrawn.length === 1, 'the old message gone');
        expect(process.surface.shown.at(-1)).toMatchObject({ posted: true });
        expect(process.surface.withdrawn[0]?.because).toBe('moved');
      });

      it('leave nothing behind when they are deleted, and nothing brings them back', async () => {
        const process = start(store);
        const id = await diagnosed(process);
        await until(async () => (await process.conversation.recent(JANE)).length === 1, 'the list');
        const stranger = { ...JANE, userId: 'U9' };
        const refused = await process.conversation.handle(id, 'x', stranger, { kind: 'deletion.requested' });
        expect(refused.outcome).toBe('forbidden');
        expect(await handle(process, id, { kind: 'deletion.requested' })).toEqual({ outcome: 'applied' });
        await until(() => process.surface.withdrawn.length === 1, 'the message gone');
        expect(process.surface.withdrawn[0]?.because).toBe('deleted');
        expect(await process.conversation.load(id)).toBeUndefined();
        expect(await process.conversation.recent(JANE)).toEqual([]);
        expect((await handle(process, id, { kind: 'recheck.requested' })).outcome).toBe('not_found');
        const kept = JSON.stringify((await store.load(id))?.investigation);
        expect(kept).not.toMatch(/amzn-s3-demo-bucket|Jane|requester/);
      });

      it('are deleted for good while AWS is being read for them', async () => {
        let began = false;
        let stopped = false;
        const collector: EvidenceCollector = {
          collect: ({ signal, onProgress }) =>
            new Promise((_, reject) => {
              began = true;
              const timer = setInterval(() => onProgress({ done: 1, total: 2, reading: 'x' }), 10);
              signal.addEventListener('abort', () => {
                clearInterval(timer);
                stopped = true;
                reject(new Error('aborted'));
              });
            }),
        };
        const process = start(store, { collector, auditAccess: { auditable: async () => ACCOUNTS } });
        const id = await startInvestigation(process.conversation, { audit: true });
        await until(() => began && process.surface.shown.length > 0, 'progress');
        expect(await process.conversation.auditable(JANE)).toEqual(['111122223333']);
        await handle(process, id, { kind: 'deletion.requested' });
        await until(() => stopped, 'the audit given up');
        await until(() => process.surface.withdrawn.length === 1, 'the message gone');
        expect(await process.conversation.load(id)).toBeUndefined();
      });
    });

    it('offers none of this where the platform cannot do it', async () => {
      const surface = new RecordingSurface();
      const plain = {
        show: surface.show.bind(surface),
        postSupport: surface.postSupport.bind(surface),
        notify: surface.notify.bind(surface),
      };
      const process = start(store, { surface, surfaces: { slack: plain, teams: undefined } });
      const id = await diagnosed(process);
      expect(buttonsOf(surface.last)).not.toContain('keep_private');
      await handle(process, id, { kind: 'deletion.requested' });
      expect(await process.conversation.load(id)).toBeUndefined();
    });
  });
}
