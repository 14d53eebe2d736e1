import { assertNever } from '../../errors.js';
import {
  compilePattern,
  compilePatternMatcher,
  type Lookup,
  type Pattern,
  type TokenCompiler,
} from '../text/pattern.js';
import { ofBoolean } from '../text/ternary.js';
import { compileMatcher, type Matcher, type PatternToken } from '../text/wildcard.js';
import type { Match } from '../types.js';
import { compileArnMatcher } from './arn-pattern.js';
import { parseDate } from './date.js';
import { isWithin, parseIp, parseIpRange } from './ip.js';
import { parseNumber } from './number.js';
import type { Comparison, Operator } from './operator.js';

/** Whether one context value matches any of a condition's values, negation aside. */
export type ValueTest = (value: string, lookup: Lookup) => Match;

export interface ComparedValues {
  readonly test: ValueTest;
  /** For strings and ARNs: the values with their wildcards and variables. */
  readonly patterns: readonly Pattern[];
}

const NO_PATTERNS: readonly Pattern[] = [];

const ORDERED: Partial<Record<Comparison, (left: number, right: number) => boolean>> = {
  equals: (left, right) => left === right,
  lessThan: (left, right) => left < right,
  lessThanEquals: (left, right) => left <= right,
  greaterThan: (left, right) => left > right,
  greaterThanEquals: (left, right) => left >= right,
};

function orderedTest(
  operator: Operator,
  values: readonly string[],
  parse: (text: string) => number | null,
): ValueTest {
  const wanted = values.map(parse).filter((value) => value !== null);
  const compare = ORDERED[operator.compare] ?? (() => false);
  return (text) => {
    const value = parse(text);
    return ofBoolean(value !== null && wanted.some((one) => compare(value, one)));
  };
}

function parseBool(text: string): boolean | null {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : null;
}

function boolTest(values: readonly string[]): ValueTest {
  const wanted = new Set(values.map(parseBool).filter((value) => value !== null));
  return (text) => {
    const value = parseBool(text);
    return ofBoolean(value !== null && wanted.has(value));
  };
}

function ipTest(values: readonly string[]): ValueTest {
  const ranges = values.map(parseIpRange).filter((range) => range !== null);
  return (text) => {
    const address = parseIp(text);
    return ofBoolean(address !== null && ranges.some((range) => isWithin(address, range)));
  };
}

function binaryTest(values: readonly string[]): ValueTest {
  const wanted = new Set(values);
  return (text) => ofBoolean(wanted.has(text));
}

function compileIgnoringCase(tokens: readonly PatternToken[]): Matcher {
  const wanted = tokens
    .map((token) => (token.kind === 'text' ? token.text : ''))
    .join('')
    .toLowerCase();
  return (text) => text.toLowerCase() === wanted;
}

function compilerOf(operator: Operator): TokenCompiler {
  if (operator.family === 'arn') return compileArnMatcher;
  return operator.compare === 'equalsIgnoreCase' ? compileIgnoringCase : compileMatcher;
}

function patternTest(operator: Operator, patterns: readonly Pattern[]): ValueTest {
  if (
    operator.compare === 'equals' &&
    patterns.length > 8 &&
    patterns.every((pattern) => pattern.parts === null)
  ) {
    const exact = new Set(patterns.map((pattern) => pattern.source));
    return (text) => (exact.has(text) ? 'yes' : 'no');
  }
  const compiler = compilerOf(operator);
  const matchers = patterns.map((pattern) => compilePatternMatcher(pattern, compiler));
  return (text, lookup) => {
    let result: Match = 'no';
    for (const matches of matchers) {
      const matched = matches(text, lookup);
      if (matched === true) return 'yes';
      if (matched === undefined) result = 'unknown';
    }
    return result;
  };
}

/** Compiles the values of one condition. Values of the wrong type match nothing; the document's lints name them. */
export function compareValues(
  operator: Operator,
  values: readonly string[],
  variables: boolean,
): ComparedValues {
  switch (operator.family) {
    case 'numeric':
      return { test: orderedTest(operator, values, parseNumber), patterns: NO_PATTERNS };
    case 'date':
      return { test: orderedTest(operator, values, parseDate), patterns: NO_PATTERNS };
    case 'bool':
      return { test: boolTest(values), patterns: NO_PATTERNS };
    case 'ip':
      return { test: ipTest(values), patterns: NO_PATTERNS };
    case 'binary':
      return { test: binaryTest(values), patterns: NO_PATTERNS };
    case 'null':
      return { test: () => 'no', patterns: NO_PATTERNS };
    case 'string':
    case 'arn': {
      const wildcards = operator.compare === 'like';
      const patterns = values.map((value) => compilePattern(value, { variables, wildcards }));
      return { test: patternTest(operator, patterns), patterns };
    }
    default:
      return assertNever(operator.family, 'operator family');
  }
}
