import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseAddress } from '../../src/s3/index.js';

interface Case {
  readonly text: string;
  readonly address?: object;
  readonly problem?: string;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture of our own
const cases = JSON.parse(readFileSync('test/cases/s3/addresses.json', 'utf8')) as Case[];

describe('parseAddress', () => {
  test.each(cases)('$text', ({ text, address, problem }) => {
    const result = parseAddress(text);
    const { problem: said, ...rest } = { problem: undefined, ...result };
    expect(rest).toEqual(problem === undefined ? { ok: true, address } : { ok: false });
    expect(said ?? '').toContain(problem ?? '');
  });

  test('refuses a key over 1024 bytes, counted in UTF-8', () => {
    expect(parseAddress(`s3://amzn-s3-demo-bucket/${'é'.repeat(512)}`).ok).toBe(true);
    const result = parseAddress(`s3://amzn-s3-demo-bucket/${'é'.repeat(513)}`);
    expect(result).toEqual({ ok: false, problem: "the key is 1026 bytes long; S3's limit is 1024 bytes" });
  });

  test('keeps every key of an s3:// URI byte for byte', () => {
    expect.hasAssertions();
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .filter((each) => each === each.trim());
    fc.assert(
      fc.property(key, (name) => {
        fc.pre(Buffer.byteLength(name) <= 1024);
        expect(parseAddress(`s3://amzn-s3-demo-bucket/${name}`)).toEqual({
          ok: true,
          address: { bucket: 'amzn-s3-demo-bucket', key: name },
        });
      }),
    );
  });

  test('never throws, and its problems are one line', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const result = parseAddress(text);
        expect(result.ok ? '' : result.problem).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
