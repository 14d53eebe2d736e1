import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SAM } from '../../src/sandbox/slack-stand-in/people.js';
import { renderShareModal } from '../../src/slack/render/share-modal.js';
import { contentOf, Harness, MODAL } from './harness.js';

let harness: Harness;
let viewId: string;

beforeEach(async () => {
  harness = await new Harness().start();
  viewId = await openModal();
});
afterEach(() => harness.stop());

async function openModal(view: object = MODAL): Promise<string> {
  const trigger_id = harness.standIn.state.triggers.issue({ userId: SAM.id });
  const opened = await harness.client.apiCall('views.open', { trigger_id, view });
  const modals = harness.standIn.state.views.modals(SAM.id);
  expect(opened.ok).toBe(true);
  return modals.at(-1)?.id ?? '';
}

const modals = () => harness.standIn.state.views.modals(SAM.id);
const filled = {
  resource: { value: 's3://amzn-s3-demo-bucket/<key>' },
  operation: { value: 'GetObject' },
  audit: { value: ['audit'] },
};
const submit = (values: object = filled) => harness.do({ kind: 'view.submit', user: SAM.id, viewId, values });
const invalid = { response_action: 'errors', errors: { resource: 'That is no bucket' } };

test('a submission carries the values in the shapes of their elements', async () => {
  expect(await submit()).toEqual({ outcome: 'done' });
  expect(contentOf(harness.received.at(-1))).toMatchObject({
    type: 'view_submission',
    user: { id: SAM.id },
    view: {
      id: viewId,
      callback_id: 'intake',
      private_metadata: 'C0CLOUDHLP',
      state: {
        values: {
          resource: { value: { type: 'plain_text_input', value: 's3://amzn-s3-demo-bucket/<key>' } },
          operation: { value: { type: 'static_select', selected_option: { value: 'GetObject' } } },
          audit: { value: { type: 'checkboxes', selected_options: [{ value: 'audit' }] } },
        },
      },
    },
  });
  expect(modals()).toHaveLength(0);
});

test('what is not filled in is null, or an empty list', async () => {
  await submit({ resource: { value: 'b' } });
  expect(contentOf(harness.received.at(-1)).view.state.values).toMatchObject({
    operation: { value: { selected_option: null } },
    audit: { value: { selected_options: [] } },
  });
});

test('a chosen conversation is its id', async () => {
  const view = JSON.parse(JSON.stringify(renderShareModal('inv_abcdefghijklmnop')));
  viewId = await openModal(view);
  expect(await submit({})).toMatchObject({ outcome: 'errors' });
  expect(await submit({ channel: { value: 'C0CLOUDHLP' } })).toEqual({ outcome: 'done' });
  expect(contentOf(harness.received.at(-1)).view.state.values).toEqual({
    channel: { value: { type: 'conversations_select', selected_conversation: 'C0CLOUDHLP' } },
  });
});

test('an empty required field is refused before the bot hears of it', async () => {
  expect(await submit({})).toEqual({
    outcome: 'errors',
    errors: { resource: 'Please complete this required field.' },
  });
  expect(harness.received).toHaveLength(0);
  expect(modals()).toHaveLength(1);
});

test("the bot's errors come back, and the modal stays", async () => {
  harness.answers.push({ body: invalid });
  expect(await submit()).toEqual({ outcome: 'errors', errors: invalid.errors });
  expect(modals()).toHaveLength(1);
});

test('an error for a block that is no input is the bot’s mistake, and is said', async () => {
  harness.answers.push({ body: { response_action: 'errors', errors: { nowhere: 'x' } } });
  expect(await submit()).toMatchObject({ outcome: 'failed', message: expect.stringContaining('nowhere') });
});

test('update replaces the modal, push lays one upon it, clear takes all away', async () => {
  const view = { ...MODAL, callback_id: 'second' };
  harness.answers.push({ body: { response_action: 'update', view } });
  await submit();
  expect(modals()).toMatchObject([{ id: viewId, view: { callback_id: 'second' } }]);
  harness.answers.push({ body: { response_action: 'push', view } });
  await submit();
  expect(modals()).toHaveLength(2);
  harness.answers.push({ body: { response_action: 'clear' } });
  await submit();
  expect(modals()).toHaveLength(0);
});

test('a bot that does not answer leaves the modal as it is', async () => {
  harness.answers.push({ after: 500 });
  expect(await submit()).toMatchObject({ outcome: 'failed', message: expect.stringContaining('trouble') });
  expect(modals()).toHaveLength(1);
});

test("nobody submits another person's modal", async () => {
  const outcome = await harness.do({ kind: 'view.submit', user: 'U0DANA0001', viewId, values: filled });
  expect(outcome).toMatchObject({ outcome: 'failed' });
  expect(harness.received).toHaveLength(0);
});

test('closing tells the bot only where it asked', async () => {
  await harness.do({ kind: 'view.close', user: SAM.id, viewId });
  expect(modals()).toHaveLength(0);
  expect(harness.received).toHaveLength(0);
  viewId = await openModal({ ...MODAL, notify_on_close: true });
  await harness.do({ kind: 'view.close', user: SAM.id, viewId });
  expect(contentOf(harness.received.at(-1))).toMatchObject({ type: 'view_closed', is_cleared: false });
});
