import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const claims = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, claim = '', file = '', name = ''] =
      /^\| (.+) \| `(test\/[\w./-]+\.ts)`: "(.+)" \|$/.exec(line) ?? [];
    return file === '' ? [] : [{ claim, file, name }];
  });

test('the threat model makes claims, and none without a test', () => {
  expect(claims.length).toBeGreaterThan(25);
  const text = readFileSync('docs/security.md', 'utf8');
  const rows = [...text.matchAll(/^\| claim \| test \|\n\|---\|---\|\n((?:\|.*\n)+)/gm)].flatMap(
    ([, body = '']) => body.trim().split('\n'),
  );
  expect(rows).toHaveLength(claims.length);
});

test.each(claims)('$claim', ({ file, name }) => {
  expect(readFileSync(file, 'utf8')).toContain(name);
});
