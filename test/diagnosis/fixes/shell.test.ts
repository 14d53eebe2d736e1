import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { quote } from '../../../src/diagnosis/fixes/formats/text.js';
import { fillCommand } from '../../../src/diagnosis/template.js';
import { CASES, causeOf, HOSTILE, textsOf } from './support/cases.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 's3denied-fix-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Runs a text in bash, where `aws` only notes its arguments: one list for each call. */
function run(text: string): readonly (readonly string[])[] {
  const log = join(directory, 'calls');
  const stub = `aws() { printf '%s\\0' "$@" >> ${log}; printf '\\n\\0' >> ${log}; }\n`;
  execFileSync('bash', ['--norc', '-euc', `${stub}${text}`], {
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (!existsSync(log)) return [];
  const calls = readFileSync(log, 'utf8').split('\n\0').slice(0, -1);
  return calls.map((call) => call.split('\0').slice(0, -1));
}

/** The files that a command reads. */
function filesIn(calls: readonly (readonly string[])[]): readonly unknown[] {
  return calls
    .flat()
    .flatMap((word) => /^file:\/\/(.+)$/.exec(word)?.[1] ?? [])
    .filter((name) => existsSync(join(directory, name)))
    .map((name): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8')));
}

describe('a fix pasted into a shell', () => {
  const whole = CASES.filter((row) => !/unread|of-aws|session/.test(row.name)).map((row) => ({
    name: row.name,
    row,
  }));

  test.each(whole)('writes the very policy that the patch holds, and calls aws alone: $name', ({ row }) => {
    const cause = causeOf(row);
    const policies = cause.fix.patches
      .filter(({ target }) => /polic/i.test(target) && !target.endsWith('IsPublic'))
      .map(({ document }) => document);
    const texts = textsOf(cause, 'cli').filter((text) => !text.startsWith('# Or'));
    const written = texts.flatMap((text) => filesIn(run(text)));
    for (const policy of policies) expect(written).toContainEqual(policy);
  });

  test('hands a hostile key over as it is', () => {
    const row = CASES.find(({ name }) => name === 'archived-object');
    if (row === undefined) throw new Error('no such case');
    for (const text of textsOf(causeOf(row), 'cli')) {
      const [call = []] = run(text);
      expect(call[call.indexOf('--key') + 1]).toBe(HOSTILE);
    }
  });

  test('hands a hostile key over as it is in the commands of the catalogue', () => {
    const text = fillCommand('aws s3 cp "s3://{bucket}/{key}" FILE', { bucket: 'b', key: HOSTILE });
    expect(run(text)).toEqual([['s3', 'cp', `s3://b/${HOSTILE}`, 'FILE']]);
  });

  test.each(['plain-1_2.3/x', "it's", '$(id) `id` "x" \\ !!', 'a\nb\tc\u001b[31m', '', '*', '~', "\\'\n\\"])(
    'keeps %j one word',
    (word) => {
      expect(run(`aws ${quote(word)} end`)).toEqual([[word, 'end']]);
    },
  );
});
