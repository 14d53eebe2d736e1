import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createCipher, parseKey } from '../../src/conversation/cipher.js';

const key = randomBytes(32);
const sealed = createCipher([key]).seal('xoxb-secret', 'a');

test('opens what it sealed, in the same place', () => {
  expect(createCipher([key]).open(sealed, 'a')).toBe('xoxb-secret');
});

test('shows nothing of what it sealed, and never the same twice', () => {
  expect(sealed).not.toContain('xoxb');
  expect(createCipher([key]).seal('xoxb-secret', 'a')).not.toBe(sealed);
});

test('a sealed text put in the place of another does not open', () => {
  expect(createCipher([key]).open(sealed, 'b')).toBeUndefined();
});

test('after a change of keys the old one still opens, and the new one seals', () => {
  const next = randomBytes(32);
  const both = createCipher([next, key]);
  expect(both.open(sealed, 'a')).toBe('xoxb-secret');
  expect(createCipher([key]).open(both.seal('x', 'a'), 'a')).toBeUndefined();
  expect(createCipher([next]).open(both.seal('x', 'a'), 'a')).toBe('x');
});

test.each([
  ['a bit flipped', `${sealed.slice(0, -2)}${sealed.endsWith('A') ? 'B' : 'A'}${sealed.slice(-1)}`],
  ['cut short', sealed.slice(0, 20)],
  ['not sealed at all', '{"schema":1}'],
  ['empty', ''],
])('does not open what is %s', (_, text) => {
  expect(createCipher([key]).open(text, 'a')).toBeUndefined();
});

test('a key is 32 bytes in base64', () => {
  expect(parseKey(key.toString('base64'))).toEqual(key);
  expect(parseKey('c2hvcnQ=')).toBeUndefined();
});
