import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseErrorText } from '../../src/s3/index.js';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly expect: Record<string, unknown>;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
const cases = JSON.parse(readFileSync('test/cases/s3/error-texts.json', 'utf8')) as Case[];

describe('parseErrorText reads', () => {
  test.each(cases)('$name', ({ text, expect: expected }) => {
    expect(parseErrorText(text)).toEqual(expected);
  });
});
