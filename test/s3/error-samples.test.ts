import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseErrorText } from '../../src/s3/index.js';

interface Sample {
  readonly source: string;
  readonly text: string;
  readonly expect: Record<string, unknown>;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
const samples = JSON.parse(readFileSync('test/cases/s3/error-samples.json', 'utf8')) as Sample[];
/** What the samples' authors did not list, though their texts say it. */
const ALSO_SAID = new Set(['httpStatus', 'extendedRequestId', 'region']);

describe('parseErrorText reads the real samples', () => {
  test.each(samples)('$source', ({ text, expect: expected }) => {
    const facts: Record<string, unknown> = { ...parseErrorText(text) };
    for (const field of ALSO_SAID) if (!(field in expected)) delete facts[field];
    expect(facts).toEqual(expected);
  });
});
