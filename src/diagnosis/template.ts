import { quoteInDoubleQuotes } from './fixes/formats/text.js';
import { PLACEHOLDERS, PROSE_STAND_INS, type Placeholder } from './names.js';

type Values = Readonly<Record<string, string | undefined>>;

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

export function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(PLACEHOLDERS, name);
}

/** The names between braces in a text, known or not. Braces around anything but letters (JSON) are text. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/** Fills `{bucket}` in a sentence; what is not known reads as words: "the caller". */
export function fillTemplate(template: string, values: Values): string {
  return fill(template, values, PROSE_STAND_INS, (value) => value);
}

/**
 * Fills a shell command whose placeholders stand inside double quotes: what means something to a shell there is escaped, so that a key
 * named `$(…)` stays a key when the command is pasted. What is not known is a name in capitals, so that nobody runs it by accident.
 */
export function fillCommand(template: string, values: Values): string {
  return fill(template, values, {}, quoteInDoubleQuotes);
}

/** Fills JSON whose placeholders stand inside strings. */
export function fillJson(template: string, values: Values): string {
  return fill(template, values, {}, (value) => JSON.stringify(value).slice(1, -1));
}

function fill(
  template: string,
  values: Values,
  standIns: Readonly<Partial<Record<Placeholder, string>>>,
  escape: (value: string) => string,
): string {
  if (!template.includes('{')) return template;
  return template.replace(PLACEHOLDER, (whole, name: string) => {
    if (!isPlaceholder(name)) return whole;
    const value = values[name];
    return value === undefined ? (standIns[name] ?? PLACEHOLDERS[name]) : escape(value);
  });
}
