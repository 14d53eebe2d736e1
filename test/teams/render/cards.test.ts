import { describe, expect, it } from '@jest/globals';
import { assert, constant, nat, oneof, property, string, stringMatching } from 'fast-check';
import type { Card } from '../../../src/card/card.js';
import { renderCard } from '../../../src/teams/render/card.js';
import { renderCardPage, renderPages } from '../../../src/teams/render/pages.js';
import { renderIntakeForm } from '../../../src/teams/render/intake-form.js';
import { renderWelcome } from '../../../src/teams/render/welcome.js';
import { expectGolden } from '../../conversation/support/golden.js';
import { HOSTILE } from '../../slack/render/cards.js';
import { renderByMicrosoft } from '../../support/adaptive-cards.js';
import { teamsProblems } from '../../support/adaptive-cards-limits.js';
import { asTeams, EDGE_CARDS, FORMS, PAGED, STATE_CARDS } from './cards.js';

const ALL = [
  ...[...STATE_CARDS, ...EDGE_CARDS].map(([name, card]) => [name, asTeams(card)] as const),
  ...FORMS,
];

/** The renderer writes it as the reader's own date. */
const DATE = /\{\{(?:DATE|TIME)\([^)]*\)\}\}/;

describe('cards as Adaptive Cards', () => {
  it.each(ALL)('%s looks as it did', (name, card) => {
    expect(() => expectGolden(`teams/${name}`, card)).not.toThrow();
  });

  it.each(ALL)('%s is taken whole by Microsoft’s renderer, without a complaint', (_name, card) => {
    const { problems, text, buttons, inputs } = renderByMicrosoft(card);
    expect(problems).toEqual([]);
    const words = wordsIn(card).flatMap((each) => each.split(DATE));
    expect(words.filter((each) => !squeezed(text).includes(squeezed(each)))).toEqual([]);
    expect(text).not.toMatch(DATE);
    expect([...buttons].sort()).toEqual(titlesIn(card).sort());
    expect([...inputs].sort()).toEqual(inputsIn(card).sort());
  });

  it.each(ALL)('%s keeps within the limits of Teams, and every element has a fallback', (_name, card) => {
    expect(teamsProblems(card)).toEqual([]);
  });

  it('mentions only whom the card mentions, by entity', () => {
    const support = STATE_CARDS.find(([name]) => name === 'support')?.[1];
    expect(JSON.stringify(asTeams(support!))).toContain('<at>Jane Doe</at>');
    expect(asTeams(support!)['msteams']).toMatchObject({ entities: [{ mentioned: { id: 'U1' } }] });
    const question = STATE_CARDS.find(([name]) => name === 'question')?.[1];
    expect(asTeams(question!)['msteams']).toMatchObject({ entities: [] });
  });

  it('refreshes for its owner alone, and only where there is something to refresh', () => {
    const [, question] = STATE_CARDS.find(([name]) => name === 'question') ?? [];
    expect(asTeams(question!)['refresh']).toMatchObject({ userIds: ['29:jane'] });
    const [, support] = STATE_CARDS.find(([name]) => name === 'support') ?? [];
    expect(asTeams(support!)).not.toHaveProperty('refresh');
  });

  it('links only to the web', () => {
    const [, hostile] = EDGE_CARDS.find(([name]) => name === 'hostile') ?? [];
    const { links } = renderByMicrosoft(asTeams(hostile!));
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toMatch(/^https?:/);
  });
});

describe('a card that is too long', () => {
  it('says so where parts are left out, and keeps the buttons', () => {
    const [, many] = EDGE_CARDS.find(([name]) => name === 'long-texts') ?? [];
    const { text, buttons } = renderByMicrosoft(asTeams(many!));
    expect(text).toContain('left out');
    expect(buttons).toHaveLength(2);
  });

  it('is shown whole, page by page, and no code of it is lost', () => {
    const { card } = renderCard(PAGED);
    expect(renderByMicrosoft(card).buttons).toContain('Show all of it');
    const pages: string[] = [];
    for (let page = 0; ; page += 1) {
      const shown = renderCardPage(PAGED, page);
      if (shown === undefined) break;
      expect(teamsProblems(shown)).toEqual([]);
      pages.push(...snippetsIn(shown));
    }
    expect(squeezed(pages.join(''))).toBe(squeezed(PAGED.blocks.map(codeOf).join('')));
  });

  it('hands over the code that it cut where there is no way back to the bot', () => {
    const [, long] = EDGE_CARDS.find(([name]) => name === 'long-code') ?? [];
    const pages = renderPages(renderCard(long!).cut);
    expect(pages.flatMap(teamsProblems)).toEqual([]);
    expect(squeezed(pages.flatMap(snippetsIn).join(''))).toBe(squeezed(long!.blocks.map(codeOf).join('')));
  });
});

const any = oneof(
  string({ unit: 'binary', maxLength: 300 }),
  stringMatching(/^[<>&!@#|*_~`:.a-c \n[\](){}\\+-]{0,200}$/),
  constant(HOSTILE),
  constant('<at>everyone</at> [x](https://evil.example) {{DATE(2026-11-22T00:00:00Z)}} ${$root}'),
);

describe('whatever the texts from outside say', () => {
  it('a card is valid, within the limits, and free of their markup', () => {
    assert(
      property(any, any, nat(15_000), (a, b, length) => {
        const long = (a + b).padEnd(length, a || 'x').slice(0, 15_000);
        const card: Card = {
          fallback: long,
          investigationId: 'inv_0123456789abcdef',
          blocks: [
            { kind: 'heading', text: a },
            { kind: 'text', text: [a, { kind: 'bold', text: b }, { kind: 'link', text: a, url: b }] },
            { kind: 'text', text: ['Asked by ', { kind: 'user', userId: 'U1' }, a] },
            { kind: 'text', text: [long] },
            { kind: 'facts', facts: [{ label: b, value: [{ kind: 'code', text: long }] }] },
            { kind: 'code', language: 'json', text: long },
            { kind: 'buttons', blockId: 'actions', buttons: [{ actionId: 'recheck', text: a }] },
            {
              kind: 'choices',
              choices: [{ actionId: 'change', label: a, options: [{ value: 'x', text: b }] }],
            },
          ],
        };
        const { card: json } = renderCard(card, { names: { U1: b || 'Jane' }, owner: '29:jane' });
        expect(renderByMicrosoft(json).problems).toEqual([]);
        expect(teamsProblems(json)).toEqual([]);
        const formatted = JSON.stringify(json, (key, value: unknown) => (key === 'codeSnippet' ? '' : value));
        expect(formatted).not.toContain('{{DATE(');
      }),
      { numRuns: 40 },
    );
  });

  it('a form is valid and within the limits, with every input full', () => {
    assert(
      property(any, any, nat(15_000), (a, b, length) => {
        const long = (a + b).padEnd(length, a || 'x').slice(0, 15_000);
        const fields = { error_text: long, resource: a, principal: b, operation: a, network: b };
        const form = renderIntakeForm({ fields, errors: { resource: b, principal: a }, mayAudit: true });
        for (const json of [form, renderWelcome(fields, { direct: true })]) {
          expect(renderByMicrosoft(json).problems).toEqual([]);
          expect(JSON.stringify(json).length).toBeLessThan(30_000);
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** The texts that a client without CodeBlock shows, each by itself. */
function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== 'object' || value === null) return [];
  const element = value as Record<string, unknown>;
  if (element['type'] === 'CodeBlock') return wordsIn(element['fallback']);
  if (element['type'] === 'TextRun') return [String(element['text'])];
  if (element['type'] === 'TextBlock')
    return [
      String(element['text'])
        .replaceAll(/\\(.)/g, '$1')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    ];
  return Object.entries(element).flatMap(([name, child]) => (name === 'fallback' ? [] : wordsIn(child)));
}

function titlesIn(value: unknown): string[] {
  // A link in a text has none.
  return elementsIn(value, (type) => type.startsWith('Action.')).flatMap(({ title }) =>
    typeof title === 'string' ? [title] : [],
  );
}

function inputsIn(value: unknown): string[] {
  return elementsIn(value, (type) => type.startsWith('Input.')).map(({ id }) => String(id));
}

function snippetsIn(value: unknown): string[] {
  return elementsIn(value, (type) => type === 'CodeBlock').map(({ codeSnippet }) => String(codeSnippet));
}

function elementsIn(value: unknown, wanted: (type: string) => boolean): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((each) => elementsIn(each, wanted));
  if (typeof value !== 'object' || value === null) return [];
  const element = value as Record<string, unknown>;
  const own = wanted(String(element['type'])) ? [element] : [];
  const rest = Object.entries(element).filter(([name]) => name !== 'fallback' && name !== 'refresh');
  return [...own, ...rest.flatMap(([, child]) => elementsIn(child, wanted))];
}

function codeOf(block: Card['blocks'][number]): string {
  return block.kind === 'code' ? block.text : '';
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
