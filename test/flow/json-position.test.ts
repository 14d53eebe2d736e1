import { expect, test } from '@jest/globals';
import { assert, jsonValue, property } from 'fast-check';
import { positionOfValue } from '../../src/flow/json-position.js';

type Keys = readonly (string | number)[];

/** Every place in a value, with what is there. */
function places(value: unknown, keys: Keys = []): readonly (readonly [Keys, unknown])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    [keys, value],
    ...inner.flatMap(([key, each]) => places(each, [...keys, Array.isArray(value) ? Number(key) : key])),
  ];
}

test('every value of a JSON text is found where it stands', () => {
  assert(
    property(jsonValue(), (value) => {
      const text = JSON.stringify(value);
      for (const [keys, each] of places(JSON.parse(text)))
        expect(text.startsWith(JSON.stringify(each), positionOfValue(text, keys))).toBe(true);
    }),
  );
});

test('what is not there is looked for at the nearest thing around it', () => {
  const text = '{\n  "Statement": [\n    { "Effect": "Deny" }\n  ]\n}';
  expect(positionOfValue(text, ['Statement', 0, 'Action'])).toBe(text.indexOf('{ "Effect"'));
  expect(positionOfValue(text, ['Version'])).toBe(0);
});
