import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { GRANT_LEVELS, GRANT_METHODS } from '../../../src/diagnosis/grant/facts.js';
import type { GrantPlan } from '../../../src/diagnosis/grant/types.js';
import { parsePolicyDocument } from '../../../src/policy/index.js';
import { CASES, nameOf, planOf, textsIn, type GrantCase } from './support/cases.js';

/** What the table says of a case: the way that is taken, and whether simulation proves it. */
function expected(row: GrantCase): Pick<GrantPlan, 'method' | 'verified'> {
  const { method, level, ownership, encryption, policy } = row;
  const aclImpossible = ownership === 'enforced' || level === 'delete';
  const way = method === 'acl' && aclImpossible ? 'bucket-policy' : method;
  // Only a request for an object's data has S3 call KMS.
  const usesKey = level !== 'list' && level !== 'delete';
  if (encryption === 'managed' && usesKey && way !== 'role') return { method: way, verified: false };
  return { method: way, verified: policy === 'unknown' ? null : true };
}

describe('a plan for each way, each level, each kind of bucket', () => {
  const rows = CASES.map((row) => ({ ...row, name: nameOf(row) }));

  test.each(rows)('$name', (row) => {
    const plan = planOf(row);
    const { method, verified, because } = plan;
    expect({ method, verified, because }).toEqual({ ...expected(row), because });
    expect(because.length).toBeGreaterThan(0);
    if (row.method === 'acl' && method !== 'acl') expect(plan.warnings[0]).toContain('An ACL cannot do it');
  });

  test.each(rows)('is written in policies that AWS takes: $name', (row) => {
    const documents = textsIn(planOf(row), 'json').map((text): unknown => JSON.parse(text));
    for (const document of documents.filter(isPolicy)) {
      const { problems, lints } = parsePolicyDocument(document);
      expect(problems).toEqual([]);
      expect(lints).toEqual([]);
    }
  });

  test.each(rows)('names whom it lets in, and nobody else: $name', (row) => {
    for (const { patches } of planOf(row).parts) {
      const text = JSON.stringify(patches.map(({ document }) => document));
      const principals = [...text.matchAll(/"Effect":"Allow","Principal":(\{"AWS":"([^"]*)"\}|"[^"]*")/g)];
      for (const [, whole, arn] of principals)
        expect([
          'arn:aws:iam::111122223333:user/Jane',
          'arn:aws:iam::777788889999:root',
          'arn:aws:iam::444455556666:root',
        ]).toContain(arn ?? whole);
    }
  });

  test.each(rows)('grants no action that is not needed: $name', (row) => {
    const { actions } = planOf(row);
    expect(actions.filter((action) => !ALLOWED[row.level].includes(action))).toEqual([]);
    expect(actions).toEqual(expect.arrayContaining([...NEEDED[row.level]]));
  });
});

function isPolicy(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'Statement' in document;
}

const NEEDED = {
  list: ['s3:ListBucket'],
  read: ['s3:GetObject'],
  'read-list': ['s3:ListBucket', 's3:GetObject'],
  write: ['s3:PutObject'],
  'read-write': ['s3:GetObject', 's3:PutObject'],
  delete: ['s3:DeleteObject'],
} as const;

const WRITES = ['s3:PutObject', 's3:PutObjectAcl', 'kms:GenerateDataKey', 'kms:Decrypt'] as const;
const ALLOWED: Readonly<Record<GrantCase['level'], readonly string[]>> = {
  list: ['s3:ListBucket'],
  read: ['s3:GetObject', 'kms:Decrypt'],
  'read-list': ['s3:ListBucket', 's3:GetObject', 'kms:Decrypt'],
  write: WRITES,
  'read-write': ['s3:GetObject', ...WRITES],
  delete: ['s3:DeleteObject'],
};

const ROOT = 'test/golden/grants';

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

/** One file for each way and level, in every format, where ACLs are on and a customer managed key encrypts. */
describe('plans as they are shown', () => {
  const rows = GRANT_METHODS.flatMap((method) =>
    GRANT_LEVELS.map((level) => ({ method, level, name: `${method}-${level}` })),
  );

  test.each(rows)('$name', ({ method, level, name }) => {
    const row = { method, level, ownership: 'writer', encryption: 'customer', policy: 'existing' } as const;
    const plan = planOf(row);
    const joined = (texts: readonly string[]) => texts.join('\n\n');
    const files = {
      txt: [
        plan.summary,
        ...plan.warnings,
        ...plan.parts.map(({ owner, summary }) => `${owner}: ${summary}`),
      ].join('\n'),
      sh: joined([...textsIn(plan, 'cli'), plan.testCommand]),
      tf: joined(textsIn(plan, 'terraform')),
      yaml: joined(textsIn(plan, 'cloudformation')),
      diff: joined(plan.parts.flatMap(({ diffs }) => diffs.map(({ text }) => text))),
    };
    for (const [extension, text] of Object.entries(files))
      expect(text).toBe(golden(`${name}.${extension}`, text));
    const documents = textsIn(plan, 'json').map((text): unknown => JSON.parse(text));
    // The layout of JSON files is the formatter's.
    expect(documents).toEqual(JSON.parse(golden(`${name}.json`, JSON.stringify(documents, null, 2))));
  });
});
