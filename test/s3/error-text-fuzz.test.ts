import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { OPERATIONS, parseErrorText } from '../../src/s3/index.js';
import { readings } from '../../src/s3/error-text/normalize.js';
import { cutHard, wrapWords } from './rewrap.js';

interface Case {
  readonly text: string;
}

const read = (file: string) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
  (JSON.parse(readFileSync(`test/cases/s3/${file}`, 'utf8')) as Case[]).map(({ text }) => text);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
const catalogue = JSON.parse(readFileSync('test/cases/s3/cause-ids.json', 'utf8')) as string[];

const texts = [...read('error-samples.json'), ...read('error-texts.json')];
const NOISE = [
  '2026-11-21T12:00:00.000Z INFO  request finished in 12 ms',
  '[2026-11-21 12:00:00,123] DEBUG pool size 4',
  'Nov 21 12:00:00 host app[123]: heartbeat',
  '12:00:00.123 WARN  retrying',
];

/** Values that come from a table of ours rather than from the text. */
const FIXED = new Set<unknown>([...OPERATIONS.map(({ name }) => name), 'kms:Decrypt']);
const squeeze = (text: string) => text.replaceAll(/\s+/g, ' ');

/** The values that are in the text under no reading of its line breaks, and from no fixed table. */
function invented(text: string): readonly string[] {
  const facts = parseErrorText(text);
  const said = readings(text).map((reading) => squeeze(reading.text));
  const values = Object.entries(facts).filter(
    ([field]) => !['causes', 'denyType', 'policyType'].includes(field),
  );
  const strange = values.filter(([field, value]) => {
    const shown = squeeze(String(value));
    // Keys of URLs come out percent-decoded.
    return (
      !FIXED.has(value) &&
      !said.some((reading) => reading.includes(shown) || (field === 'key' && reading.includes('%')))
    );
  });
  const causes = (facts.causes ?? []).filter((cause) => !catalogue.includes(cause));
  return [...strange.map(([field, value]) => `${field}: ${String(value)}`), ...causes];
}

function inventsNothing(text: string): void {
  expect(invented(text)).toEqual([]);
}

const anyText = fc.constantFrom(...texts);

describe('parseErrorText never throws and never invents', () => {
  test('on a text that is cut anywhere', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, from, to) => {
        const [start, end] = [from % (text.length + 1), to % (text.length + 1)];
        inventsNothing(text.slice(Math.min(start, end), Math.max(start, end)));
      }),
      { numRuns: 400 },
    );
  });

  test('on a text with log lines in between', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(anyText, fc.constantFrom(...NOISE), fc.nat({ max: 5 }), (text, noise, every) => {
        const lines = wrapWords(text, 60).split('\n');
        inventsNothing(
          lines.flatMap((line, index) => (index % (every + 2) === 0 ? [line, noise] : [line])).join('\n'),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('on a text that is wrapped at any width', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(anyText, fc.integer({ min: 20, max: 120 }), fc.boolean(), (text, width, hard) => {
        inventsNothing(hard ? cutHard(text, width) : wrapWords(text, width));
      }),
      { numRuns: 300 },
    );
  });

  test('on two texts one after the other', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(anyText, anyText, (first, second) => inventsNothing(`${first}\n\n${second}`)),
      { numRuns: 200 },
    );
  });

  test('on pieces of the grammar in any order', () => {
    expect.hasAssertions();
    const piece = fc.constantFrom(...texts.flatMap((text) => text.split(/(?<=[:(<"',])\s?/)).slice(0, 2000));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => inventsNothing(pieces.join(' '))),
      { numRuns: 400 },
    );
  });

  test('on anything', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => inventsNothing(text)),
      { numRuns: 400 },
    );
  });
});

describe('parseErrorText keeps secrets to itself', () => {
  const SECRETS = [
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
  ];
  const LEAKS = [
    `aws_secret_access_key = ${SECRETS[0]}`,
    `"SecretAccessKey": "${SECRETS[0]}"`,
    `AKIAIOSFODNN7EXAMPLE,${SECRETS[0]}`,
    `https://amzn-s3-demo-bucket.s3.amazonaws.com/k?X-Amz-Signature=${SECRETS[1]}&X-Amz-Security-Token=${SECRETS[2]}`,
    `s3://amzn-s3-demo-bucket/k?X-Amz-Signature=${SECRETS[1]}`,
    `Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${SECRETS[1]}`,
    `<SignatureProvided>${SECRETS[1]}</SignatureProvided>`,
    `x-amz-security-token: ${SECRETS[2]}`,
  ];

  test.each(LEAKS)('%s', (leak) => {
    for (const text of [
      leak,
      ...texts.map((each) => `${leak}\n${each}`),
      ...texts.map((each) => `${each}\n${leak}`),
    ]) {
      const facts = JSON.stringify(parseErrorText(text));
      for (const secret of SECRETS) expect(facts).not.toContain(secret);
    }
  });
});
