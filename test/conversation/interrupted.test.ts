import { afterEach, expect, test } from '@jest/globals';
import { createMemoryStore } from '../../src/conversation/index.js';
import type { Delivery } from '../../src/conversation/surface.js';
import { answer, JANE, PLACE, startInvestigation, startProcess, until, type Process } from './support/rig.js';
import { RecordingSurface, textOf } from './support/surface.js';

let process: Process;
afterEach(() => process.stop());

const UNANSWERED: Delivery<never> = { outcome: 'retry', reason: 'no answer', done: 'maybe' };
const REFUSED: Delivery<never> = { outcome: 'retry', reason: 'service_unavailable' };

async function shownAfter(failure: Delivery<never>) {
  const surface = new RecordingSurface();
  surface.failures.push(failure);
  process = startProcess(createMemoryStore(), { surface });
  const id = await startInvestigation(process.conversation);
  await until(() => surface.shown.length > 0, 'a card');
  return { surface, id };
}

test('a living message that may have been posted already says so, as long as it lives', async () => {
  const { surface, id } = await shownAfter(UNANSWERED);
  expect(textOf(surface.last)).toContain('if it stands here twice');
  await answer(process.conversation, id, 'ask-requester-pays', 'yes');
  await until(() => textOf(surface.last).includes('post_to_support'), 'the result');
  expect(surface.shown.at(-1)?.posted).toBe(false);
  expect(textOf(surface.last)).toContain('if it stands here twice');
});

test('whoever looks at a message tells where it is, before whoever takes over posts another', async () => {
  const surface = new RecordingSurface();
  surface.failures.push({ ...UNANSWERED, afterMs: 600_000 });
  process = startProcess(createMemoryStore(), { surface });
  const id = await startInvestigation(process.conversation);
  const seen = { channel: PLACE.channel, message: 'posted' };
  expect(await process.conversation.card(id, JANE, seen)).toBeDefined();
  expect((await process.conversation.load(id))?.place).toMatchObject(seen);
  await answer(process.conversation, id, 'ask-requester-pays', 'yes');
  expect((await process.conversation.load(id))?.place).toMatchObject(seen);
});

test('one that was refused says nothing of the kind', async () => {
  const { surface } = await shownAfter(REFUSED);
  expect(textOf(surface.last)).not.toContain('twice');
});

test('a support post that may have been posted already says so', async () => {
  const { surface, id } = await shownAfter(REFUSED);
  await answer(process.conversation, id, 'ask-requester-pays', 'yes');
  surface.supportFailures.push(UNANSWERED);
  await process.conversation.handle(id, 'support', JANE, { kind: 'support.requested' });
  await until(() => surface.support.length > 0, 'a support post');
  expect(textOf(surface.support[0]?.card)).toContain('it may be here twice');
});
