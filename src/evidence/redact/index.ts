import { isUniqueId } from '../../policy/principal/match-principal.js';
import type { Snapshot } from '../snapshot.js';
import { createAddressMap } from './addresses.js';
import { drawPseudonyms, type Random } from './pseudonyms.js';
import { type Fragment, fragmentsOf, lowerCase, replaceTokens, tokensOf } from './tokens.js';
import { variableFragments } from './variables.js';
import { fixedTokens, isFixedText, PROSE_WORDS } from './vocabulary.js';
import { rewriteConditionKey } from './walk-policy.js';
import type { Rewriter } from './rewriter.js';
import { rewriteSnapshot } from './walk.js';

export type { Random } from './pseudonyms.js';

export interface Redacted {
  readonly snapshot: Snapshot;
  /** What was given as `texts`, with the same names replaced by the same stand-ins. */
  readonly texts: readonly string[];
}

/**
 * Replaces everybody's names in a snapshot, so that it can be shown to others and still diagnoses to the same causes: account, organization
 * and canonical ids, names of buckets, keys, principals, policies, tags and so on, and IP addresses. Equal names get equal stand-ins, patterns
 * match what they matched, AWS's own words stay. `texts` (an error text) are redacted alongside. Pure but for `random`.
 */
export function redact(snapshot: Snapshot, texts: readonly string[], random: Random): Redacted {
  const found = new Collected(snapshot);
  rewriteSnapshot(snapshot, found);
  for (const text of texts) found.prose(text);
  const pseudonyms = drawPseudonyms(found.names(), random);
  const rewriter = createRewriter(pseudonyms, found.tokensOfNames, createAddressMap(random));
  return {
    snapshot: rewriteSnapshot(snapshot, rewriter),
    texts: texts.map((text) => rewriter.prose(text)),
  };
}

const VARIABLE = /\$\{(?![*?$]\})([^},]*)([^}]*)\}/g;

/** Goes through a snapshot and changes nothing: notes what is there to be replaced. */
class Collected implements Rewriter {
  readonly #snapshot: Snapshot;
  readonly #texts = new Set<string>();
  readonly #fragments: Fragment[] = [];
  readonly #fixed = new Set<string>();
  readonly tokensOfNames = new Set<string>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  readonly name = (text: string): string => {
    if (isFixedText(text)) return text;
    this.#texts.add(text);
    for (const token of tokensOf(text)) {
      this.tokensOfNames.add(lowerCase(token));
      if (isUniqueId(token)) this.#keepBeginning(token.slice(0, 4).toLowerCase());
    }
    return text;
  };

  readonly pattern = (text: string): string => {
    if (isFixedText(text)) return text;
    this.name(text.replace(VARIABLE, '*'));
    for (const [, key = '', rest = ''] of text.matchAll(VARIABLE)) {
      rewriteConditionKey(key.trim(), this);
      this.name(rest);
    }
    this.#fragments.push(...fragmentsOf(text), ...variableFragments(text, this.#snapshot));
    return text;
  };

  readonly prose = (text: string): string =>
    rewriteProse(
      text,
      (word) => this.name(word),
      () => undefined,
    );

  readonly address = (text: string): string | undefined => createAddressMap(() => 0)(text);

  /** `AROA…`: what kind of id it is. */
  #keepBeginning(text: string): void {
    this.#fixed.add(text);
    this.#fragments.push({ text, kind: 'prefix' });
  }

  names() {
    const fixed = new Set([...this.#fixed, ...fixedTokens(this.#texts, tokensOf)]);
    return { tokens: this.tokensOfNames, fragments: this.#fragments, fixed };
  }
}

function createRewriter(
  pseudonyms: ReadonlyMap<string, string>,
  tokensOfNames: ReadonlySet<string>,
  address: (text: string) => string | undefined,
): Rewriter {
  const standIn = (token: string) => inTheCaseOf(token, pseudonyms.get(lowerCase(token)) ?? token);
  const name = (text: string) => (isFixedText(text) ? text : replaceTokens(text, standIn));
  return {
    name,
    pattern: (text) => (isFixedText(text) ? text : rewritePattern(text, name)),
    prose: (text) =>
      rewriteProse(text, name, (token) => (tokensOfNames.has(lowerCase(token)) ? standIn(token) : undefined)),
    address,
  };
}

function rewritePattern(text: string, name: (text: string) => string): string {
  let written = '';
  let from = 0;
  for (const { 0: variable, 1: key = '', 2: rest = '', index } of text.matchAll(VARIABLE)) {
    written += `${name(text.slice(from, index))}\${${rewriteConditionKey(key, { name })}${name(rest)}}`;
    from = index + variable.length;
  }
  return written + name(text.slice(from));
}

function inTheCaseOf(token: string, standIn: string): string {
  return standIn.replace(/[^]/g, (character, index: number) =>
    /[A-Z]/.test(token.charAt(index)) ? character.toUpperCase() : character,
  );
}

/** ARNs, addresses and ids in a sentence are names; of its other words, those that are known as names. */
function rewriteProse(
  text: string,
  name: (word: string) => string,
  known: (token: string) => string | undefined,
): string {
  return text.replace(/[^\s"'`<>()[\]{},;]+/g, (word) => {
    if (isIdentifier(word)) return name(word);
    return replaceTokens(word, (token) =>
      PROSE_WORDS.has(token.toLowerCase()) ? token : (known(token) ?? token),
    );
  });
}

function isIdentifier(word: string): boolean {
  if (/^[a-z0-9-]+:[A-Z*]\w*\*?$|^\d{4}-\d\d-\d\dT[\d:.]+Z?$/.test(word)) return false;
  return /^arn:|:\/\/|@|\d{12}/.test(word) || (word.length >= 12 && /\d/.test(word));
}
