import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { endAllProcesses, eventually, spawnCommand } from '../support/bot-process.js';
import { type Estate, loadEstates } from '../../src/sandbox/estates.js';
import type { Loose } from '../support/slack-api.js';

jest.setTimeout(60_000);

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

  test.each(loadEstates().map((estate) => [estate.id, estate] as const))(
    '%s by questions alone: from the command to the cause in #support, with truthful answers',
    async (_id, estate) => {
      const { people, channels } = await state();
      const dana = people.find(({ name }: Loose) => name === 'dana');
      const [help, support] = ['cloud-help', 'support'].map((name) =>
        channels.find((channel: Loose) => channel.name === name),
      );
      const mine = (now: Loose) =>
        now.messages
          .filter((message: Loose) => message.channel === help.id && message.blocks?.length > 0)
          .at(-1);
      const posts = (now: Loose) =>
        now.messages.filter(({ channel }: Loose) => channel === support.id).length;
      const [before, postsBefore] = [mine(await state())?.ts, posts(await state())];
      await act({ kind: 'command', user: dana.id, channel: help.id, text: '/s3denied' });
      const modal = await stateWhere((now) => now.modals[dana.id].at(-1), 'the modal');
      const values = formValues(modal, estate);
      expect(await act({ kind: 'view.submit', user: dana.id, viewId: modal.id, values })).toEqual({
        outcome: 'done',
      });

      const due = (now: Loose) => {
        const message = mine(now);
        return message !== undefined && message.ts !== before && isDue(message) ? message : undefined;
      };
      for (;;) {
        const message = await stateWhere(due, 'a question or a result');
        const asked = buttonsOf(message).find(({ block_id }) => block_id.startsWith('question:'));
        if (asked === undefined) break;
        const step = asked.block_id.slice('question:'.length);
        await click(dana.id, message, asked.block_id, `answer:${estate.answers[step] ?? 'unsure'}`);
        await stateWhere(
          (now) =>
            buttonsOf(mine(now)).every(({ block_id }) => block_id !== asked.block_id) ? true : undefined,
          `an answer to ${step}`,
        );
      }
      const result = mine(await state());
      const id = buttonsOf(result).find(({ action_id }) => action_id === 'start_over')?.value;
      const told: Loose = await (await fetch(`${base}/sandbox/investigations/${id}`)).json();
      const confirmed = told.causes.filter(({ status }: Loose) => status === 'confirmed');
      expect(confirmed.map((cause: Loose) => cause.id).sort()).toEqual(
        [...(estate.byQuestions ?? estate.causes)].sort(),
      );

      const post = buttonsOf(result).find(({ action_id }) => action_id === 'post_to_support');
      await click(dana.id, result, post?.block_id, 'post_to_support');
      await stateWhere((now) => (posts(now) > postsBefore ? true : undefined), 'the support post');
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

  /** What the page sends of a filled form: every input of the view, the audit not ticked. */
  function formValues(view: Loose, estate: Estate): object {
    const typed: Readonly<Record<string, string | undefined>> = {
      error_text: estate.errorText,
      resource: estate.resource,
      principal: estate.principal,
      operation: estate.operation,
      network: estate.network,
    };
    const inputs = view.view.blocks.filter(({ type }: Loose) => type === 'input');
    return Object.fromEntries(
      inputs.map(({ block_id }: Loose) => [
        block_id,
        { value: block_id === 'audit' ? [] : (typed[block_id] ?? null) },
      ]),
    );
  }
});
