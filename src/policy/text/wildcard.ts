/**
 * Wildcard matching as IAM does it: `*` is any run of characters (none included), `?` is exactly one.
 * The pattern is cut at its stars; each piece is looked for once, from the left, so there is no backtracking
 * and a hostile pattern costs no more than text length × piece length.
 */

/** Stands for `?` inside a piece. A Unicode noncharacter, which no policy and no request holds. */
const ANY_CHARACTER = '\uFFFF';

/** One token of a pattern: text taken literally, or one of the two wildcards. */
export type PatternToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'any' };

export type Matcher = (subject: string) => boolean;

function matchesAt(piece: string, wild: boolean, subject: string, at: number): boolean {
  if (!wild) return subject.startsWith(piece, at);
  if (at + piece.length > subject.length) return false;
  for (let i = 0; i < piece.length; i++) {
    const wanted = piece[i];
    if (wanted !== ANY_CHARACTER && wanted !== subject[at + i]) return false;
  }
  return true;
}

function find(piece: string, wild: boolean, subject: string, from: number): number {
  if (!wild) return subject.indexOf(piece, from);
  const last = subject.length - piece.length;
  for (let at = from; at <= last; at++) if (matchesAt(piece, true, subject, at)) return at;
  return -1;
}

const ANYTHING: Matcher = () => true;

function compileBeginning(beginning: string): Matcher {
  return beginning === '' ? ANYTHING : (subject) => subject.startsWith(beginning);
}

/** Matches text cut at its stars, in which `ANY_CHARACTER` stands for `?`. */
function matchPieces(pieces: readonly string[]): Matcher {
  const wild = pieces.map((piece) => piece.includes(ANY_CHARACTER));
  const [first = ''] = pieces;
  const firstWild = wild[0] === true;
  const lastIndex = pieces.length - 1;
  if (lastIndex === 0) {
    if (!firstWild) return (subject) => subject === first;
    return (subject) => subject.length === first.length && matchesAt(first, true, subject, 0);
  }
  if (lastIndex === 1 && pieces[1] === '' && !firstWild) return compileBeginning(first);
  const shortest = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return (subject) => {
    if (subject.length < shortest || !matchesAt(first, firstWild, subject, 0)) return false;
    let from = first.length;
    for (let index = 1; index < lastIndex; index++) {
      const piece = pieces[index] ?? '';
      const at = find(piece, wild[index] === true, subject, from);
      if (at === -1) return false;
      from = at + piece.length;
    }
    const last = pieces[lastIndex] ?? '';
    const end = subject.length - last.length;
    return end >= from && matchesAt(last, wild[lastIndex] === true, subject, end);
  };
}

/** Compiles text, `*` and `?` being wildcards, into a function that matches the whole subject. */
export function compileWildcard(text: string): Matcher {
  const star = text.indexOf('*');
  if (!text.includes('?')) {
    // Most patterns are a name or a beginning.
    if (star === -1) return (subject) => subject === text;
    if (star === text.length - 1) return compileBeginning(text.slice(0, star));
  }
  return matchPieces((text.includes('?') ? text.replaceAll('?', ANY_CHARACTER) : text).split('*'));
}

/** Compiles tokens into a function that matches the whole subject. */
export function compileMatcher(tokens: readonly PatternToken[]): Matcher {
  const pieces = [''];
  for (const token of tokens) {
    if (token.kind === 'star') pieces.push('');
    else pieces[pieces.length - 1] += token.kind === 'any' ? ANY_CHARACTER : token.text;
  }
  return matchPieces(pieces);
}

/** Cuts text into tokens, `*` and `?` being wildcards. */
export function tokenizeWildcards(text: string): PatternToken[] {
  const tokens: PatternToken[] = [];
  for (const run of text.split(/([*?])/)) {
    if (run === '*') tokens.push({ kind: 'star' });
    else if (run === '?') tokens.push({ kind: 'any' });
    else if (run !== '') tokens.push({ kind: 'text', text: run });
  }
  return tokens;
}

/** Whether `subject` as a whole matches `pattern`; case-sensitive, `*` crosses `/` and `:`. */
export function matchesWildcard(pattern: string, subject: string): boolean {
  return compileWildcard(pattern)(subject);
}
