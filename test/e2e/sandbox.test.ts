import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  endAllProcesses,
  eventually,
  runToEnd,
  SLACK_ENVIRONMENT,
  spawnCommand,
} from '../support/bot-process.js';
import type { Loose } from '../support/slack-api.js';

jest.setTimeout(60_000);

/** What each estate has to come to, and the answers on the way. */
const EXPECTED: readonly { bucket: RegExp; cause: RegExp; answers: Readonly<Record<string, string>> }[] = [
  { bucket: /reports/, cause: /No policy of the caller allows/, answers: {} },
  { bucket: /export/, cause: /key/i, answers: {} },
  { bucket: /payroll/, cause: /VPC/, answers: { 'condition-source-vpce': 'no-endpoint' } },
  { bucket: /satellite/, cause: /Requester Pays/, answers: {} },
];

let child: ChildProcess;
let base: string;

beforeAll(async () => {
  child = spawnCommand([], { PORT: '0' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  base = await eventually(
    () => /open (http:\/\/\S+) in your browser/.exec(said)?.[1],
    'the line that says where',
    20_000,
  );
});
afterAll(async () => {
  child.kill('SIGTERM');
  await once(child, 'exit');
  endAllProcesses();
});

const state = async (): Promise<Loose> => (await fetch(`${base}/sandbox/state`)).json();

/** What the page does when a person does something. */
async function act(action: object): Promise<Loose> {
  const response = await fetch(`${base}/sandbox/do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify(action),
  });
  expect(response.status).toBe(200);
  return response.json();
}

async function stateWhere<T>(find: (now: Loose) => T | undefined, what: string): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = find(await state());
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const buttonsOf = (message: Loose): readonly Loose[] =>
  (message.blocks ?? [])
    .filter((block: Loose) => block.type === 'actions')
    .flatMap((block: Loose) =>
      block.elements.map((element: Loose) => ({ ...element, block_id: block.block_id })),
    );

/** It asks, or it tells: no longer reads. */
const isDue = (message: Loose): boolean =>
  buttonsOf(message).some(
    ({ block_id, action_id }) => block_id.startsWith('question:') || action_id === 'recheck',
  );

describe('the sandbox, as `npm start` without tokens runs it', () => {
  test('serves its page to this machine alone', async () => {
    expect((await fetch(base)).status).toBe(200);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    expect(new URL(base).hostname).toBe('127.0.0.1');
  });

  test.each([0, 1, 2, 3])(
    'estate %i: from the command to a cause and a fix in #support within ten clicks',
    async (index) => {
      const { estates, people, channels } = await state();
      const estate = estates[index];
      const expected = EXPECTED.find(({ bucket }) => bucket.test(estate.resource));
      const dana = people.find(({ name }: Loose) => name === 'dana');
      const [help, support] = ['cloud-help', 'support'].map((name) =>
        channels.find((channel: Loose) => channel.name === name),
      );
      let clicks = 0;

      await act({ kind: 'command', user: dana.id, channel: help.id, text: '/s3denied' });
      const modal = await stateWhere((now) => now.modals[dana.id].at(-1), 'the modal');
      const values = {
        error_text: { value: estate.errorText },
        resource: { value: estate.resource },
        principal: { value: estate.principal },
      };
      const chosen = Object.fromEntries(
        Object.entries(values).map(([block, { value }]) => [block, { value }]),
      );
      clicks += 1;
      await act({
        kind: 'view.submit',
        user: dana.id,
        viewId: modal.id,
        values: await formValues(modal, chosen),
      });

      const mine = (now: Loose) =>
        now.messages
          .filter((message: Loose) => message.channel === help.id && message.blocks?.length > 0)
          .at(-1);
      for (;;) {
        const message = await stateWhere(
          (now) => (mine(now) && isDue(mine(now)) ? mine(now) : undefined),
          'a question or a result',
        );
        const asked = buttonsOf(message).find(({ block_id }) => block_id.startsWith('question:'));
        if (asked === undefined) break;
        const step = asked.block_id.slice('question:'.length);
        clicks += 1;
        await click(dana.id, message, asked.block_id, `answer:${expected?.answers[step] ?? 'unsure'}`);
        await stateWhere(
          (now) =>
            buttonsOf(mine(now)).every(({ block_id }) => block_id !== asked.block_id) ? true : undefined,
          `an answer to ${step}`,
        );
      }
      const result = mine(await state());
      expect(JSON.stringify(result.blocks)).toMatch(expected?.cause ?? /never/);
      clicks += 1;
      await click(
        dana.id,
        result,
        buttonsOf(result).find(({ action_id }) => action_id === 'post_to_support')?.block_id,
        'post_to_support',
      );
      const post = await stateWhere(
        (now) =>
          now.messages.find(
            (message: Loose) =>
              message.channel === support.id &&
              JSON.stringify(message.blocks ?? '').includes(new URL(estate.resource).hostname),
          ),
        'the support post',
      );
      expect(JSON.stringify(post.blocks)).toMatch(expected?.cause ?? /never/);
      expect(clicks).toBeLessThanOrEqual(10);
    },
  );

  async function click(user: string, message: Loose, blockId: string, actionId: string): Promise<void> {
    const outcome = await act({
      kind: 'message.element',
      user,
      channel: message.channel,
      ts: message.ts,
      blockId,
      actionId,
      values: {},
    });
    expect(outcome).not.toHaveProperty('error');
  }

  /** What the page sends of a filled form: every input of the view, the audit ticked. */
  async function formValues(view: Loose, typed: Record<string, { value: string }>): Promise<object> {
    const inputs = view.view?.blocks ?? view.blocks;
    return Object.fromEntries(
      inputs
        .filter((block: Loose) => block.type === 'input')
        .map((block: Loose) => [
          block.block_id,
          { value: block.block_id === 'audit' ? ['audit'] : (typed[block.block_id]?.value ?? null) },
        ]),
    );
  }
});

test('it does not start where tokens are set', async () => {
  const { status, stderr } = await runToEnd(['sandbox'], SLACK_ENVIRONMENT);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^s3denied: SLACK_BOT_TOKEN: it is set; the sandbox does not run beside a real Slack/,
  );
});

test('it does not listen on anything but loopback', async () => {
  const { status, stderr } = await runToEnd(['sandbox'], { HOST: '0.0.0.0', PORT: '0' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^s3denied: .*0\.0\.0\.0/);
});
