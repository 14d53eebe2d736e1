import { assertNever } from '../../errors.js';
import type { Inline, Rich } from '../../card/card.js';
import { shorten } from '../limits.js';

/**
 * Plain text to Slack's mrkdwn, so that nothing in it is markup. `&`, `<` and `>` are escaped, which takes mentions, links and
 * `<!channel>` away. For `*`, `_`, `~`, emoji names and quotes Slack has no escape: a word that could be one of these is shown as
 * code, where they stand for themselves. https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export function renderRich(rich: Rich): string {
  return rich.map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  if (typeof inline === 'string') return renderProse(inline);
  switch (inline.kind) {
    case 'bold':
      return FORMATTING.test(inline.text) || inline.text.trim() === ''
        ? renderProse(inline.text)
        : renderBold(inline.text);
    case 'code':
      return renderCode(inline.text);
    case 'link':
      return renderLink(inline.text, inline.url);
    case 'user':
      return USER_ID.test(inline.userId) ? `<@${inline.userId}>` : renderCode(inline.userId);
    case 'date':
      return renderDate(inline);
    default:
      return assertNever(inline, 'inline');
  }
}

/** Slack takes `*` for bold only right beside a letter: blanks at the ends stand outside. */
function renderBold(text: string): string {
  const before = text.slice(0, text.length - text.trimStart().length);
  const after = text.slice(text.trimEnd().length);
  return `${before}*${escapeLine(text.trim())}*${after}`;
}

const USER_ID = /^[UW]\w{1,40}$/;
/** Characters and patterns that mrkdwn may read as formatting: emphasis, code, `:emoji:`, a quote at the start of a line. */
const FORMATTING = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:[\w+'-]+:|^>/u;
/** What stands around a word and is none of it. */
const OPENING = /^[("'“‘[]*/u;
const CLOSING: ReadonlySet<string> = new Set(')"\'”’].,:;!?');

/** Sentences: escaped, and words that could turn into markup shown as code. */
export function renderProse(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .split(/(\s+)/)
    .map((word) => (FORMATTING.test(word) ? renderRiskyWord(word) : escapeText(word)))
    .join('');
}

function renderRiskyWord(word: string): string {
  const [before = ''] = OPENING.exec(word) ?? [];
  let end = word.length;
  while (end > before.length && CLOSING.has(word.charAt(end - 1))) end -= 1;
  return `${escapeText(before)}${renderCode(word.slice(before.length, end))}${escapeText(word.slice(end))}`;
}

/** A code span. It cannot hold a backtick or a line's end: these are shown by look-alikes. */
export function renderCode(text: string): string {
  const line = escapeLine(text.replaceAll('`', 'ˋ'));
  return line.trim() === '' ? line : `\`${line}\``;
}

function renderLink(text: string, url: string): string {
  if (!/^https?:\/\//i.test(url)) return renderProse(text);
  const target = url
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E')
    .replaceAll('|', '%7C')
    .replaceAll(/\s/g, '%20');
  return `<${target.replaceAll('&', '&amp;')}|${escapeLine(text).replaceAll('|', '¦')}>`;
}

/** https://docs.slack.dev/messaging/formatting-message-text/#date-formatting */
function renderDate({ iso, text }: Extract<Inline, { readonly kind: 'date' }>): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  const otherwise = escapeLine(text).replaceAll('|', '¦');
  return Number.isNaN(seconds) ? otherwise : `<!date^${seconds}^{date_short_pretty} at {time}|${otherwise}>`;
}

/** A code block. A fence inside it is broken by an invisible joiner. */
export function renderCodeBlock(text: string): string {
  return `\`\`\`\n${escapeCodeBlock(text)}\n\`\`\``;
}

export function escapeCodeBlock(text: string): string {
  return escapeText(text).replaceAll('```', '`\u2060`\u2060`');
}

/** Text of a `plain_text` object, where nothing is markup; `<` is kept from looking like a mention all the same. */
export function plainText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return visible(text).replaceAll(/<(?=[!@#])/g, '<\u2060');
}

/** `&`, `<`, `>`, and no invisible characters. */
export function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapeLine(text: string): string {
  return escapeText(text.replaceAll(/(?<!\s)\s*[\r\n]\s*/g, ' '));
}

/** Anything that rendering might change: most words have nothing of it, and are passed on as they are. */
const SPECIAL =
  // oxlint-disable-next-line no-control-regex -- these are what it is about
  /[*~`_&<>\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]|:[\w+'-]+:/;

/** Control characters and those that turn the direction of text are shown by their code: a key must read as what it is. */
function visible(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- these are what it is about
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g,
    (character) => (character === '\r' ? '' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** Rendered, and visibly shortened where it would be longer than `length`. */
export function fitRich(rich: Rich, length: number): string {
  const whole = renderRich(rich);
  if (whole.length <= length) return whole;
  let text = '';
  for (const inline of rich) {
    const next = renderInline(inline);
    if (text.length + next.length > length) {
      return (
        text + shorten(plainOf(inline), length - text.length, (part) => renderInline(withText(inline, part)))
      );
    }
    text += next;
  }
  return text;
}

function plainOf(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return inline.kind === 'user' ? '' : inline.text;
}

function withText(inline: Inline, text: string): Inline {
  // A date that does not fit as a whole is left as words.
  const isWords = typeof inline === 'string' || inline.kind === 'user' || inline.kind === 'date';
  return isWords ? text : { ...inline, text };
}
