import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { estate } from '../diagnosis/grant/support/cases.js';
import { run } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 's3denied-grant-'));
afterAll(() => rmSync(folder, { recursive: true }));
const SNAPSHOT = join(folder, 'snapshot.json');
writeFileSync(SNAPSHOT, JSON.stringify(estate()));

const FLOW = ['diagnose', '--flow', 'grant-cross-account', '--snapshot', SNAPSHOT];
const WANTED = ['--answer', 'what=read', '--answer', 'where=folder=reports/', '--answer', 'how=role'];

describe('s3denied diagnose --flow grant-cross-account', () => {
  test('prints what each account has to do, and the test command', async () => {
    const { status, out, err } = await run([...FLOW, ...WANTED]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const part of [
      'Access to amzn-s3-demo-bucket',
      "1. For an administrator of the bucket's account (444455556666)",
      "3. For an administrator of the caller's account (111122223333)",
      'proved: simulated with all of it applied',
      'aws iam create-role',
      'The three ways',
      'What denies it today',
    ])
      expect(out).toContain(part);
    expect(out.indexOf('create-role')).toBeLessThan(out.indexOf('put-user-policy'));
  });

  test('prints the formats that are wanted, and no others', async () => {
    const { out } = await run([...FLOW, ...WANTED, '--fix-format', 'terraform', '--format', 'markdown']);
    expect(out).toContain('```hcl\nresource "aws_iam_role"');
    expect(out).not.toContain('create-role');
  });

  test('adds the plan to the JSON, beside what the contract has', async () => {
    const { out } = await run([...FLOW, ...WANTED, '--json']);
    const document: unknown = JSON.parse(out);
    expect(Object.keys(document as object)).toEqual(['request', 'decision', 'causes', 'grant', 'questions']);
    expect(document).toMatchObject({
      grant: {
        outcome: 'planned',
        method: 'role',
        level: 'read',
        grantee: 'arn:aws:iam::111122223333:user/Jane',
        scope: { kind: 'prefix', prefix: 'reports/' },
        verified: true,
      },
    });
  });

  test('says what is missing where too little was said, and how to say it', async () => {
    const { status, out } = await run([
      'diagnose',
      '--flow',
      'grant-cross-account',
      '--resource',
      's3://amzn-s3-demo-bucket',
    ]);
    expect(status).toBe(0);
    expect(out).toContain('Who is to get access was not said');
    expect(out).toContain('--answer how=bucket-policy|acl|role|unsure');
  });

  test('no other flow has a plan', async () => {
    const { out } = await run(['diagnose', '--snapshot', SNAPSHOT, '--operation', 'GetObject', '--json']);
    expect(JSON.parse(out)).not.toHaveProperty('grant');
  });
});
