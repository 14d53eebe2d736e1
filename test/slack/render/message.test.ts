import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assert, constant, nat, oneof, property, string, stringMatching } from 'fast-check';
import { renderMessage } from '../../../src/slack/render/message.js';
import { renderHint } from '../../../src/slack/render/hint.js';
import { SlackLimitError } from '../../../src/slack/limits.js';
import { golden } from '../../support/slack-golden.js';
import { problemsOf } from '../../support/slack-blocks.js';
import { CARD_CASES, HOSTILE } from './cards.js';

/** What the conversation shows in every one of its states, as its own tests have it. */
const STATES = 'test/golden/cards';
const STATE_CASES = readdirSync(STATES).map(
  (file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(STATES, file), 'utf8'))] as const,
);

describe('every state of a conversation as Block Kit', () => {
  it.each(STATE_CASES)('%s looks as it did, within the limits of Slack', (name, card) => {
    const message = renderMessage(card);
    expect(problemsOf(message)).toEqual([]);
    expect(JSON.parse(JSON.stringify(message))).toEqual(golden(`state/${name}`, message));
  });
});

describe('what a screen reader says', () => {
  const SPOKEN = Object.fromEntries([
    ...STATE_CASES.map(([name, card]) => [name, renderMessage(card).text]),
    ['hint', renderHint({}).text],
    ['hint-half', renderHint({ resource: 's3://amzn-s3-demo-bucket/a' }).text],
  ]) as Readonly<Record<string, string>>;

  it('is what it was', () => {
    expect(SPOKEN).toEqual(golden('spoken', SPOKEN));
  });

  it.each(Object.entries(SPOKEN))('of %s is whole sentences without marks', (_name, text) => {
    expect(text).toMatch(/^[A-Z].{20,}[.)?!]$/s);
    expect(text).not.toMatch(/[*`•✓]|<|&(?!amp;|lt;|gt;)|\b(?:undefined|null|NaN)\b|\s{2}|\.\./);
  });
});

describe('cards as Block Kit', () => {
  it.each(CARD_CASES)('%s looks as it did', (name, card) => {
    const message = renderMessage(card);
    expect(JSON.parse(JSON.stringify(message))).toEqual(golden(`message/${name}`, message));
  });

  it.each(CARD_CASES)('%s keeps within the limits of Slack', (_name, card) => {
    expect(problemsOf(renderMessage(card))).toEqual([]);
  });

  it.each(CARD_CASES)('%s mentions nobody that the card does not mention', (_name, card) => {
    const sent = JSON.stringify(renderMessage(card));
    expect(sent).not.toMatch(/<!|<#|<@(?!U1>)/);
  });

  it('shows what a hostile text says', () => {
    const [, card] = CARD_CASES.find(([name]) => name === 'hostile') ?? [];
    expect(JSON.stringify(renderMessage(card!))).toContain('&lt;!channel&gt;');
  });

  it('says so where parts are left out, and keeps the buttons', () => {
    const [, card] = CARD_CASES.find(([name]) => name === 'many-blocks') ?? [];
    const sent = JSON.stringify(renderMessage(card!).blocks);
    expect(sent).toContain('left out');
    expect(sent).toContain('"recheck"');
  });

  it('leaves no heading over nothing, and counts the lines that are left out', () => {
    const item = ['x'.repeat(900)];
    const card = {
      fallback: 'x',
      blocks: [
        { kind: 'text' as const, text: [{ kind: 'bold' as const, text: 'Short' }] },
        { kind: 'list' as const, items: [['a']] },
        { kind: 'text' as const, text: [{ kind: 'bold' as const, text: 'Long' }] },
        { kind: 'list' as const, items: Array.from({ length: 20 }, () => item) },
      ],
    };
    const sent = JSON.stringify(renderMessage(card).blocks);
    expect(sent).toContain('*Short*');
    expect(sent).not.toContain('*Long*');
    expect(sent).toContain('20 lines are left out here');
  });

  it('throws where an id is too long: that is a mistake of ours', () => {
    const card = {
      fallback: 'x',
      blocks: [
        { kind: 'buttons' as const, blockId: 'a', buttons: [{ actionId: 'a'.repeat(256), text: 'A' }] },
      ],
    };
    expect(() => renderMessage(card)).toThrow(SlackLimitError);
  });

  it('makes a file of code above the length that is asked for', () => {
    const code = {
      kind: 'code' as const,
      title: 'Policy',
      language: 'json' as const,
      text: 'x'.repeat(3000),
    };
    const { blocks, files } = renderMessage({ fallback: 'x', blocks: [code] }, { fileAbove: 2900 });
    expect(files).toEqual([
      { filename: 'fix.json', title: 'Policy', content: code.text, snippetType: 'javascript' },
    ]);
    expect(JSON.stringify(blocks)).toContain('fix.json');
  });

  const any = oneof(
    string({ unit: 'binary', maxLength: 200 }),
    stringMatching(/^[<>&!@#|*_~`:a-c \n]{0,200}$/),
    constant(HOSTILE),
  );
  it('is valid, and free of markup from outside, whatever the strings are', () => {
    assert(
      property(any, any, nat(6000), (a, b, length) => {
        const long = (a + b).padEnd(length, a || 'x').slice(0, 7000);
        const message = renderMessage({
          fallback: a,
          blocks: [
            { kind: 'heading', text: a },
            {
              kind: 'text',
              text: [
                a,
                { kind: 'bold', text: b },
                { kind: 'code', text: a },
                { kind: 'link', text: a, url: b },
              ],
            },
            { kind: 'text', text: [long] },
            { kind: 'facts', facts: [{ label: b, value: [{ kind: 'code', text: long }] }] },
            { kind: 'code', language: 'json', text: long },
          ],
        });
        expect(problemsOf(message)).toEqual([]);
        expect(JSON.stringify(message)).not.toMatch(/<[!#@]/);
      }),
      { numRuns: 200 },
    );
  });
});
