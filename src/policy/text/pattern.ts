import {
  compileMatcher,
  compileWildcard,
  type Matcher,
  type PatternToken,
  tokenizeWildcards,
} from './wildcard.js';

/**
 * A policy value with its wildcards and policy variables:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type PatternPart =
  | PatternToken
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | null };

/** A context key's values: a list (never empty), `null` for known to be absent, `undefined` for unknown. */
export type KeyValues = readonly string[] | null | undefined;
/** Looks a context key up by its lower-case name. */
export type Lookup = (key: string) => KeyValues;

export interface Pattern {
  readonly source: string;
  readonly wildcards: boolean;
  /** Its parts, where variables or escapes (`${*}`) cut it; `null`: the source is all there is. */
  readonly parts: readonly PatternPart[] | null;
  /** Lower-case names of the context keys its variables ask for. */
  readonly variables: readonly string[];
}

export interface PatternOptions {
  /** Policy variables exist only in Version 2012-10-17. */
  readonly variables: boolean;
  readonly wildcards: boolean;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^\s*([^,\s]+)\s*,\s*'(.*)'\s*$/s;
const NO_VARIABLES: readonly string[] = [];

function variablePart(inner: string): PatternPart {
  // `${*}`, `${?}` and `${$}` are the characters themselves.
  if (inner === '*' || inner === '?' || inner === '$') return { kind: 'text', text: inner };
  const [, key, fallback] = WITH_DEFAULT.exec(inner) ?? [];
  if (key !== undefined && fallback !== undefined)
    return { kind: 'variable', key: key.toLowerCase(), fallback };
  return { kind: 'variable', key: inner.trim().toLowerCase(), fallback: null };
}

function textParts(text: string, wildcards: boolean): PatternPart[] {
  if (text === '') return [];
  return wildcards ? tokenizeWildcards(text) : [{ kind: 'text', text }];
}

function cutAtVariables(source: string, wildcards: boolean): PatternPart[] {
  const parts: PatternPart[] = [];
  let from = 0;
  for (const found of source.matchAll(VARIABLE)) {
    parts.push(...textParts(source.slice(from, found.index), wildcards), variablePart(found[1] ?? ''));
    from = found.index + found[0].length;
  }
  parts.push(...textParts(source.slice(from), wildcards));
  return parts;
}

/** Compiles a policy value. Never fails: a `${` that is never closed is text. */
export function compilePattern(source: string, { variables, wildcards }: PatternOptions): Pattern {
  if (!variables || !source.includes('${'))
    return { source, wildcards, parts: null, variables: NO_VARIABLES };
  const parts = cutAtVariables(source, wildcards);
  const asked = parts.flatMap((part) => (part.kind === 'variable' ? [part.key] : []));
  return { source, wildcards, parts, variables: asked };
}

/** Its parts, cut at wildcards too. */
export function partsOf(pattern: Pattern): readonly PatternPart[] {
  return pattern.parts ?? textParts(pattern.source, pattern.wildcards);
}

/** The tokens with every variable replaced; `null`: a variable has no value, so nothing matches; `undefined`: unknown. */
export function resolvePattern(pattern: Pattern, lookup: Lookup): readonly PatternToken[] | null | undefined {
  const tokens: PatternToken[] = [];
  let unknown = false;
  for (const part of partsOf(pattern)) {
    if (part.kind !== 'variable') {
      tokens.push(part);
      continue;
    }
    const values = lookup(part.key);
    if (values === undefined) {
      unknown = true;
      continue;
    }
    // A multivalued key cannot be used as a variable: it stands for no value.
    const value = values?.length === 1 ? values[0] : (part.fallback ?? undefined);
    if (value === undefined) return null;
    // What a variable brings in is text: a `*` in a tag value is no wildcard.
    tokens.push({ kind: 'text', text: value });
  }
  return unknown ? undefined : tokens;
}

/** A matcher over the whole subject; `undefined` means that a variable it needs is unknown. */
export type PatternMatcher = (subject: string, lookup: Lookup) => boolean | undefined;

/** How a list of tokens becomes a matcher: whole texts, or ARNs segment by segment. */
export type TokenCompiler = (tokens: readonly PatternToken[]) => Matcher;

function compileStatic(pattern: Pattern, compile: TokenCompiler): Matcher {
  if (compile !== compileMatcher) return compile(partsOf(pattern).filter((part) => part.kind !== 'variable'));
  return pattern.wildcards ? compileWildcard(pattern.source) : (subject) => subject === pattern.source;
}

/** Compiles a pattern into a matcher: at first use, or anew for every request where it has variables. */
export function compilePatternMatcher(
  pattern: Pattern,
  compile: TokenCompiler = compileMatcher,
): PatternMatcher {
  if (pattern.parts === null) {
    let matcher: Matcher | null = null;
    return (subject) => (matcher ??= compileStatic(pattern, compile))(subject);
  }
  return (subject, lookup) => {
    const tokens = resolvePattern(pattern, lookup);
    if (tokens === undefined) return undefined;
    return tokens === null ? false : compile(tokens)(subject);
  };
}
