import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Card } from '../../src/card/card.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import { SNIPPET_FORMATS } from '../../src/diagnosis/types.js';
import { StoreUnavailableError } from '../../src/errors.js';
import { renderByMicrosoft } from '../support/adaptive-cards.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { FakeService } from '../support/slack-service.js';
import { serveTeams, type TeamsBot } from '../support/teams-bot.js';
import { actionsOf, JANE, LivingCard, TeamsClient, wordsIn } from '../support/teams-client.js';
import { asTeams, STATE_CARDS } from './render/cards.js';

let connector: BotConnector;
let service: FakeService;
let bot: TeamsBot;
let jane: TeamsClient;
beforeAll(async () => {
  connector = await startBotConnector();
});
afterAll(() => connector.close());
beforeEach(async () => {
  service = new FakeService();
  bot = await serveTeams(service);
  jane = new TeamsClient(bot.url, connector, JANE);
});
afterEach(() => bot.stop());

/** What the card's own button means; undefined: it opens a form. Written down here once more, and not with the bot's own reader. */
function meant(action: string, step: string): InvestigationEvent | undefined {
  const [kind = '', rest = ''] = action.split(':');
  const plain: Record<string, InvestigationEvent | undefined> = {
    answer: { kind: 'answer.submitted', step, option: rest },
    how_to: { kind: 'how_to.toggled', step: rest },
    change: { kind: 'change.toggled', step: rest },
    switch_flow: { kind: 'flow.switched', flowId: rest },
    feedback: { kind: 'feedback.given', solved: rest === 'solved' },
    post_to_support: { kind: 'support.requested' },
    recheck: { kind: 'recheck.requested' },
    show_checks: { kind: 'checks.toggled' },
    keep_looking: { kind: 'further.requested' },
    show_result: { kind: 'further.ended' },
    format: { kind: 'format.chosen', format: SNIPPET_FORMATS.find((each) => each === rest) ?? 'cli' },
    keep_private: { kind: 'privacy.requested' },
  };
  return plain[kind];
}

interface Offered {
  readonly action: string;
  readonly step: string;
}

function offeredBy(card: Card): readonly Offered[] {
  return card.blocks.flatMap((block): readonly Offered[] => {
    if (block.kind === 'buttons')
      return block.buttons.map(({ actionId }) => ({
        action: actionId,
        step: block.blockId.replace('question:', ''),
      }));
    if (block.kind !== 'choices') return [];
    return block.choices.flatMap(({ actionId, options }) =>
      options.map(({ value }) => ({ action: `${actionId}:${value}`, step: '' })),
    );
  });
}

describe('every action of every card, through adaptiveCard/action', () => {
  test.each(STATE_CARDS)('%s', async (_name, card) => {
    const rendered = actionsOf(asTeams(card));
    for (const { action, step } of offeredBy(card)) {
      const sent = rendered.find((each) => each.action === action);
      const event = meant(action, step);
      if (event === undefined) {
        expect(sent?.opensDialog).toBe(true);
        service.investigations.clear();
        const form = await jane.invoke('task/fetch', { data: sent?.data });
        expect(form.body?.task).toBeDefined();
        continue;
      }
      await jane.execute(sent?.data ?? {});
      expect(service.handled.at(-1)).toMatchObject({
        event,
        investigationId: card.investigationId,
        actor: { surface: 'teams', userId: JANE.aadObjectId },
      });
    }
  });

  test('Microsoft’s renderer sends what the button says', () => {
    for (const [, card] of STATE_CARDS) {
      const json = asTeams(card);
      const rendered = renderByMicrosoft(json);
      for (const { title, data, action } of actionsOf(json)) {
        if (action.startsWith('change:') || action.startsWith('switch_flow:')) continue;
        expect(rendered.click(title)).toMatchObject({ data });
      }
    }
  });
});

describe('what was tampered with', () => {
  const id = 'inv_0123456789abcdef';
  test.each([
    ['no data', undefined],
    ['a number', 7],
    ['a list', [1, 2]],
    ['an unknown action', { action: 'drop_table', investigation: id }],
    ['an action that is no text', { action: { $ne: '' }, investigation: id }],
    ['an answer without a question', { action: 'answer:yes', investigation: id }],
    ['a step with a path in it', { action: 'answer:yes', block: 'question:../../x', investigation: id }],
    [
      'a prototype',
      JSON.parse('{"action":"__proto__","block":"constructor","__proto__":{"action":"recheck"}}'),
    ],
    ['an investigation that is no text', { action: 'recheck', investigation: 5 }],
    ['an investigation that is too long', { action: 'recheck', investigation: 'x'.repeat(10_000) }],
    ['no investigation', { action: 'recheck' }],
    [
      'a value that is no text',
      { action: 'answer:yes', block: 'question:a', investigation: id, value: ['x'] },
    ],
    [
      'a value of a megabyte',
      { action: 'answer:yes', block: 'question:a', investigation: id, value: 'x'.repeat(900_000) },
    ],
    ['a page that is no number', { action: 'show_all', investigation: id, page: 'x' }],
    ['a page before the first', { action: 'show_all', investigation: id, page: -1 }],
  ])('%s is answered with a line, and does nothing', async (_what, data) => {
    const answer = await jane.send({
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: 'f:1',
      value: { action: { type: 'Action.Execute', data } },
    });
    expect(answer.status).toBe(200);
    expect(answer.body?.type).toBe('application/vnd.microsoft.activity.message');
    expect(service.handled).toEqual([]);
  });

  test.each([
    ['an activity that is no JSON', '{', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['an activity without a type', '{}', 400],
    ['one that says nothing else', '{"type":"message"}', 500],
    [
      'one with a service URL that is none',
      '{"type":"message","channelId":"msteams","serviceUrl":"file:///x"}',
      500,
    ],
  ])('%s is refused', async (_what, body, worst) => {
    const { status } = await fetch(`${bot.url}/api/messages`, { method: 'POST', body });
    expect(status).toBeLessThanOrEqual(worst);
    expect(service.started).toEqual([]);
  });

  test('an invoke that nobody knows is refused', async () => {
    expect((await jane.invoke('signin/verifyState', {})).status).toBe(400);
  });

  test.each([
    ['task/submit', { data: { action: 'intake', resource: 5 } }],
    ['task/submit', { data: { action: 'other' } }],
    ['task/submit', undefined],
    ['composeExtension/submitAction', { data: null }],
    ['task/submit', { data: { action: 'intake', edits: 'x'.repeat(500), resource: 's3://b' } }],
  ])('%s with %j closes the form with a line', async (name, value) => {
    const { body } = await jane.invoke(name, value as object);
    expect(body?.task?.type).toBe('message');
    expect(service.started).toEqual([]);
  });

  test.each([
    undefined,
    null,
    { data: { prefill: 7 } },
    { data: { action: 'edit_details', investigation: 'x' } },
  ])('a form opened with %j opens, or says why not', async (value) => {
    const { status, body } = await jane.invoke('task/fetch', value as unknown as object);
    expect(status).toBe(200);
    expect(body?.task).toBeDefined();
  });

  test('a form that claims the audit for somebody who may not have it starts without', async () => {
    const data = { action: 'intake', resource: 's3://amzn-s3-demo-bucket/a', audit: 'true' };
    await jane.invoke('task/submit', { data });
    expect(service.started[0]?.details.audit).toBe(false);
  });
});

/** What somebody typed into the form. */
const INTAKE = { action: 'intake', resource: 's3://amzn-s3-demo-bucket/a', shown: 'form-1' };

describe('what Teams sends more than once', () => {
  const click = { action: 'show_checks', investigation: 'inv_0123456789abcdef', shown: 'card-1' };

  test('a click that its client sends anew, under another id, counts once for each showing of the card', async () => {
    await jane.execute(click);
    await jane.execute(click);
    await jane.execute({ ...click, shown: 'card-2' });
    expect(service.handled).toHaveLength(2);
  });

  test('a form counts once, too', async () => {
    await jane.invoke('task/submit', { data: INTAKE });
    await jane.invoke('task/submit', { data: INTAKE });
    expect(service.started).toHaveLength(1);
    const note = { action: 'note', edits: click.investigation, note: 'urgent', shown: 'form-2' };
    await jane.invoke('task/submit', { data: note });
    await jane.invoke('task/submit', { data: note });
    expect(service.handled).toHaveLength(1);
  });

  test('a message is replied to once, whichever process it comes to next', async () => {
    const { records } = createMemoryStore();
    const bots = [await serveTeams(service, { records }), await serveTeams(service, { records })];
    const living = new LivingCard(connector);
    for (const { url } of [...bots, ...bots])
      expect((await new TeamsClient(url, connector, JANE).write('hi', 'm:hi')).status).toBe(200);
    expect(living.shows).toHaveLength(1);
    await Promise.all(bots.map((each) => each.stop()));
  });
});

describe('when the conversation cannot be had', () => {
  const click = { action: 'recheck', investigation: 'inv_0123456789abcdef' };

  test('a click is answered with a line that says it was not taken', async () => {
    service.fails = new StoreUnavailableError('away');
    expect(String((await jane.execute(click)).body?.value)).toMatch(/not taken.*try again/i);
    const form = await jane.invoke('task/submit', { data: INTAKE });
    expect(form.body?.task?.type).toBe('continue');
    expect(wordsIn(form.body)).toMatch(/not taken.*try again/i);
    expect(JSON.stringify(form.body)).toContain(`"value":"${INTAKE.resource}"`);
    const note = await jane.invoke('task/submit', {
      data: { action: 'note', edits: click.investigation, note: 'urgent' },
    });
    expect(wordsIn(note.body)).toMatch(/not taken.*try again/i);
    expect(JSON.stringify(note.body)).toContain('"value":"urgent"');
    const living = new LivingCard(connector);
    await jane.write('GetObject s3://amzn-s3-demo-bucket/a.txt');
    expect(living.shows[0]?.activity.text).toMatch(/not taken.*try again/i);
  });

  test('a message is not taken before it is written; who clicks is told that nobody knows yet', async () => {
    service.delayMs = 4_500;
    const written = jane.write('GetObject s3://amzn-s3-demo-bucket/a.txt');
    const [clicked, seen, opened, sent] = await Promise.all([
      jane.execute(click),
      jane.execute({ ...click, action: 'refresh' }, 'f:1', 'automatic'),
      jane.invoke('task/fetch', { data: { ...click, action: 'edit_details' } }),
      jane.invoke('task/submit', { data: INTAKE }),
    ]);
    // No later than Teams's clients wait: nothing is written by then.
    expect(service.started).toEqual([]);
    expect(String(clicked.body?.value)).toContain('longer than usual');
    expect(seen.body?.type).not.toBe('application/vnd.microsoft.activity.message');
    expect(JSON.stringify(opened.body)).toContain('longer than usual');
    expect(wordsIn(sent.body)).toContain('send it again: it counts only once');
    expect(JSON.stringify(sent.body)).toContain(`"value":"${INTAKE.resource}"`);
    expect((await written).status).toBe(200);
    expect(service.started.length).toBeGreaterThan(0);
  });

  test('a message that was not taken, and nobody told so, is to be sent again', async () => {
    const text = 'GetObject s3://amzn-s3-demo-bucket/a.txt';
    service.fails = new StoreUnavailableError('away');
    connector.fail(503);
    expect((await jane.write(text, 'm:1')).status).toBe(503);
    service.fails = undefined;
    expect((await jane.write(text, 'm:1')).status).toBe(200);
    expect((await jane.write(text, 'm:1')).status).toBe(200);
    expect(service.started).toHaveLength(1);
  });

  test('where Teams never takes the reply, the message is not asked for again', async () => {
    connector.fail(403);
    expect((await jane.write('hi')).status).toBe(200);
    connector.fail(502);
    expect((await jane.write('hi')).status).toBe(503);
  });

  test('a removal whose data could not be erased is to be sent again', async () => {
    const erase = () => Promise.reject(new StoreUnavailableError('away'));
    const failing = await serveTeams(service, { erase });
    const client = new TeamsClient(failing.url, connector, JANE);
    const removed = { type: 'installationUpdate', action: 'remove', id: 'x' };
    expect((await client.send(removed)).status).toBe(503);
    await failing.stop();
  });

  test('a bug is said without its insides', async () => {
    service.fails = new Error('secret inside');
    const said = String((await jane.execute(click)).body?.value);
    expect(said).toContain('Something went wrong');
    expect(said).not.toContain('secret inside');
  });
});
