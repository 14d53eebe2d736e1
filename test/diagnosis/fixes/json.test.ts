import { describe, expect, test } from '@jest/globals';
import { isRecord } from '../../../src/diagnosis/json.js';
import { parsePolicyDocument } from '../../../src/policy/index.js';
import { CASES, causeOf, textsOf } from './support/cases.js';

/** A single statement is read as the policy it is to be added to. */
function asPolicy(value: unknown): unknown {
  return isRecord(value) && 'Statement' in value ? value : { Version: '2012-10-17', Statement: [value] };
}

describe('the JSON of a fix', () => {
  const written = CASES.map((row) => ({ name: row.name, cause: causeOf(row) })).filter(
    ({ cause }) => textsOf(cause, 'json').length > 0,
  );

  test.each(written)('is a policy without a problem: $name', ({ cause }) => {
    for (const text of textsOf(cause, 'json')) {
      const { problems, broken } = parsePolicyDocument(asPolicy(JSON.parse(text)));
      expect({ problems, broken }).toEqual({ problems: [], broken: [] });
    }
  });

  test.each(written)('has no wildcard and no principal that was not there: $name', ({ cause }) => {
    for (const { text } of cause.fix.diffs) {
      const added = text.split('\n').filter((line) => /^\+(?!\+\+)/.test(line));
      const removed = text.split('\n').filter((line) => /^-(?!--)/.test(line));
      const wild = (lines: readonly string[]) =>
        lines
          .map((line) => line.slice(1).trim().replace(/,$/, ''))
          .filter((line) => /(?<!\$\{)\*/.test(line))
          // A key policy's Resource is always its key; who may through an endpoint is a condition.
          .filter((line) => line !== '"Resource": "*"' && line !== '"Principal": "*"')
          .map((line) => line.replace(/^"[^"]*": /, '').replaceAll(/\s/g, ''));
      expect(wild(removed)).toEqual(expect.arrayContaining([...wild(added)]));
    }
  });
});
