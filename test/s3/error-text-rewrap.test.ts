import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseErrorText } from '../../src/s3/index.js';
import { cutHard, wrapAtBlanks, wrapWords } from './rewrap.js';

interface Case {
  readonly name?: string;
  readonly source?: string;
  readonly text: string;
}

const read = (file: string) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
  const cases = JSON.parse(readFileSync(`test/cases/s3/${file}`, 'utf8')) as Case[];
  return cases.map(({ name, source, text }, index) => ({ name: `${index} ${name ?? source}`, text }));
};

const all = [...read('error-samples.json'), ...read('error-texts.json')].filter(
  // Wrapping what is already cut off inside words cannot be undone; of two equal errors or places
  // either may be read better.
  ({ name }) => !/cut hard|in long words|two uploads|wraps inside its margin|PHP SDK/.test(name),
);

describe.each([
  ['wrapped at blanks', wrapAtBlanks],
  ['wrapped at blanks and hyphens', wrapWords],
  ['cut hard', cutHard],
] as const)('%s at 60 columns it says the same', (_, wrap) => {
  test.each(all)('$name', ({ text }) => {
    expect(parseErrorText(wrap(text, 60))).toEqual(parseErrorText(text));
  });
});
