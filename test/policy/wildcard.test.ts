import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesWildcard } from '../../src/policy/index.js';
import { compileMatcher, compileWildcard, tokenizeWildcards } from '../../src/policy/text/wildcard.js';

/** As simple as can be, and exponential: only for short strings. */
function naive(pattern: string, subject: string): boolean {
  if (pattern === '') return subject === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return naive(rest, subject) || (subject !== '' && naive(pattern, subject.slice(1)));
  return subject !== '' && (pattern[0] === '?' || pattern[0] === subject[0]) && naive(rest, subject.slice(1));
}

const letters = (...all: string[]) =>
  fc.array(fc.constantFrom(...all), { maxLength: 9 }).map((list) => list.join(''));

describe('wildcards', () => {
  test('match as a naive reference does, on short strings', () => {
    fc.assert(
      fc.property(letters('a', 'b', '*', '?'), letters('a', 'b', '*'), (pattern, subject) => {
        const wanted = naive(pattern, subject);
        expect(matchesWildcard(pattern, subject)).toBe(wanted);
        expect(compileMatcher(tokenizeWildcards(pattern))(subject)).toBe(wanted);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['a*a*a*a*b', 'a'.repeat(1000)],
    ['*a*a*a*a*a*a*b', 'a'.repeat(1000)],
    ['*a?a?a?a?b*', 'a'.repeat(1000)],
    [`${'a*'.repeat(200)}b`, 'a'.repeat(1000)],
    [`${'*?'.repeat(100)}b`, 'a'.repeat(1000)],
  ])('a hostile pattern %s costs under a millisecond', (pattern, subject) => {
    const matches = compileWildcard(pattern);
    const times = Array.from({ length: 25 }, () => {
      const start = performance.now();
      expect(matches(subject)).toBe(false);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(1);
  });
});
