import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { run } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 's3denied-answers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Office',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
      Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    },
  ],
};
const file = join(folder, 'policy.json');
writeFileSync(file, JSON.stringify(POLICY, undefined, 2));

const diagnose = (...answers: readonly string[]) =>
  run([
    'diagnose',
    '--resource',
    's3://amzn-s3-demo-bucket/a.txt',
    '--operation',
    'GetObject',
    '--principal',
    'arn:aws:iam::111122223333:user/Jane',
    '--flow',
    'general-403',
    '--json',
    ...answers.flatMap((answer) => ['--answer', answer]),
  ]);

describe('--answer with a value', () => {
  test('a policy out of a file is evidence, and makes the question concrete', async () => {
    const { status, out } = await diagnose(`bucket-policy-deny=paste=@${file}`);
    expect(status).toBe(0);
    expect(out).toMatch(/depends on aws:SourceIp \(NotIpAddress 203\.0\.113\.0\/24\)/);
    expect(out).toMatch(/statement 1 \(\\"Office\\"\) of the bucket policy/);
  });

  test('a typed address then decides it', async () => {
    const answers = [`bucket-policy-deny=paste=@${file}`, 'condition-source-ip=tell=198.51.100.7'];
    const { causes } = JSON.parse((await diagnose(...answers)).out);
    expect(causes[0]).toMatchObject({ id: 'condition-source-ip', status: 'confirmed' });
  });

  test('a policy may stand on the command line', async () => {
    const { out } = await diagnose(`bucket-policy-deny=paste=${JSON.stringify(POLICY)}`);
    expect(out).toMatch(/depends on aws:SourceIp/);
  });

  test.each([
    ['bucket-policy-deny=paste', /a value is missing \(Bucket policy \(JSON\)\); write .*=@FILE$/],
    ['bucket-policy-deny=paste=', /Nothing is filled in/],
    ['bucket-policy-deny=paste=@nowhere.json', /=@nowhere\.json: there is no such file or folder$/],
    ['bucket-policy-deny=paste={"Statement": [', /Line 1: no JSON/],
    ['condition-source-ip=tell=10.0.0.1', /private address/],
    ['accounts=same=x', /asks for no value/],
    ['accounts=sam', /`sam` is no option of accounts; its options are same, different, unsure$/],
    ['acounts=same', /general-403 has no step `acounts`/],
  ])('%s is refused in one line', async (answer, problem) => {
    const { status, out, err } = await diagnose(answer);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err.trimEnd()).toMatch(problem);
    expect(err.trimEnd()).not.toContain('\n');
  });
});
