import type { Card, CardBlock } from '../../card/card.js';
import { assertNever } from '../../errors.js';
import { aboutOf, actionSets, executeAction, VIEW_ACTIONS } from './actions.js';
import { fits, renderBlock, WHOLE } from './card.js';
import { piecesOf } from './code.js';
import { cardOf, type Json, note } from './elements.js';
import { shortenRich } from './plain.js';

/**
 * One page of all that a card says, in the place of the card, for one person, and the way back to the card; undefined: there is no such
 * page.
 */
export function renderCardPage({ blocks, investigationId }: Card, page: number): Json | undefined {
  const pages = pack(blocks.flatMap(partsOf));
  const shown = pages[page];
  if (shown === undefined) return undefined;
  const about = aboutOf(investigationId);
  const turn = (title: string, to: number) =>
    pages[to] === undefined ? [] : [executeAction(title, { action: VIEW_ACTIONS.whole, ...about, page: to })];
  const actions = [
    ...turn('Previous', page - 1),
    ...turn('Next', page + 1),
    executeAction('Back', { action: VIEW_ACTIONS.refresh, ...about }),
  ];
  return cardOf([...elementsOf(shown), ...actionSets(actions)], FRAME);
}

/** What was cut in a card that has no way back to the bot, in cards of their own. */
export function renderPages(cut: readonly CardBlock[]): readonly Json[] {
  return pack(cut.flatMap(partsOf)).map((parts) => cardOf(elementsOf(parts), FRAME));
}

/** A page that may be there already. */
export function markedPage(page: Json): Json {
  const { body } = page;
  const elements: readonly unknown[] = Array.isArray(body) ? body : [];
  return { ...page, body: [...elements, ...note([MAYBE_TWICE])] };
}

const MAYBE_TWICE = 'I was interrupted while posting this page, so it may be here twice.';
const FRAME = { fallbackText: 'What is longer than a Teams message', msteams: { width: 'Full' } };
/** The buttons under a page. */
const RESERVED: Json = { type: 'RichTextBlock', inlines: ['x'.repeat(1_200)] };

/** As many parts on a page as a card takes. */
function pack(parts: readonly CardBlock[]): readonly (readonly CardBlock[])[] {
  const pages: CardBlock[][] = [];
  for (const part of parts) {
    const last = pages.at(-1);
    if (last !== undefined && fits(cardOf([...elementsOf([...last, part]), RESERVED], FRAME)))
      last.push(part);
    else pages.push([part]);
  }
  return pages;
}

function elementsOf(parts: readonly CardBlock[]): readonly Json[] {
  return parts.flatMap((part) => renderBlock(part, { about: {}, style: WHOLE, names: {} }));
}

const LONGEST_TEXT = 3_000;

/** What a block says, in parts that a card of their own takes; what can be done is on the card itself. */
function partsOf(block: CardBlock): readonly CardBlock[] {
  switch (block.kind) {
    case 'list':
      return block.items.map((item) => ({ ...block, items: [shortenRich(item, LONGEST_TEXT)] }));
    case 'facts':
      return block.facts.map(({ label, value }) => ({
        ...block,
        facts: [{ label, value: shortenRich(value, LONGEST_TEXT) }],
      }));
    case 'code':
      return piecesOf(block);
    case 'text':
    case 'note':
      return [{ ...block, text: shortenRich(block.text, LONGEST_TEXT) }];
    case 'heading':
      return [block];
    case 'divider':
    case 'buttons':
    case 'choices':
      return [];
    default:
      return assertNever(block, 'card block');
  }
}
