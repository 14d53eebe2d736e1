import type { Inline, Rich } from '../../card/card.js';
import { SHORTENED, wholeCharacters } from '../limits.js';

/** Control characters, and those that turn the direction of what follows: they make a text look like another. */
// oxlint-disable-next-line no-control-regex -- these are what is taken out
const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Text without what nobody can see, as an input takes it. */
export function readable(text: string): string {
  return text.replaceAll(INVISIBLE, '');
}

/**
 * Text as it is to be read. Two braces before DATE or TIME are a function to every Adaptive Cards client; a joiner that nobody sees
 * stands between them. https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization
 */
export function visible(text: string): string {
  return readable(text).replaceAll(/\{(?=\{(?:DATE|TIME)\()/g, '{\u2060');
}

/**
 * Text for a TextBlock, which is Markdown, on one line. Only what would be markup where it stands is escaped: some clients show the
 * escapes. https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#markdown-cards
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_~[\]]/g, String.raw`\$&`)
    .replace(/^(\s*)(?=[#+-])/, '$1\\')
    .replace(/^(\s*\d+)(?=[.)])/, '$1\\');
}

/** Text of at most so many characters, cut visibly. */
export function shorten(text: string, characters: number): string {
  return text.length <= characters ? text : `${wholeCharacters(text.slice(0, characters))}${SHORTENED}`;
}

/** The same for text in parts. */
export function shortenRich(text: Rich, characters: number): Rich {
  let left = characters;
  const kept: Inline[] = [];
  for (const inline of text) {
    if (left <= 0) return kept;
    const words = wordsIn(inline);
    kept.push(words.length <= left ? inline : withWords(inline, shorten(words, left)));
    left -= words.length;
  }
  return kept;
}

export function lengthOf(text: Rich): number {
  return text.reduce((sum, inline) => sum + wordsIn(inline).length, 0);
}

function wordsIn(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return inline.kind === 'user' ? '' : inline.text;
}

function withWords(inline: Inline, text: string): Inline {
  return typeof inline === 'string' || inline.kind === 'user' ? text : { ...inline, text };
}
