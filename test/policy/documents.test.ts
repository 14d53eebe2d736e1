import { describe, expect, test } from '@jest/globals';
import { parsePolicyDocument } from '../../src/policy/index.js';
import { loadCases } from './support/load-cases.js';
import { documentTable } from './support/schemas.js';

for (const group of loadCases('documents.json', documentTable).groups) {
  describe(`${group.about} (${group.source})`, () => {
    test.each(group.cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
      const parsed = parsePolicyDocument(one.document);
      if (one.statements !== undefined) expect(parsed.statements).toHaveLength(one.statements);
      if (one.problems !== undefined) {
        const problems = parsed.problems.map(({ path, message }) => `${path}: ${message}`);
        expect(problems).toEqual(one.problems.map((text) => expect.stringContaining(text)));
      }
      if (one.lints !== undefined)
        expect(parsed.lints.map(({ code, path }) => `${code} ${path}`)).toEqual(one.lints);
    });
  });
}
