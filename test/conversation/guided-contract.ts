import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { InvestigationStore } from '../../src/conversation/index.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import { FLOW, flowWith, libraryWith, TYPED_FLOW } from './support/library.js';
import {
  answer,
  DETAILS,
  JANE,
  startInvestigation,
  startProcess,
  until,
  type Process,
} from './support/rig.js';
import { buttonsOf, choicesOf, RecordingSurface, textOf } from './support/surface.js';
import type { StoreUnderTest } from './store-contract.js';

const TYPED = libraryWith(TYPED_FLOW);
const OTHER = flowWith(['ask-scp-deny', 'ask-requester-pays'], {
  id: 'cross-account',
  title: 'Across accounts',
});
const TWO = libraryWith(FLOW, OTHER);

/** How a person finds their way through a conversation and back, whatever store is behind it. */
export function describeGuidedContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`a guided conversation on ${name}`, () => {
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
    const answersOf = async ({ conversation }: Process, id: string) => (await conversation.load(id))?.answers;

    beforeEach(async () => {
      backing = await create();
      store = await backing.open();
    });

    afterEach(async () => {
      for (const process of processes.splice(0)) await process.stop();
      await backing.close();
    });

    describe('changing an answer', () => {
      const change = { kind: 'change.toggled', step: 'ask-requester-pays' } as const;
      let process: Process;
      let id: string;
      beforeEach(async () => {
        process = start(store);
        id = await startInvestigation(process.conversation);
        await answer(process.conversation, id, 'ask-requester-pays', 'no');
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'yes');
        await until(() => choicesOf(process.surface.last).length > 0, 'the result');
      });

      it('is offered for each answer, and asks that question again', async () => {
        expect(choicesOf(process.surface.last)).toEqual([
          'change:ask-requester-pays',
          'change:ask-condition-source-vpce',
        ]);
        expect((await handle(process, id, change)).outcome).toBe('applied');
        await until(
          () => textOf(process.surface.last).includes('Is the bucket Requester Pays?'),
          'the question',
        );
        expect(textOf(process.surface.last)).toContain('you answered “No”');
        expect(buttonsOf(process.surface.last)).toEqual([
          'answer:yes',
          'answer:no',
          'answer:unsure',
          'how_to:ask-requester-pays',
          'change:ask-requester-pays',
          'edit_details',
          'start_over',
          'keep_private',
        ]);
        expect((await process.conversation.load(id))?.phase).toBe('asking');
      });

      it('decides anew what came after it', async () => {
        await handle(process, id, change);
        expect((await answer(process.conversation, id, 'ask-requester-pays', 'yes')).outcome).toBe('applied');
        expect(await answersOf(process, id)).toEqual({ 'ask-requester-pays': 'yes' });
        await until(
          () => textOf(process.surface.last).includes('The bucket is Requester Pays'),
          'the result',
        );
        expect(textOf(process.surface.last)).not.toContain('VPC endpoint');
      });

      it('leaves the answer as it is when the person thinks better of it', async () => {
        const before = await process.conversation.load(id);
        await handle(process, id, change);
        await handle(process, id, change);
        expect(await process.conversation.load(id)).toEqual(before);
      });

      it('happens once, however often the new answer is delivered or clicked', async () => {
        await handle(process, id, change);
        const click = () => answer(process.conversation, id, 'ask-requester-pays', 'yes', 'click-9');
        const outcomes = (await Promise.all([click(), click(), click()])).map(({ outcome }) => outcome);
        expect(outcomes.sort()).toEqual(['applied', 'repeated', 'repeated']);
        expect((await answer(process.conversation, id, 'ask-requester-pays', 'no')).outcome).toBe('stale');
        expect(await answersOf(process, id)).toEqual({ 'ask-requester-pays': 'yes' });
      });

      it('does not take an old button of another question for the new answer', async () => {
        await handle(process, id, change);
        const old = await answer(process.conversation, id, 'ask-condition-source-vpce', 'no');
        expect(old.outcome).toBe('stale');
        expect(await answersOf(process, id)).toMatchObject({ 'ask-condition-source-vpce': 'yes' });
      });

      it('says so where there is no answer of that name', async () => {
        const outcome = await handle(process, id, { kind: 'change.toggled', step: 'ask-scp-deny' });
        expect(outcome).toMatchObject({
          outcome: 'stale',
          message: [expect.stringMatching(/no answer of yours/)],
        });
        expect((await process.conversation.load(id))?.changing).toBeUndefined();
      });

      it('is refused to anybody else', async () => {
        const other = { ...JANE, userId: 'U2' };
        const outcome = await process.conversation.handle(id, randomUUID(), other, change);
        expect(outcome.outcome).toBe('forbidden');
      });
    });

    describe('looking for further causes', () => {
      const further = { kind: 'further.requested' } as const;
      const back = { kind: 'further.ended' } as const;
      const FIRST = 'The bucket is Requester Pays';
      const SECOND = 'An organization policy denies it';
      let process: Process;
      let id: string;
      beforeEach(async () => {
        process = start(store);
        id = await startInvestigation(process.conversation);
        await answer(process.conversation, id, 'ask-requester-pays', 'yes');
        await until(() => textOf(process.surface.last).includes(FIRST), 'the first cause');
      });

      it('is offered under the first cause, and asks what is left', async () => {
        expect(buttonsOf(process.surface.last)).toContain('keep_looking');
        expect((await handle(process, id, further)).outcome).toBe('applied');
        await until(
          () => textOf(process.surface.last).includes('Does the policy name a VPC endpoint?'),
          'the question',
        );
        expect(textOf(process.surface.last)).toContain(`Found already: ${FIRST}.`);
        expect(buttonsOf(process.surface.last)).toContain('show_result');
        expect(await process.conversation.load(id)).toMatchObject({
          phase: 'asking',
          further: { beyond: ['requester-pays'], answered: 1 },
        });
      });

      it('ends at the next cause, which stands beside the first', async () => {
        await handle(process, id, further);
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'yes');
        await until(
          () => textOf(process.surface.last).includes('The bucket policy wants a VPC endpoint'),
          'both',
        );
        expect(textOf(process.surface.last)).toContain(FIRST);
        await handle(process, id, further);
        await answer(process.conversation, id, 'ask-scp-deny', 'no');
        await until(() => buttonsOf(process.surface.last).includes('recheck'), 'the result again');
        expect(buttonsOf(process.surface.last)).not.toContain('keep_looking');
        expect((await handle(process, id, further)).outcome).toBe('stale');
      });

      it('goes back to the result with what was answered on the way', async () => {
        await handle(process, id, further);
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'no');
        expect((await handle(process, id, back)).outcome).toBe('applied');
        await until(() => buttonsOf(process.surface.last).includes('keep_looking'), 'the result');
        const after = await process.conversation.load(id);
        expect(after).toMatchObject({ phase: 'diagnosed', answers: { 'ask-condition-source-vpce': 'no' } });
        expect(after).not.toHaveProperty('further');
        expect((await handle(process, id, back)).outcome).toBe('stale');
      });

      it('goes on in another process, and happens once however often it is clicked', async () => {
        const clicks = [handle(process, id, further, 'click-7'), handle(process, id, further, 'click-7')];
        const outcomes = (await Promise.all(clicks)).map(({ outcome }) => outcome);
        expect(outcomes.sort()).toEqual(['applied', 'repeated']);
        await process.stop();
        const next = start(await backing.open());
        await answer(next.conversation, id, 'ask-condition-source-vpce', 'no');
        await answer(next.conversation, id, 'ask-scp-deny', 'yes');
        await until(() => textOf(next.surface.last).includes(SECOND), 'the second cause');
        expect(textOf(next.surface.last)).toContain(FIRST);
      });

      it('keeps what it has found when an earlier answer is changed', async () => {
        await handle(process, id, further);
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'no');
        await answer(process.conversation, id, 'ask-scp-deny', 'yes');
        await handle(process, id, { kind: 'change.toggled', step: 'ask-requester-pays' });
        await answer(process.conversation, id, 'ask-requester-pays', 'no');
        expect(await answersOf(process, id)).toEqual({
          'ask-requester-pays': 'no',
          'ask-condition-source-vpce': 'no',
          'ask-scp-deny': 'yes',
        });
        await until(() => textOf(process.surface.last).includes(SECOND), 'the other cause');
        expect(textOf(process.surface.last)).not.toContain(FIRST);
      });

      it('keeps what it has found when it is checked again, and goes on from there', async () => {
        await handle(process, id, further);
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'yes');
        await handle(process, id, { kind: 'recheck.requested' });
        await until(() => textOf(process.surface.last).includes('nothing has changed'), 'the recheck');
        expect(textOf(process.surface.last)).toContain('The bucket policy wants a VPC endpoint');
        expect((await handle(process, id, further)).outcome).toBe('applied');
        await until(() => textOf(process.surface.last).includes('Does an SCP deny it?'), 'the rest');
      });

      it('goes on after a deploy that adds a question', async () => {
        const short = libraryWith(flowWith(['ask-requester-pays', 'ask-scp-deny']));
        await process.stop();
        const old = start(await backing.open(), { library: short });
        await handle(old, id, further);
        await old.stop();
        const next = start(await backing.open());
        await answer(next.conversation, id, 'ask-condition-source-vpce', 'no');
        await answer(next.conversation, id, 'ask-scp-deny', 'yes');
        await until(() => textOf(next.surface.last).includes(SECOND), 'the second cause');
      });
    });

    describe('a typed value', () => {
      const payer = (value?: string) =>
        ({
          kind: 'answer.submitted',
          step: 'ask-requester-pays',
          option: 'payer',
          ...(value === undefined ? {} : { value }),
        }) as const;
      let process: Process;
      let id: string;
      beforeEach(async () => {
        process = start(store, { library: TYPED });
        id = await startInvestigation(process.conversation);
      });

      it('is asked for by its option, and nothing is taken until it comes', async () => {
        const outcome = await handle(process, id, payer(), 'click-1');
        expect(outcome).toEqual({
          outcome: 'needs_value',
          dialog: {
            step: 'ask-requester-pays',
            option: 'payer',
            question: 'Is the bucket Requester Pays?',
            label: 'The payer',
            hint: 'As S3 says it.',
            example: 'a value',
            length: 'line',
          },
        });
        expect(await handle(process, id, payer(), 'click-1')).toEqual(outcome);
        expect(await answersOf(process, id)).toEqual({});
      });

      it('is told to be wrong in one line, and can be sent again with the same event', async () => {
        expect(await handle(process, id, payer('Nobody'), 'view-1')).toMatchObject({ outcome: 'invalid' });
        expect(await answersOf(process, id)).toEqual({});
        expect((await handle(process, id, payer('Requester'), 'view-1')).outcome).toBe('applied');
        expect((await handle(process, id, payer('Requester'), 'view-1')).outcome).toBe('repeated');
      });

      it('is evidence like any other, and kept beside the answer', async () => {
        await handle(process, id, payer('Requester'));
        await until(() => textOf(process.surface.last).includes('Payer is Requester'), 'the result');
        expect(await process.conversation.load(id)).toMatchObject({
          answers: { 'ask-requester-pays': 'payer' },
          answerValues: { 'ask-requester-pays': { option: 'payer', text: 'Requester' } },
        });
      });

      it('that comes when the question is answered already changes nothing', async () => {
        await answer(process.conversation, id, 'ask-requester-pays', 'no');
        expect((await handle(process, id, payer('Requester'))).outcome).toBe('stale');
        expect(await answersOf(process, id)).toEqual({ 'ask-requester-pays': 'no' });
      });

      it('is gone when its answer is changed', async () => {
        await handle(process, id, payer('Requester'));
        await handle(process, id, { kind: 'change.toggled', step: 'ask-requester-pays' });
        await answer(process.conversation, id, 'ask-requester-pays', 'no');
        const after = await process.conversation.load(id);
        expect(after?.answers).toEqual({ 'ask-requester-pays': 'no' });
        expect(after).not.toHaveProperty('answerValues');
      });
    });

    describe('switching to other questions', () => {
      const switchTo = (flowId: string) => ({ kind: 'flow.switched', flowId }) as const;

      it('keeps the answers, asks on in the other article, and says who picked it', async () => {
        const process = start(store, { library: TWO });
        const id = await startInvestigation(process.conversation);
        await answer(process.conversation, id, 'ask-requester-pays', 'no');
        await until(() => choicesOf(process.surface.last).includes('switch_flow:cross-account'), 'the menu');
        expect((await handle(process, id, switchTo('cross-account'))).outcome).toBe('applied');
        await until(() => textOf(process.surface.last).includes('You picked this.'), 'the other article');
        expect(textOf(process.surface.last)).toContain('Does an SCP deny it?');
        expect(choicesOf(process.surface.last)).toContain('switch_flow:general-403');
        await answer(process.conversation, id, 'ask-scp-deny', 'no');
        const after = await process.conversation.load(id);
        expect(after).toMatchObject({ phase: 'diagnosed', flowId: 'cross-account', flowBy: 'person' });
        expect(after?.answers).toEqual({ 'ask-requester-pays': 'no', 'ask-scp-deny': 'no' });
      });

      it('stays picked when the same request is looked at again, and not for another', async () => {
        const process = start(store, { library: TWO });
        const id = await startInvestigation(process.conversation);
        await handle(process, id, switchTo('cross-account'));
        await handle(process, id, { kind: 'recheck.requested' });
        expect((await process.conversation.load(id))?.flowId).toBe('cross-account');
        await handle(process, id, { kind: 'details.edited', details: { ...DETAILS, key: 'other.csv' } });
        expect((await process.conversation.load(id))?.flowId).toBe('general-403');
      });

      it.each(['cross-acount', 'general-403', 'toString'])('to %s changes nothing', async (flowId) => {
        const process = start(store, { library: TWO });
        const id = await startInvestigation(process.conversation);
        expect((await handle(process, id, switchTo(flowId))).outcome).toBe('stale');
        expect(await process.conversation.load(id)).toMatchObject({ flowId: 'general-403' });
      });
    });

    describe('a deploy under a running conversation', () => {
      /** Answers under one library, and hands over to a process with another. */
      async function deploy(
        before: typeof TWO,
        after: typeof TWO,
        answers: Readonly<Record<string, string>>,
      ) {
        const surface = new RecordingSurface();
        const old = startProcess(store, { library: before, surface });
        const id = await startInvestigation(old.conversation);
        for (const [step, option] of Object.entries(answers))
          await answer(old.conversation, id, step, option);
        await old.stop();
        return { id, surface, process: start(await backing.open(), { library: after, surface }) };
      }
      const UPDATED = 'The questions were updated meanwhile.';

      it('that leaves its flow as it was changes nothing', async () => {
        const changed = libraryWith(FLOW, { ...OTHER, title: 'Another title' });
        const { id, process, surface } = await deploy({ ...TWO, fingerprint: 'x' }, changed, {
          'ask-requester-pays': 'no',
        });
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'no');
        await until(() => textOf(surface.last).includes('Does an SCP deny it?'), 'the next question');
        expect(textOf(surface.last)).not.toContain(UPDATED);
      });

      it('that adds a step carries the answers over, asks the new one, and says so once', async () => {
        const short = libraryWith(flowWith(['ask-requester-pays', 'ask-scp-deny']));
        const { id, process, surface } = await deploy(short, libraryWith(FLOW), {
          'ask-requester-pays': 'no',
        });
        const click = await answer(process.conversation, id, 'ask-scp-deny', 'no');
        expect(click.outcome).toBe('stale');
        await until(
          () => textOf(surface.last).includes(`${UPDATED} I kept your answers.`),
          'the word about it',
        );
        expect(textOf(surface.last)).toContain('Does the policy name a VPC endpoint?');
        await answer(process.conversation, id, 'ask-condition-source-vpce', 'no');
        await until(() => !textOf(surface.last).includes(UPDATED), 'the next card');
        // What the person clicked on the card from before the deploy is not asked again.
        expect(await answersOf(process, id)).toEqual({
          'ask-requester-pays': 'no',
          'ask-condition-source-vpce': 'no',
          'ask-scp-deny': 'no',
        });
      });

      it('that removes the step being asked goes on with the next, and the click loses nothing', async () => {
        const short = libraryWith(flowWith(['ask-requester-pays', 'ask-scp-deny']));
        const { id, process, surface } = await deploy(libraryWith(FLOW), short, {
          'ask-requester-pays': 'no',
        });
        expect((await answer(process.conversation, id, 'ask-condition-source-vpce', 'yes')).outcome).toBe(
          'stale',
        );
        await until(() => textOf(surface.last).includes('Does an SCP deny it?'), 'the next question');
        expect(textOf(surface.last)).toContain(UPDATED);
        await answer(process.conversation, id, 'ask-scp-deny', 'yes');
        await until(() => textOf(surface.last).includes('An organization policy denies it'), 'the result');
      });

      it('that removes an answered step drops that answer, and says how many', async () => {
        const short = libraryWith(flowWith(['ask-requester-pays', 'ask-scp-deny']));
        const { id, process, surface } = await deploy(libraryWith(FLOW), short, {
          'ask-requester-pays': 'no',
          'ask-condition-source-vpce': 'no',
        });
        await answer(process.conversation, id, 'ask-scp-deny', 'yes');
        await until(
          () => textOf(surface.last).includes('but for 1 to what is not asked any more'),
          'the word',
        );
        expect(await answersOf(process, id)).toEqual({ 'ask-requester-pays': 'no', 'ask-scp-deny': 'yes' });
      });

      it('that removes the flow goes on in the one that fits', async () => {
        const { id, process, surface } = await deploy(libraryWith(OTHER), libraryWith(FLOW), {
          'ask-scp-deny': 'no',
        });
        await answer(process.conversation, id, 'ask-requester-pays', 'no');
        await until(
          () => textOf(surface.last).includes('Does the policy name a VPC endpoint?'),
          'the question',
        );
        expect(textOf(surface.last)).toContain(UPDATED);
        expect(await process.conversation.load(id)).toMatchObject({
          flowId: 'general-403',
          answers: { 'ask-scp-deny': 'no', 'ask-requester-pays': 'no' },
        });
      });

      it('that takes away the option with a typed value forgets that value', async () => {
        const surface = new RecordingSurface();
        const old = startProcess(store, { library: TYPED, surface });
        const id = await startInvestigation(old.conversation);
        const event = {
          kind: 'answer.submitted',
          step: 'ask-requester-pays',
          option: 'payer',
          value: 'BucketOwner',
        };
        await old.conversation.handle(id, randomUUID(), JANE, event as InvestigationEvent);
        await old.stop();
        const process = start(await backing.open(), { library: libraryWith(FLOW), surface });
        await handle(process, id, { kind: 'recheck.requested' });
        const after = await process.conversation.load(id);
        expect(after?.answers).toEqual({});
        expect(after).not.toHaveProperty('answerValues');
        await until(
          () => textOf(surface.last).includes('Is the bucket Requester Pays?'),
          'the question again',
        );
      });

      it('that comes while a person changes an answer goes on with the next question', async () => {
        const surface = new RecordingSurface();
        const old = startProcess(store, { library: libraryWith(FLOW), surface });
        const id = await startInvestigation(old.conversation);
        await answer(old.conversation, id, 'ask-requester-pays', 'no');
        await handle(old, id, { kind: 'change.toggled', step: 'ask-requester-pays' });
        await old.stop();
        const short = libraryWith(flowWith(['ask-requester-pays', 'ask-scp-deny']));
        const process = start(await backing.open(), { library: short, surface });
        expect((await answer(process.conversation, id, 'ask-requester-pays', 'yes')).outcome).toBe('stale');
        await until(() => textOf(surface.last).includes(UPDATED), 'the word about it');
        expect(await process.conversation.load(id)).toMatchObject({
          answers: { 'ask-requester-pays': 'no' },
        });
      });
    });

    it('goes on with what a release before this one has written', async () => {
      const process = start(store);
      const id = await startInvestigation(process.conversation);
      const stored = await store.load(id);
      if (stored === undefined) throw new Error('not stored');
      const { investigation, version } = stored;
      const before = {
        ...investigation,
        flowFingerprint: 'c0ffee0123456789',
        answers: { 'ask-requester-pays': 'no' },
      };
      await store.commit({ investigation: before, from: version, eventId: 'old', effects: [] });
      expect((await answer(process.conversation, id, 'ask-condition-source-vpce', 'no')).outcome).toBe(
        'applied',
      );
      await until(() => textOf(process.surface.last).includes('Does an SCP deny it?'), 'the next question');
      expect(textOf(process.surface.last)).not.toContain('updated meanwhile');
    });
  });
}
