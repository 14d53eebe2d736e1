import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { expect, test } from '@jest/globals';
import { createSteps } from './regexp-steps.js';

interface Literal {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Every regular expression literal of the program, read from its syntax tree. */
function literals(): readonly Literal[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) => {
    const found: Literal[] = [];
    collect(parseSync(readFileSync(join('src', name), 'utf8'), { syntax: 'typescript' }), (pattern, flags) =>
      found.push({ file: name, pattern, flags }),
    );
    return found;
  });
}

function collect(node: unknown, take: (pattern: string, flags: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'RegExpLiteral' && 'pattern' in node && 'flags' in node)
    take(String(node.pattern), String(node.flags));
  for (const child of Object.values(node)) collect(child, take);
}

/**
 * What makes a backtracking engine suffer: long runs of what a repetition takes, then something that cannot match. The runs are made
 * of the characters that the pattern itself names.
 */
function attacks(pattern: string, length: number): readonly string[] {
  const named = [...new Set(pattern.replaceAll(/\\[pPuxk]\{?[^}]*\}?/g, '').replaceAll(/[()|?*+^$]/g, ''))];
  const units = [
    ...new Set([
      ...named,
      'a',
      'A',
      '0',
      ' ',
      '\n',
      '"',
      '-',
      '/',
      'a ',
      'a-',
      'a.',
      'a:',
      '0,',
      '""',
      ' \n',
      'ab',
    ]),
  ];
  const prefix = /^\^?((?:[\w :"'=-]|\\[-/.:])+)/.exec(pattern)?.[1]?.replaceAll('\\', '') ?? '';
  const pumped = units.map((unit) => unit.repeat(Math.ceil(length / unit.length)));
  return pumped.flatMap((run) =>
    ['', 'x', ...(prefix === '' ? [] : [prefix])].map((start) => `${start}${run}\u0000`),
  );
}

/** Steps are counted on a text and on one of twice the length: what is linear takes twice as many, what is quadratic four times. */
const LENGTH = 150;
const GROWS_AT_MOST = 2.5;
/** More than anything that repeats only so often needs on the longer text: thousands of steps a character. */
const LIMIT = 400_000;

function isSlow({ pattern, flags }: Literal): boolean {
  const steps = createSteps(pattern, flags);
  const shorter = attacks(pattern, LENGTH);
  return attacks(pattern, 2 * LENGTH).some((text, index) => {
    const twice = steps.count(text, LIMIT);
    if (twice <= 10 * LENGTH || twice >= LIMIT) return twice >= LIMIT;
    return twice > GROWS_AT_MOST * steps.count(shorter[index] ?? '', LIMIT);
  });
}

test('the check knows a catastrophic and a quadratic expression when it sees one', () => {
  const literal = (pattern: string): Literal => ({ file: '', pattern, flags: '' });
  const slow = [
    '^(?:a+)+$',
    '\\s+$',
    '^arn:(?:[\\w-]+)*:x$',
    '^(\\s*)(.*?)(\\s*)$',
    '(a|a)*b',
    'a*?b',
    '(x+x+)+y',
  ];
  for (const pattern of slow) expect([pattern, isSlow(literal(pattern))]).toEqual([pattern, true]);
  const fast = ['^[a-z]+$', '^\\s+', '(?<!\\s)\\s+$', '^(a|b)*c', '^(\\w)\\1+$', '"(?:[^"\\\\]|\\\\.)*"$'];
  for (const pattern of fast) expect([pattern, isSlow(literal(pattern))]).toEqual([pattern, false]);
});

const ALL = literals();

test('counting finds what the engine finds', () => {
  const texts = ['', 'a', 'aab', 'arn:aws:s3:::b/k', '"q\\"" x', 'k=v, k2="v2"', ' é🙂 '];
  const differing = ALL.flatMap(({ pattern, flags }) => {
    const engine = new RegExp(pattern, flags.replaceAll('g', ''));
    const steps = createSteps(pattern, flags);
    return texts
      .filter((text) => {
        engine.lastIndex = 0;
        return steps.finds(text) !== engine.test(text);
      })
      .map((text) => [pattern, text]);
  });
  expect(differing).toEqual([]);
});

test('no regular expression takes more than linear time', () => {
  expect(ALL.length).toBeGreaterThan(100);
  expect(ALL.filter(isSlow).map(({ file, pattern }) => `${file}: /${pattern}/`)).toEqual([]);
}, 120_000);
