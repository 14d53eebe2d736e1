import type { Inline, Rich } from '../../card/card.js';
import { definedFields } from '../../conversation/fields.js';
import { assertNever } from '../../errors.js';
import { fit } from '../limits.js';
import { escapeMarkdown, readable, visible } from './plain.js';

/** An Adaptive Card element or action, as JSON. https://adaptivecards.io/explorer/ */
export type Json = Readonly<Record<string, unknown>>;

/** The people whom a card mentions, by their Entra object ids: a mention takes a name. */
export type Names = Readonly<Record<string, string>>;

interface Look {
  readonly spacing?: 'Small';
  readonly run?: Json;
}

/** The frame of every card. */
export function cardOf(body: readonly Json[], more: Json = {}): Json {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    ...more,
    body,
  };
}

/**
 * Text is never Markdown: the runs of a RichTextBlock are shown as they are, so that nothing from outside becomes a link or a mention.
 * Only a mention of the bot's own and a date take a TextBlock. Nothing, where there is nothing to read.
 * https://adaptivecards.io/explorer/RichTextBlock.html
 */
export function richText(text: Rich, names: Names = {}, { spacing, run }: Look = {}): readonly Json[] {
  const place = spacing === undefined ? {} : { spacing };
  const special = (inline: Inline) => mentionOf(inline, names) ?? dateOf(inline);
  if (text.some((inline) => special(inline) !== undefined)) {
    const markdown = text.map((inline) => special(inline) ?? escapeMarkdown(wordsOf(inline))).join('');
    const { size, isSubtle, color } = run ?? {};
    return [
      {
        type: 'TextBlock',
        text: markdown,
        wrap: true,
        ...definedFields({ size, isSubtle, color }),
        ...place,
      },
    ];
  }
  const inlines = text
    .map((inline) => ({ ...run, ...runOf(inline) }))
    .filter(({ text: words }) => words !== '');
  return inlines.length === 0 ? [] : [{ type: 'RichTextBlock', inlines, ...place }];
}

function runOf(inline: Inline): Json & { readonly text: string } {
  const run = { type: 'TextRun', text: visible(wordsOf(inline)) };
  if (typeof inline === 'string') return run;
  switch (inline.kind) {
    case 'bold':
      return { ...run, weight: 'Bolder' };
    case 'code':
      return { ...run, fontType: 'Monospace' };
    case 'link':
      return isWebAddress(inline.url)
        ? { ...run, selectAction: { type: 'Action.OpenUrl', url: inline.url } }
        : run;
    case 'user':
      return { ...run, italic: true };
    case 'date':
      return run;
    default:
      return assertNever(inline, 'inline');
  }
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function wordsOf(inline: Inline, names: Names = {}): string {
  if (typeof inline === 'string') return inline;
  return inline.kind === 'user' ? (names[inline.userId] ?? 'somebody else') : inline.text;
}

/** The words alone, for a message that is no card. */
export function plainText(text: Rich, names: Names = {}): string {
  return text.map((inline) => visible(wordsOf(inline, names))).join('');
}

function mentionOf(inline: Inline, names: Names): string | undefined {
  const name = typeof inline !== 'string' && inline.kind === 'user' ? names[inline.userId] : undefined;
  return name === undefined ? undefined : atTag(name);
}

/**
 * In the reader's own language and time zone. Such a function takes whole seconds.
 * https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization
 */
function dateOf(inline: Inline): string | undefined {
  if (typeof inline === 'string' || inline.kind !== 'date') return undefined;
  const iso = `${new Date(inline.iso).toISOString().slice(0, 19)}Z`;
  return `{{DATE(${iso}, SHORT)}} {{TIME(${iso})}}`;
}

function atTag(name: string): string {
  return `<at>${plainName(name)}</at>`;
}

/** A name stands between tags, and again beside the card, letter for letter: no markup may be in it. */
function plainName(name: string): string {
  return (
    readable(name)
      .replaceAll(/[<>&\\`*_~[\]{}\s]+/g, ' ')
      .trim() || 'somebody'
  );
}

/**
 * Who is behind the names. Teams refuses a card whose entities it does not mention, so give only those.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#user-mention-in-adaptive-cards
 */
export function mentionEntities(names: Names): readonly Json[] {
  return Object.entries(names).map(([id, name]) => ({
    type: 'mention',
    text: atTag(name),
    mentioned: { id, name: plainName(name) },
  }));
}

/** A heading to screen readers, too: which only a TextBlock can be. */
export function heading(text: string): readonly Json[] {
  const words = escapeMarkdown(fit('heading', text.trim()));
  if (words === '') return [];
  return [{ type: 'TextBlock', text: words, size: 'Large', weight: 'Bolder', wrap: true, style: 'heading' }];
}

export function note(text: Rich): readonly Json[] {
  return richText(text, {}, { spacing: 'Small', run: { size: 'Small', isSubtle: true } });
}

/** What is wrong, beside what it is about. */
export function problem(text: string | undefined): readonly Json[] {
  if (text === undefined) return [];
  return richText([text], {}, { spacing: 'Small', run: { color: 'Attention' } });
}
