import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { parseSync } from '@swc/core';
import { expect, test } from '@jest/globals';

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
  return pumped.flatMap((run) => [`${run}\u0000`, ...(prefix === '' ? [] : [`${prefix}${run}\u0000`])]);
}

/** Longer than anything but a pasted file. What is quadratic takes thousands of millions of steps on it, what is linear none to speak of. */
const LENGTH = 60_000;
/** A thousand times what a linear one takes: generous for a loaded machine, and far from what a quadratic one needs. */
const AT_MOST_MS = 1_500;

/**
 * Quadratic, and never given more than so many characters: a Slack text object has 3,000, a list of words is split before.
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object/
 */
const BOUNDED: readonly (readonly [start: string, characters: number])[] = [
  ['slack/render/mrkdwn.ts: ', 3_000],
];

function isSlow({ file, pattern, flags }: Literal): boolean {
  const bound = BOUNDED.find(([start]) => `${file}: `.startsWith(start));
  const context = createContext({ pattern, flags, text: '' });
  const script = new Script('new RegExp(pattern, flags).exec(text)');
  return attacks(pattern, bound?.[1] ?? LENGTH).some((text) => {
    context['text'] = text;
    try {
      script.runInContext(context, { timeout: AT_MOST_MS });
      return false;
    } catch {
      return true;
    }
  });
}

test('the check knows a catastrophic and a quadratic expression when it sees one', () => {
  const literal = (pattern: string): Literal => ({ file: '', pattern, flags: '' });
  expect(isSlow(literal('^(?:a+)+$'))).toBe(true);
  expect(isSlow(literal('\\s+$'))).toBe(true);
  expect(isSlow(literal('^arn:(?:[\\w-]+)*:x$'))).toBe(true);
  expect(isSlow(literal('^[a-z]+$'))).toBe(false);
});

test('no regular expression takes more than linear time', () => {
  const all = literals();
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(isSlow).map(({ file, pattern }) => `${file}: /${pattern}/`)).toEqual([]);
}, 300_000);
