import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseErrorText } from '../../src/s3/index.js';

interface Sample {
  readonly text: string;
  readonly expect: { readonly action?: string; readonly operation?: string };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
const samples = JSON.parse(readFileSync('test/cases/s3/error-samples.json', 'utf8')) as Sample[];
const foreign = samples.filter(({ expect: said }) => /^(?:codedeploy|SNS|iam):/.test(said.action ?? ''));
const ours = samples.filter((sample) => !foreign.includes(sample));
const pairs = ours.flatMap((our, index) =>
  foreign.map((other, at) => ({ name: `${index} beside ${at}`, our, other })),
);

describe('of several errors the one of S3 or KMS is found, and nothing of the other gets into it', () => {
  test.each(pairs)('$name', ({ our, other }) => {
    const alone = parseErrorText(our.text);
    expect(parseErrorText(`${our.text}\n${other.text}`)).toEqual(alone);
    expect(parseErrorText(`${other.text}\n\n${our.text}`)).toEqual(alone);
  });
});
