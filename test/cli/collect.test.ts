import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { snapshotSchema } from '../../src/evidence/snapshot.js';
import { endAllProcesses, eventually, runToEnd, spawnCommand } from '../support/bot-process.js';
import { BUCKET_ACCOUNT, CALLER_ACCOUNT, type FakeAws, KEY_ACCOUNT, startAws } from '../support/moto-aws.js';
import { buildEstate, BUCKET, KEY, USER_ARN } from '../support/moto-estate.js';
import { describeWithPeer } from '../support/peers.js';
import { run } from './support/run.js';

jest.setTimeout(60_000);
afterAll(endAllProcesses);

const folder = mkdtempSync(join(tmpdir(), 's3denied-collect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REQUEST = ['--resource', `s3://${BUCKET}/${KEY}`, '--principal', USER_ARN, '--operation', 'GetObject'];

describe('what is wrong with a collection is one line, and status 2', () => {
  test.each([
    [[], 'collect: nothing to read; give --error, --resource or --principal'],
    [
      ['--resource', 's3://amzn-s3-demo-bucket', '--redacted'],
      'collect: unknown option --redacted; did you mean --redact?',
    ],
    [['--principal', 'Jane'], expect.stringMatching(/^--principal: /)],
    [
      ['--resource', 's3://amzn-s3-demo-bucket', '--output', 'src'],
      '--output src: it is a directory; name a file',
    ],
    [
      ['--resource', 's3://amzn-s3-demo-bucket', '--output', 'nowhere/snapshot.json'],
      '--output nowhere/snapshot.json: there is no such file or folder',
    ],
    [
      ['--resource', 's3://amzn-s3-demo-bucket', '--vpc-endpoint', 'vpc-1'],
      expect.stringMatching(/^--vpc-endpoint vpc-1: it has to be the id of a VPC endpoint/),
    ],
    [
      ['--resource', 's3://amzn-s3-demo-bucket'],
      expect.stringMatching(/^collect: AUDIT_CONFIG is not set; /),
    ],
  ])('%j', async (args, problem) => {
    const { status, out, err } = await run(['collect', ...args]);
    expect({ status, out, err: err.replace(/^s3denied: |\n$/g, '') }).toEqual({
      status: 2,
      out: '',
      err: problem,
    });
  });

  test('an AUDIT_CONFIG that names no account', async () => {
    const file = join(folder, 'none.yaml');
    writeFileSync(file, 'accounts: []\n');
    const { status, stderr } = await runToEnd(['collect', ...REQUEST], { AUDIT_CONFIG: file });
    expect(status).toBe(2);
    expect(stderr).toBe(
      `s3denied: AUDIT_CONFIG: ${file} names no account; list at least one under \`accounts\`\n`,
    );
  });
});

describeWithPeer('moto_server', 's3denied collect, of three accounts', () => {
  let aws: FakeAws;
  let env: Record<string, string>;

  beforeAll(async () => {
    aws = await startAws();
    await buildEstate(aws);
    const config = join(folder, 'audit.yaml');
    writeFileSync(config, aws.auditConfig('UNOBODY'));
    env = { ...aws.env, AUDIT_CONFIG: config };
  });
  afterAll(() => aws.stop());
  beforeEach(() => aws.reset());

  test('writes a snapshot that diagnoses without being told more than the operation', async () => {
    const { status, stdout, stderr } = await runToEnd(['collect', ...REQUEST], env);
    expect(status).toBe(0);
    const snapshot = snapshotSchema.parse(JSON.parse(stdout));
    expect(snapshot).toMatchObject({
      caller: { arn: USER_ARN, account: CALLER_ACCOUNT },
      bucket: { name: BUCKET, account: BUCKET_ACCOUNT },
      object: { key: KEY },
      kmsKey: { account: KEY_ACCOUNT },
    });
    expect(stderr).toMatch(/reading \d+ of \d+: /);
    const file = join(folder, 'whole.json');
    writeFileSync(file, stdout);
    const diagnosis = await run(['diagnose', '--snapshot', file, '--operation', 'GetObject', '--json']);
    expect(JSON.parse(diagnosis.out)).toMatchObject({
      decision: 'denied',
      request: { bucket: BUCKET, key: KEY, principal: USER_ARN },
    });
  });

  test('the file is its owner’s alone, replaces the one before, and leaves nothing beside it', async () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    const file = join(own, 'snapshot.json');
    writeFileSync(file, 'what was there before', { mode: 0o644 });
    const { status, stdout, stderr } = await runToEnd(['collect', ...REQUEST, '--output', file], env);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain(`wrote ${file}`);
    expect(snapshotSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(own)).toEqual(['snapshot.json']);
  });

  test('what could not be read is told with the missing permission, and is no failure', async () => {
    aws.deny('s3:GetBucketPolicy');
    const { status, stdout, stderr } = await runToEnd(['collect', ...REQUEST], env);
    expect(status).toBe(0);
    expect(stderr).toContain('bucket.policy: AccessDenied: s3:GetBucketPolicy');
    expect(JSON.parse(stdout).bucket).not.toHaveProperty('policy');
  });

  test('--redact shows no name, and diagnoses to the same causes', async () => {
    const error = `An error occurred (AccessDenied) when calling the GetObject operation: User: ${USER_ARN} is not authorized to perform: kms:Decrypt`;
    const plain = await runToEnd(['collect', ...REQUEST], env);
    const redacted = await runToEnd(['collect', ...REQUEST, '--error', error, '--redact'], env);
    const shown = redacted.stdout + redacted.stderr.slice(redacted.stderr.indexOf('could not be read'));
    for (const name of [
      CALLER_ACCOUNT,
      BUCKET_ACCOUNT,
      KEY_ACCOUNT,
      BUCKET,
      KEY,
      'reports',
      'Jane',
      'people',
      'readers',
    ])
      expect(shown).not.toContain(name);
    const files = [plain.stdout, redacted.stdout].map((text, index) => {
      const file = join(folder, `compared-${index}.json`);
      writeFileSync(file, text);
      return file;
    });
    const verdicts = async (file: string) => {
      const { out } = await run(['diagnose', '--snapshot', file, '--operation', 'GetObject', '--json']);
      return JSON.parse(out).causes.map(
        ({ id, status }: { id: string; status: string }) => `${id} ${status}`,
      );
    };
    expect(await verdicts(files[1] ?? '')).toEqual(await verdicts(files[0] ?? ''));
  });

  test('diagnose --aws reads and diagnoses in one go', async () => {
    const { status, stdout, stderr } = await runToEnd(['diagnose', '--aws', ...REQUEST, '--json'], env);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'denied' });
    expect(stderr).toMatch(/reading \d+ of \d+: /);
  });

  test('Ctrl-C ends it with one line, and leaves no file', async () => {
    aws.delay(2_000);
    const file = join(folder, 'stopped.json');
    const child = spawnCommand(['collect', ...REQUEST, '--output', file], env);
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += String(chunk);
    });
    await eventually(() => (aws.log.length > 0 ? true : undefined), 'the first call', 20_000);
    child.kill('SIGINT');
    const [status] = await once(child, 'close');
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('s3denied: collect: stopped; nothing was written');
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped.json'))).toEqual([]);
  });
});
