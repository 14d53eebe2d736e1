/**
 * Texts as redaction sees them: tokens (runs of ASCII letters and digits, or of anything beyond ASCII) between separators that stay.
 */
const TOKEN = /[A-Za-z0-9]+|[^\p{ASCII}]+/gu;

/** Where a pattern goes on with whatever there is: wildcards and policy variables (but not `${*}`, which is the star itself). */
const JOINT = /\$\{(?![*?$]\})[^}]*\}|[*?]|\s+/g;

export type FragmentKind = 'prefix' | 'suffix' | 'infix';

/** A part of a token that a pattern names: `rep` in `rep*` is the beginning of every token that matches. Lower case. */
export interface Fragment {
  readonly text: string;
  readonly kind: FragmentKind;
}

export function tokensOf(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

export function replaceTokens(text: string, replace: (token: string) => string): string {
  return text.replace(TOKEN, replace);
}

/** Redaction ignores the case of ASCII letters, and puts it back: texts that differ in case only still do. */
export function lowerCase(token: string): string {
  return /^\p{ASCII}*$/u.test(token) ? token.toLowerCase() : token;
}

/** The tokens of a pattern that a wildcard, a variable or a stray blank cuts short. */
export function fragmentsOf(pattern: string): readonly Fragment[] {
  const fragments: Fragment[] = [];
  let start = 0;
  const read = (end: number) => {
    fragments.push(...fragmentsIn(pattern.slice(start, end), start > 0, end < pattern.length));
  };
  for (const { 0: joint, index } of pattern.matchAll(JOINT)) {
    read(index);
    start = index + joint.length;
  }
  read(pattern.length);
  return fragments;
}

function fragmentsIn(stretch: string, openLeft: boolean, openRight: boolean): readonly Fragment[] {
  return [...stretch.matchAll(TOKEN)].flatMap(({ 0: token, index }): readonly Fragment[] => {
    const left = openLeft && index === 0;
    const right = openRight && index + token.length === stretch.length;
    if (!left && !right) return [];
    return [{ text: lowerCase(token), kind: left ? (right ? 'infix' : 'suffix') : 'prefix' }];
  });
}

/** The places of a token at which it holds a fragment. */
export function placesOf({ text, kind }: Fragment, token: string): readonly number[] {
  switch (kind) {
    case 'prefix':
      return token.startsWith(text) ? [0] : [];
    case 'suffix':
      return token.endsWith(text) ? [token.length - text.length] : [];
    case 'infix': {
      const places: number[] = [];
      for (let at = token.indexOf(text); at !== -1; at = token.indexOf(text, at + 1)) places.push(at);
      return places;
    }
  }
}
