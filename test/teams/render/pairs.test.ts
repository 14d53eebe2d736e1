import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../../src/card/card.js';
import { renderMessage } from '../../../src/slack/render/message.js';
import { renderByMicrosoft } from '../../support/adaptive-cards.js';
import { actionsOf, type SentAction } from '../../support/teams-client.js';
import { asTeams, STATE_CARDS } from './cards.js';

/** What the two surfaces do each in their own way: a menu's button in Teams, punctuation that lays out. */
const OWN_WORDS = new Set(['Change', 'Switch']);
const MENTIONS = /<@\w+>|<at>[^<]*<\/at>/g;

describe('Slack and Teams say the same', () => {
  it.each(STATE_CARDS)('%s: the same words', (_name, card) => {
    const undated = withoutDates(card);
    expect([...slackWords(undated)].sort()).toEqual([...teamsWords(undated)].sort());
  });

  it.each(STATE_CARDS)('%s: the same actions on the same investigation', (_name, card) => {
    expect(slackActions(card)).toEqual(teamsActions(card));
  });

  it.each(STATE_CARDS)('%s: the same words in a notification', (_name, card) => {
    expect(asTeams(card)['fallbackText']).toBe(renderMessage(card).text.replaceAll('&gt;', '>'));
  });
});

/** Each client writes a date in its reader's own way. */
function withoutDates(card: Card): Card {
  return JSON.parse(JSON.stringify(card), (_key, value) => (value?.kind === 'date' ? 'some-day' : value));
}

interface Offered {
  readonly action: string;
  readonly block: string;
  readonly investigation: string;
}

function sorted(actions: readonly Offered[]): readonly Offered[] {
  return [...actions].sort((a, b) => a.action.localeCompare(b.action));
}

type Loose = Record<string, unknown>;

function slackActions(card: Card): readonly Offered[] {
  const blocks: readonly object[] = renderMessage(card).blocks;
  return sorted(
    (blocks as readonly Loose[]).flatMap(({ type, block_id: block, elements }) =>
      type !== 'actions'
        ? []
        : (elements as Loose[]).flatMap((element) => slackOffers(element, String(block))),
    ),
  );
}

function slackOffers(element: Loose, block: string): readonly Offered[] {
  const { action_id: id, value, options } = element;
  if (element['type'] === 'button')
    return [{ action: String(id), block: blockOf(String(id), block), investigation: String(value) }];
  return (options as { value: string }[]).map((option) => ({
    action: `${String(id)}:${option.value}`,
    block: '',
    investigation: block.slice(block.indexOf(':') + 1),
  }));
}

/** An answer's step stands in its block; to the others the block says nothing. */
function blockOf(action: string, block: string): string {
  return action.startsWith('answer:') ? block : '';
}

function teamsActions(card: Card): readonly Offered[] {
  return sorted(
    actionsOf(asTeams(card))
      .filter(({ action }) => action !== 'show_all')
      .map(offered),
  );
}

function offered({ action, block, investigation }: SentAction): Offered {
  return { action, block: blockOf(action, block), investigation };
}

function teamsWords(card: Card): Set<string> {
  return wordsOf(renderByMicrosoft(asTeams(card)).text);
}

function slackWords(card: Card): Set<string> {
  return wordsOf(textsIn(renderMessage(card).blocks).join('\n'));
}

/**
 * Every text but a menu's options, which are cut at another length (which there are, the actions say), and the way out of a
 * confirmation, which Teams folds away again.
 */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    if (name === 'options' || name === 'deny') return [];
    return name === 'text' && typeof child === 'string' ? [child] : textsIn(child);
  });
}

function wordsOf(text: string): Set<string> {
  const plain = text
    .replaceAll(MENTIONS, ' somebody-mentioned ')
    .replaceAll(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[*`ˋ\u2060]/g, '');
  const words = plain.split(/\s+/).map((word) => word.replaceAll(/^[("“]+|[)"”:.,]+$/g, ''));
  return new Set(words.filter((word) => /[\p{L}\p{N}]/u.test(word) && !OWN_WORDS.has(word)));
}
