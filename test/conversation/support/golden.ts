import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';

/**
 * Compares with a file under test/golden. `UPDATE_GOLDEN=1 npm run jest -- <test>` writes the files afresh; a missing one fails, so that
 * nobody commits a test without its golden file. Look at the diff before you commit.
 */
export function expectGolden(name: string, value: unknown): void {
  const path = join('test', 'golden', `${name}.json`);
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  if (!existsSync(path)) throw new Error(`${path} is missing; write it with UPDATE_GOLDEN=1 and look at it`);
  expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
}
