import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Card } from '../../src/card/card.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import { SNIPPET_FORMATS } from '../../src/diagnosis/types.js';
import { StoreUnavailableError } from '../../src/errors.js';
import { renderByMicrosoft } from '../support/adaptive-cards.js';
import { type BotConnector, startBotConnector } from '../support/bot-connector.js';
import { FakeService } from '../support/slack-service.js';
import { serveTeams, type TeamsBot } from '../support/teams-bot.js';
import { actionsOf, JANE, LivingCard, TeamsClient } from '../support/teams-client.js';
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

describe('when the conversation cannot be had', () => {
  const click = { action: 'recheck', investigation: 'inv_0123456789abcdef' };

  test('a click is answered with a line that says it was not taken', async () => {
    service.fails = new StoreUnavailableError('away');
    expect(String((await jane.execute(click)).body?.value)).toMatch(/not taken.*try again/i);
    const form = await jane.invoke('task/submit', {
      data: { action: 'intake', resource: 's3://amzn-s3-demo-bucket/a' },
    });
    expect(JSON.stringify(form.body?.task?.value)).toMatch(/not taken.*try again/i);
    const living = new LivingCard(connector);
    await jane.write('GetObject s3://amzn-s3-demo-bucket/a.txt');
    expect(living.shows[0]?.activity.text).toMatch(/not taken.*try again/i);
  });

  test('what takes too long is answered before anybody gives up', async () => {
    service.delayMs = 8_000;
    const started = performance.now();
    const answers = await Promise.all([
      jane.execute(click),
      jane.invoke('task/fetch', { data: { ...click, action: 'edit_details' } }),
      jane.write('GetObject s3://amzn-s3-demo-bucket/a.txt'),
    ]);
    expect(performance.now() - started).toBeLessThan(5_500);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(String(answers[0].body?.value)).toContain('longer than usual');
  });

  test('a bug is said without its insides', async () => {
    service.fails = new Error('secret inside');
    const said = String((await jane.execute(click)).body?.value);
    expect(said).toContain('Something went wrong');
    expect(said).not.toContain('secret inside');
  });
});
