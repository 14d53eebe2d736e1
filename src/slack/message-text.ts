/**
 * The text of a message, wherever it stands: error reports are often posted by other apps, as blocks or attachments, with a `text` that
 * says little. What a part repeats of what was read before is left out. Marked up as Slack delivers it.
 */
export function textOfMessage(message: unknown): string {
  const { text, blocks, attachments } = fieldsOf(message);
  const parts = [textIn(text), ...textsOf(blocks), ...textsOf(attachments)];
  const read: string[] = [];
  for (const part of parts.map((each) => each.trim())) {
    if (part !== '' && !read.some((earlier) => squeeze(earlier).includes(squeeze(part)))) read.push(part);
  }
  return read.join('\n');
}

/** Where blocks and attachments keep text that people read. */
const TEXT_KEYS = ['pretext', 'title', 'text', 'fallback', 'value'] as const;
const NESTED_KEYS = ['text', 'fields', 'elements', 'blocks', 'attachments'] as const;
const DEEPEST = 8;

function textsOf(value: unknown, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, depth + 1));
  if (typeof value !== 'object' || value === null) return [];
  const fields = fieldsOf(value);
  if (isRichTextLine(fields['type'])) return [inlineText(fields['elements'])];
  const own = TEXT_KEYS.map((key) => textIn(fields[key]));
  const nested = NESTED_KEYS.flatMap((key) => textsOf(fields[key], depth + 1));
  return [...own, ...nested];
}

function isRichTextLine(type: unknown): boolean {
  return type === 'rich_text_section' || type === 'rich_text_preformatted' || type === 'rich_text_quote';
}

/** The pieces of one line of rich text: they belong together without a break. */
function inlineText(elements: unknown): string {
  if (!Array.isArray(elements)) return '';
  return elements
    .map((element) => {
      const { text, url } = fieldsOf(element);
      return textIn(text) || textIn(url);
    })
    .join('');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** For comparing: without white space and markup, in which a message's text and its blocks differ. */
function squeeze(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s*_`~<>]+/g, '');
}
