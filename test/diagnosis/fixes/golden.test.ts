import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CASES, causeOf, textsOf, type FixCase } from './support/cases.js';

const ROOT = 'test/golden/fixes';

/** What each case's files hold; a format that has nothing to say has no file. */
function filesOf(row: FixCase): Readonly<Record<string, string>> {
  const cause = causeOf(row);
  const joined = (texts: readonly string[]) => texts.join('\n\n');
  const documents = textsOf(cause, 'json').map((text): unknown => JSON.parse(text));
  const files = {
    sh: joined(textsOf(cause, 'cli')),
    json: documents.length === 0 ? '' : JSON.stringify(documents, null, 2),
    tf: joined(textsOf(cause, 'terraform')),
    yaml: joined(textsOf(cause, 'cloudformation')),
    diff: joined(cause.fix.diffs.map(({ text }) => text)),
  };
  return Object.fromEntries(
    Object.entries(files).map(([extension, text]) => [`${row.name}.${extension}`, text]),
  );
}

/** With UPDATE_GOLDEN=1 the file is written first: read the difference before you keep it. */
function golden(name: string, text: string): string {
  const file = join(ROOT, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(ROOT, { recursive: true });
    if (text === '') rmSync(file, { force: true });
    else writeFileSync(file, `${text}\n`);
  }
  return existsSync(file) ? readFileSync(file, 'utf8').replace(/\n$/, '') : '';
}

describe('fixes as they are shown', () => {
  test.each(CASES)('$name', (row) => {
    for (const [name, text] of Object.entries(filesOf(row))) {
      const wanted = golden(name, text);
      // The layout of JSON files is the formatter's.
      if (name.endsWith('.json') && text !== '') expect(JSON.parse(text)).toEqual(JSON.parse(wanted));
      else expect(text).toBe(wanted);
    }
  });

  test.each(CASES)('says whether it suffices: $name', (row) => {
    expect(causeOf(row).fix.verified).toBe(row.verified);
  });
});
