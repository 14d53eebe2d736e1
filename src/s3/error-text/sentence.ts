/** The sentence `User: <principal> is not authorized to perform: <action> on resource: <resource>`. */

import { findOperation } from '../operations.js';
import { isPrincipalArn } from '../principal-input.js';
import type { SentenceMark } from './marks.js';

const CORE = /is\s{1,9}not\s{1,9}authorized\s{1,9}to\s{1,9}perform\b\s{0,9}:?\s{0,9}/gi;
const ACTION = /["'`]?([A-Za-z][A-Za-z0-9-]{0,40}:[A-Za-z*][A-Za-z0-9*]{0,80})["'`]?/y;
const RESOURCE = /\s{1,9}on\s{1,9}resources?\b\s{0,9}:?\s{0,9}/iy;
const OTHER_RESOURCE =
  /\s{1,9}on\s{1,9}(?:this\s{1,9}resource|the\s{1,9}resource\s{1,9}associated\s{1,9}with\s{1,9}this\s{1,9}ciphertext)/iy;
/** The reason behind an unquoted resource, which may hold blanks. */
const REASON = /\s{1,9}(?:with\s{1,9}an?\s{1,9}explicit|because\s{1,9}(?:no|public|this|the)\s)/;
/** What else may follow it. */
const AFTER_RESOURCE =
  /\s{1,9}(?:\(Service:|\(RequestToken:|\(Request|Go\s{1,9}to\s|status\s{1,9}code:|in\s{1,9}Statement|at\s)|[.,;]?\s{0,9}(?:<\/|["']?\s{0,9}[},]\s{0,9}["'\n])|\.\s/;
const LONGEST_PRINCIPAL = 2200;
const LONGEST_RESOURCE = 1500;

/** Every such sentence in the text, in order. */
export function findSentences(text: string): readonly SentenceMark[] {
  return [...text.matchAll(CORE)].map((match) =>
    readSentence(text, match.index, match.index + match[0].length),
  );
}

function readSentence(text: string, core: number, after: number): SentenceMark {
  const user = userBefore(text, core);
  ACTION.lastIndex = after;
  const action = ACTION.exec(text);
  const actionEnd = action === null ? after : ACTION.lastIndex;
  const isCut = actionEnd === text.length && findOperation(action?.[1] ?? '').outcome !== 'found';
  const resource = resourceAt(text, actionEnd);
  return {
    kind: 'sentence',
    at: user.at,
    end: resource.end,
    resourceCut: resource.cut,
    ...(user.principal === undefined ? {} : { principal: user.principal }),
    ...(action?.[1] === undefined || isCut ? {} : { action: action[1] }),
    ...(resource.value === undefined ? {} : { resource: resource.value }),
  };
}

/** What stands between `User:` and the verb: an ARN, `anonymous`, or something masked, which is left out. */
function userBefore(text: string, core: number): { readonly at: number; readonly principal?: string } {
  const before = text.slice(Math.max(0, core - LONGEST_PRINCIPAL), core);
  const label = before.lastIndexOf('User:');
  const from = label === -1 ? before.trimEnd().lastIndexOf(' ') + 1 : label + 'User:'.length;
  const words = before.slice(from).trim().split(/\s+/);
  const word = (words[0] ?? '').replaceAll(/^["'`“”]|["'`“”]$/g, '');
  const at = core - before.length + (label === -1 ? from : label);
  return isPrincipalArn(word) || word === 'anonymous' ? { at, principal: word } : { at };
}

interface Resource {
  readonly value?: string;
  readonly end: number;
  readonly cut: boolean;
}

function resourceAt(text: string, at: number): Resource {
  OTHER_RESOURCE.lastIndex = at;
  if (OTHER_RESOURCE.test(text)) return { end: OTHER_RESOURCE.lastIndex, cut: false };
  RESOURCE.lastIndex = at;
  if (!RESOURCE.test(text)) return { end: at, cut: false };
  const start = RESOURCE.lastIndex;
  const opening = text.charAt(start);
  return /["'“”‘`]/.test(opening) ? quoted(text, start, opening) : unquoted(text, start);
}

/** Up to the quote that nothing of a key follows; a key may hold quotes itself. */
function quoted(text: string, start: number, opening: string): Resource {
  const closing = /["“”]/.test(opening) ? /["“”](?=[\s.,;:)<\]}\\"']|$)/ : /['‘’`](?=[\s.,;:)<\]}\\"']|$)/;
  const rest = text.slice(start + 1, start + 1 + LONGEST_RESOURCE);
  const end = rest.search(closing);
  if (end === -1) {
    const word = /^\S*/.exec(rest)?.[0] ?? '';
    return { value: word, end: start + 1 + word.length, cut: true };
  }
  return { value: rest.slice(0, end).replaceAll('\n', ' '), end: start + 1 + end + 1, cut: false };
}

/** Up to the words with which the grammar goes on; where there are none, one word. */
function unquoted(text: string, start: number): Resource {
  const rest = text.slice(start, start + LONGEST_RESOURCE);
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const stop = [REASON, AFTER_RESOURCE]
    .map((pattern) => rest.search(pattern))
    .find((index) => index !== -1 && isOneLine(rest, index));
  const value = (stop === undefined ? word : rest.slice(0, stop)).replace(/[.,;:)"'>]{1,9}$/, '');
  return { value, end: start + value.length, cut: false };
}

/** Nothing but the resource stands before `end`: no line break, and no other sentence. */
function isOneLine(rest: string, end: number): boolean {
  return !/\n|\sis not authorized|\sAn error occurred/.test(rest.slice(0, end));
}
