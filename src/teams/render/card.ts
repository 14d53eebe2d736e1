import type { Card, CardBlock, Rich } from '../../card/card.js';
import { assertNever } from '../../errors.js';
import { fit, TEAMS_LIMITS } from '../limits.js';
import {
  type About,
  aboutOf,
  actionSets,
  executeAction,
  renderButtons,
  renderChoice,
  VIEW_ACTIONS,
} from './actions.js';
import { type CodeBudget, isCut, renderCode } from './code.js';
import { cardOf, heading, type Json, mentionEntities, type Names, note, richText } from './elements.js';
import { lengthOf, shortenRich, visible } from './plain.js';

/** A card as Teams takes it, and the blocks that are not whole in it. */
export interface RenderedCard {
  readonly card: Json;
  readonly cut: readonly CardBlock[];
}

export interface CardOptions {
  /** The people whom the card mentions, where their names are known. */
  readonly names?: Names;
  /** The Teams user id (`29:…`) of whoever may act on it: Teams then fetches it anew whenever they see it. */
  readonly owner?: string;
  /** Names this showing: a click on it counts once, however often Teams delivers it. */
  readonly shown?: string;
}

/** How much of a card is shown: less, the fuller it is. */
interface Style {
  readonly code: CodeBudget;
  /** A long text that says in full what stands in the card in short: `elsewhere` is on the pages behind it. */
  readonly longText: 'here' | 'elsewhere';
  /** Of longer lists the first; the others are counted. */
  readonly items: number;
  /** Of longer items the beginning, visibly. */
  readonly itemWords: number;
  /** The same for all other texts. */
  readonly words: number;
  readonly without: readonly CardBlock['kind'][];
}

const ALL = Number.POSITIVE_INFINITY;
export const WHOLE: Style = {
  code: { characters: ALL, plainCharacters: ALL },
  longText: 'here',
  items: ALL,
  itemWords: ALL,
  words: ALL,
  without: [],
};
const SHORT: Style = { ...WHOLE, longText: 'elsewhere' };
/** What can be had whole elsewhere goes first: long lists, then code, then words. What a person can do stays to the last. */
const STYLES: readonly Style[] = [
  WHOLE,
  SHORT,
  { ...SHORT, code: { characters: ALL, plainCharacters: 600 } },
  ...[
    { items: 12, itemWords: 600 },
    { items: 6, itemWords: 400 },
    { items: 3, itemWords: 400 },
    { items: 3, itemWords: 200 },
    { items: 2, itemWords: 120 },
  ].map((lists) => ({ ...SHORT, ...lists, code: { characters: ALL, plainCharacters: 600 } })),
  { ...SHORT, code: { characters: 3_000, plainCharacters: 600 }, items: 2, itemWords: 120 },
  { ...SHORT, code: { characters: 1_500, plainCharacters: 300 }, items: 1, itemWords: 120 },
  { ...SHORT, code: { characters: 600, plainCharacters: 200 }, items: 1, itemWords: 120, words: 1_000 },
  { ...SHORT, code: { characters: 400, plainCharacters: 200 }, items: 1, itemWords: 120, words: 400 },
  {
    ...SHORT,
    code: { characters: 200, plainCharacters: 100 },
    items: 0,
    itemWords: 0,
    words: 200,
    without: ['note', 'list', 'choices'],
  },
];
const SPAREST: Style = {
  ...SHORT,
  code: { characters: 0, plainCharacters: 0 },
  items: 0,
  itemWords: 0,
  words: 0,
  without: ['note', 'list', 'choices', 'facts', 'text', 'code'],
};

/**
 * Renders a card within Teams's limits: Adaptive Cards 1.5. What does not fit is left out or cut visibly, and can be had whole with the
 * button that then stands under it (`renderCardPage`), or from `cut`.
 */
export function renderCard(card: Card, options: CardOptions = {}): RenderedCard {
  const style = STYLES.find((each) => fits(renderAs(card, each, options))) ?? SPAREST;
  return { card: renderAs(card, style, options), cut: cutIn(card, style) };
}

export function fits(card: Json): boolean {
  const text = JSON.stringify(card);
  return text.length <= TEAMS_LIMITS.cardCharacters && Buffer.byteLength(text) <= TEAMS_LIMITS.cardBytes;
}

function cutIn({ blocks }: Card, style: Style): readonly CardBlock[] {
  return blocks.filter((block) => style.without.includes(block.kind) || !isWhole(block, style));
}

function isWhole(block: CardBlock, style: Style): boolean {
  const { code, items, itemWords, words } = style;
  switch (block.kind) {
    case 'code':
      return !isElsewhere(block, style) && !isCut(block, code);
    case 'list':
      return block.items.length <= items && block.items.every((item) => lengthOf(item) <= itemWords);
    case 'text':
    case 'note':
      return lengthOf(block.text) <= words;
    case 'facts':
      return block.facts.every(({ label, value }) => lengthOf([label, ': ', ...value]) <= words);
    case 'heading':
    case 'divider':
    case 'buttons':
    case 'choices':
      return true;
    default:
      return assertNever(block, 'card block');
  }
}

function isElsewhere({ language }: Extract<CardBlock, { kind: 'code' }>, { longText }: Style): boolean {
  return language === 'text' && longText === 'elsewhere';
}

function renderAs(card: Card, style: Style, { names = {}, owner, shown }: CardOptions): Json {
  const { investigationId: investigation } = card;
  const about = aboutOf(investigation, shown);
  const left = card.blocks.filter(({ kind }) => !style.without.includes(kind));
  const body = left.flatMap((block, index) => {
    const elements = renderBlock(block, { about, style, names });
    return left[index - 1]?.kind === 'divider' ? underLine(elements) : elements;
  });
  const more = theRest(card, style);
  return cardOf([...body, ...more], {
    fallbackText: fit('fallback', visible(card.fallback)) || 's3denied',
    msteams: { width: 'Full', entities: mentionEntities(names) },
    ...(investigation === undefined || owner === undefined || owner === ''
      ? {}
      : refreshOf(investigation, owner)),
  });
}

/** A divider is a line above what follows it: an element of its own would be empty, which some clients do not show. */
function underLine([first, ...rest]: readonly Json[]): readonly Json[] {
  return first === undefined ? [] : [{ ...first, separator: true, spacing: 'Medium' }, ...rest];
}

const IS_CUT = 'A Teams message holds only so much: some of this is shortened or left out.';

/** The way to what is not here. Where it is only missing in the plain code of some clients, nothing is said of it to all others. */
function theRest(card: Card, style: Style): readonly Json[] {
  if (cutIn(card, style).length === 0) return [];
  const coloured = { ...style, code: { ...style.code, plainCharacters: ALL } };
  const says = cutIn(card, coloured).length === 0 ? [] : note([IS_CUT]);
  const { investigationId: investigation } = card;
  if (investigation === undefined) return says;
  const data = { action: VIEW_ACTIONS.whole, investigation, page: 0 };
  return [...says, ...actionSets([executeAction('Show all of it', data)])];
}

/** https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards#refresh-model */
function refreshOf(investigation: string, owner: string): Json {
  const data = { action: VIEW_ACTIONS.refresh, investigation };
  return {
    refresh: { userIds: [owner], action: { type: 'Action.Execute', verb: VIEW_ACTIONS.refresh, data } },
  };
}

export interface Rendering {
  readonly about: About;
  readonly style: Style;
  readonly names: Names;
}

export function renderBlock(block: CardBlock, { about, style, names }: Rendering): readonly Json[] {
  const words = (text: Rich): Rich => shortenRich(text, style.words);
  switch (block.kind) {
    case 'heading':
      return heading(block.text);
    case 'text':
      return richText(words(block.text), names);
    case 'list':
      return firstOf(block.items, style.items).flatMap((item) =>
        richText(['• ', ...shortenRich(item, style.itemWords)], names, { spacing: 'Small' }),
      );
    case 'facts':
      return block.facts.flatMap(({ label, value }) =>
        richText(words([{ kind: 'bold', text: `${label}: ` }, ...value]), names, { spacing: 'Small' }),
      );
    case 'code':
      return isElsewhere(block, style) ? [] : renderCode(block, style.code);
    case 'note':
      return note(words(block.text));
    case 'divider':
      return [];
    case 'buttons':
      return renderButtons(block, about);
    case 'choices':
      return block.choices.flatMap((choice) => renderChoice(choice, about));
    default:
      return assertNever(block, 'card block');
  }
}

function firstOf(items: readonly Rich[], count: number): readonly Rich[] {
  const more = items.length - count;
  return more <= 0 ? items : [...items.slice(0, count), [`and ${more} more`]];
}
