import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { BASES, withFields } from '../support/snapshots.js';
import { run } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 's3denied-diagnose-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileWith(content: unknown): string {
  files += 1;
  const file = join(folder, `snapshot-${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const deniedByPolicy = withFields(BASES.crossAccount(), {
  'bucket.policy': {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NotJane',
        Effect: 'Deny',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/Jane' },
        Action: 's3:*',
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
      },
    ],
  },
});
const silentPolicy = withFields(BASES.crossAccount(), { 'bucket.policy': null });
const GET = ['--operation', 'GetObject'];

describe('s3denied diagnose', () => {
  test('shows what denies, what that rests on, who mends it and how', async () => {
    const { status, out, err } = await run(['diagnose', '--snapshot', fileWith(silentPolicy), ...GET]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const part of [
      'GetObject on amzn-s3-demo-bucket/reports/2026.csv',
      'as: arn:aws:iam::111122223333:user/Jane (another account)',
      'Denied: 1 cause found',
      'bucket-policy-no-allow',
      's3:GetBucketPolicy: ',
      "Who fixes it: an administrator of the bucket's account",
      'proved: simulated with every fix of this report applied',
      'AWS CLI:',
      'aws s3api put-bucket-policy',
      'Policy (JSON):',
    ])
      expect(out).toContain(part);
    expect(out).toMatch(/Ruled out: \d+ causes; undecided: \d+ \(--all lists them\)/);
  });

  test('takes no colour to a pipe, and no line that a terminal would break', async () => {
    const args = ['diagnose', '--snapshot', fileWith(silentPolicy), ...GET];
    const piped = await run(args);
    expect(piped.out).not.toContain('\u001b');
    const terminal = await run(args, { columns: 60 });
    expect(terminal.out).toContain('\u001b[1m');
    const prose = terminal.out.slice(0, terminal.out.indexOf('AWS CLI'));
    // eslint-disable-next-line no-control-regex -- what is measured is what is seen
    for (const line of prose.replaceAll(/\u001b\[\d+m/g, '').split('\n'))
      if (line.trim().includes(' ') && !line.includes('arn:')) expect(line.length).toBeLessThanOrEqual(60);
  });

  test('shows the formats that were asked for, and no others', async () => {
    const args = ['diagnose', '--snapshot', fileWith(silentPolicy), ...GET, '--fix-format', 'json'];
    const { out } = await run(args);
    expect(out).toContain('Policy (JSON):');
    expect(out).not.toContain('AWS CLI:');
  });

  test('lists what was ruled out only where it is asked to', async () => {
    const args = ['diagnose', '--snapshot', fileWith(silentPolicy), ...GET];
    const [short, long] = [await run(args), await run([...args, '--all'])];
    expect(short.out).not.toContain('(scp-deny)');
    expect(long.out).toMatch(/Ruled out \(\d+\)/);
    expect(long.out).toContain('(scp-deny)');
  });

  test('says where else to look where nothing stands in the way', async () => {
    const { out } = await run(['diagnose', '--snapshot', fileWith(BASES.sameAccount()), ...GET]);
    expect(out).toContain('Nothing that is known stands in the way of this request now.');
    expect(out).toContain('aws sts get-caller-identity');
  });

  test('is Markdown in which nothing from outside is markup', async () => {
    const key = 'a_b*c](http://example.com)<b>';
    const snapshot = withFields(deniedByPolicy, { 'object.key': key });
    const { out } = await run(['diagnose', '--snapshot', fileWith(snapshot), ...GET, '--format', 'markdown']);
    expect(out).toContain('# GetObject on amzn-s3-demo-bucket/a\\_b\\*c\\](http://example.com)\\<b\\>');
    expect(out).toMatch(/\n## 1\. .* \(`bucket-policy-deny`\)\n/);
    expect(out).toMatch(/\n```json\n\{\n/);
  });

  test('what stands in a name cannot steer the terminal', async () => {
    const snapshot = withFields(deniedByPolicy, { 'object.key': 'a\u001b[2Jb\u202ec\u0007' });
    const { out } = await run(['diagnose', '--snapshot', fileWith(snapshot), ...GET], { columns: 80 });
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(out).not.toMatch(/\u001b\[2J|\u202e|\u0007/);
  });

  test('nor can what stands in a file that is wrong', async () => {
    const { status, err } = await run([
      'diagnose',
      '--snapshot',
      fileWith({ '\u001b]0;x\u0007\u202efield': 1 }),
    ]);
    expect(status).toBe(2);
    expect(err).toMatch(/unknown field `.*field`/);
    // oxlint-disable-next-line no-control-regex -- these are what it is about
    expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('a context key or a header named as a part of every object is one like any other', async () => {
    const odd = ['--context', 'constructor=a', '--header', '__proto__=b'];
    const { status, err } = await run(['diagnose', '--snapshot', fileWith(silentPolicy), ...GET, ...odd]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });

  test('--json is one document of the shape that others rely on', async () => {
    const { out } = await run(['diagnose', '--snapshot', fileWith(silentPolicy), ...GET, '--json']);
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(['request', 'decision', 'causes', 'questions']);
    expect(result.causes[0]).toMatchObject({ id: 'bucket-policy-no-allow', status: 'confirmed' });
    for (const { fix } of result.causes)
      expect(Object.keys(fix)).toEqual(['owner', 'summary', 'snippets', 'patches', 'verified']);
  });
});

describe('what is wrong with a diagnosis is one line, and status 2', () => {
  test.each([
    [{ version: 1, bukcet: {} }, 'unknown field `bukcet` in the snapshot; did you mean `bucket`?'],
    [
      { version: 1, bucket: { requestPayr: 'x' } },
      'unknown field `requestPayr` in bucket; did you mean `requestPayer`?',
    ],
    [
      { version: 1, bucket: { encryption: { algoritm: 'AES256' } } },
      'unknown field `algoritm` in bucket.encryption; did you mean `algorithm`?',
    ],
    [
      { version: 1, bucket: { requestPayer: 'requester' } },
      'bucket.requestPayer is "requester"; did you mean `"Requester"`?',
    ],
    [
      { version: 1, caller: { identityPolicies: [{ nam: 'x' }] } },
      'unknown field `nam` in caller.identityPolicies[0]; did you mean `name`?',
    ],
    [{ version: 1, caller: { account: '12' } }, 'caller.account is "12"; an account id has 12 digits'],
    [{ version: 1, bucket: [] }, 'bucket is a list; it has to be an object'],
    [{ version: 1, object: { exists: 'yes' } }, 'object.exists is "yes"; it has to be true or false'],
    [{}, 'version is missing; it has to be 1'],
  ])('%j', async (snapshot, problem) => {
    const file = fileWith(snapshot);
    const { status, out, err } = await run(['diagnose', '--snapshot', file]);
    expect({ status, out, err }).toEqual({
      status: 2,
      out: '',
      err: `s3denied: --snapshot ${file}: ${problem}\n`,
    });
  });

  test('a file that is no JSON is told by line and column', async () => {
    const file = fileWith('{\n  "version": 1,\n  "bucket": }\n');
    const { status, err } = await run(['diagnose', '--snapshot', file]);
    expect(status).toBe(2);
    expect(err).toMatch(/^s3denied: --snapshot \S+(, line 3, column \d+)?: it is not JSON; .*\n$/);
  });

  test.each([
    [['--snapshot', 'nowhere.json'], '--snapshot nowhere.json: there is no such file or folder'],
    [['--snapshot', 'src'], '--snapshot src: it is a directory; name a file'],
    [['--snapshot', 'x', '--aws'], 'diagnose: --snapshot and --aws exclude each other; give one of the two'],
    [['--snapshit', 'x'], 'diagnose: unknown option --snapshit; did you mean --snapshot?'],
    [['--format', 'markdwon'], '--format markdwon: did you mean `markdown`?'],
    [['--fix-format', 'terrafrom'], '--fix-format terrafrom: did you mean `terraform`?'],
    [
      ['--error', ' '],
      'diagnose: nothing to diagnose; give --error, --resource, or a --snapshot that names its bucket',
    ],
    [
      ['--resource', 's3://amzn-s3-demo-bucket', '--context', 'x'],
      '--context x: it has to be NAME=VALUE (an empty value: known to be absent)',
    ],
  ])('%j', async (args, problem) => {
    const { status, out, err } = await run(['diagnose', ...args]);
    expect({ status, out, err }).toEqual({ status: 2, out: '', err: `s3denied: ${problem}\n` });
  });

  test('--aws without AUDIT_CONFIG names it', async () => {
    const { status, err } = await run(['diagnose', '--aws', '--resource', 's3://amzn-s3-demo-bucket']);
    expect(status).toBe(2);
    expect(err).toMatch(/^s3denied: diagnose: AUDIT_CONFIG is not set; .*\n$/);
  });
});

test('the snapshot that the README shows is diagnosed', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const command = /npx s3denied (diagnose --snapshot .*)/.exec(readme)?.[1] ?? '';
  const { status, out } = await run(command.split(' '));
  expect(status).toBe(0);
  expect(out).toContain('Denied: 1 cause found');
});
