import { findJsonMistake } from './json-mistake.js';

/** One JSON value of a text, with the line (from 1) on which it begins. */
export interface JsonPiece {
  readonly value: unknown;
  readonly source: string;
  readonly line: number;
}

export type SplitJson =
  | { readonly ok: true; readonly values: readonly JsonPiece[] }
  | { readonly ok: false; readonly problem: string };

/** Reads JSON values that stand one after another, with blanks or commas between them. */
export function splitJson(text: string): SplitJson {
  const values: JsonPiece[] = [];
  let at = skipBetween(text, 0);
  while (at < text.length) {
    const end = endOfValue(text, at);
    const source = text.slice(at, end);
    const line = lineAt(text, at);
    try {
      const value: unknown = JSON.parse(source);
      values.push({ value, source, line });
    } catch {
      const { position, what } = findJsonMistake(source);
      return { ok: false, problem: `Line ${lineAt(text, at + position)}: no JSON, ${what}` };
    }
    at = skipBetween(text, end);
  }
  return values.length > 0 ? { ok: true, values } : { ok: false, problem: 'there is no JSON in it' };
}

function skipBetween(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s,\uFEFF]/.test(text.charAt(at))) at += 1;
  return at;
}

/** Behind the bracket that closes the value at `from`; the end of the text, where none does or it begins with none. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth <= 0 && !quoted) return character === '"' || '}]'.includes(character) ? at + 1 : text.length;
  }
  return text.length;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
