import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, integer, property } from 'fast-check';
import { INPUT_EXAMPLES, MAX_VALUE_CHARACTERS, readFreeValue } from '../../src/flow/free-value.js';
import { splitJson } from '../../src/flow/split-json.js';
import { INPUT_KINDS, type InputKind } from '../../src/flow/types.js';

const read = (kind: InputKind, text: string, fact = 'context.aws:SourceIp') =>
  readFreeValue({ kind, fact }, text);
const problemOf = (kind: InputKind, text: string, fact?: string): string => {
  const result = read(kind, text, fact);
  return result.ok ? 'none' : result.problem;
};

const PLACES: Readonly<Partial<Record<InputKind, string>>> = { policy: 'caller.identityPolicies' };

test.each(INPUT_KINDS)('the example of %s is one', (kind) => {
  expect(read(kind, INPUT_EXAMPLES[kind], PLACES[kind]).ok).toBe(true);
});

describe('a value is kept as it is meant', () => {
  const CASES: readonly (readonly [InputKind, string, string, string])[] = [
    ['ip', ' 203.0.113.7 ', 'context.aws:SourceIp', '203.0.113.7'],
    ['ip', '203.0.113.7/32', 'context.aws:SourceIp', '203.0.113.7'],
    ['ip', '2001:DB8::1', 'context.aws:SourceIp', '2001:DB8::1'],
    ['ip', '10.0.0.7', 'context.aws:VpcSourceIp', '10.0.0.7'],
    ['account-id', '1111-2222-3333', 'bucket.account', '111122223333'],
    ['vpc-endpoint-id', 'vpce-0123456789abcdef0', 'vpcEndpoint.id', 'vpce-0123456789abcdef0'],
    ['kms-key', 'alias/app', 'bucket.encryption.kmsKeyId', 'alias/app'],
    [
      'arn',
      'arn:aws:sts::111122223333:assumed-role/App/i-1',
      'request.principal',
      'arn:aws:sts::111122223333:assumed-role/App/i-1',
    ],
    ['text', 'STANDARD_IA', 'context.s3:x-amz-storage-class', 'STANDARD_IA'],
  ];
  test.each(CASES)('%s %s', (kind, text, fact, kept) => {
    expect(read(kind, text, fact)).toEqual({ ok: true, text: kept, value: kept });
  });
});

describe('what is no such value is said in one line, with what would be right', () => {
  const CASES: readonly (readonly [string, InputKind, string, string, RegExp])[] = [
    ['nothing', 'text', '  ', 'context.aws:username', /^Nothing is filled in; write for example a value\.$/],
    ['a name', 'ip', 'localhost', 'context.aws:SourceIp', /no IP address; write for example 203\.0\.113\.7/],
    ['an octet too large', 'ip', '203.0.113.256', 'context.aws:SourceIp', /no IP address/],
    ['a range', 'ip', '203.0.113.0/24', 'context.aws:SourceIp', /range of addresses.*checkip\.amazonaws/],
    ['a private address', 'ip', '172.31.4.5', 'context.aws:SourceIp', /private address.*checkip\.amazonaws/],
    ['a local address', 'ip', 'fd00::1', 'context.aws:SourceIp', /private address/],
    ['a name', 'arn', 'jane', 'object.encryption.kmsKeyArn', /no ARN/],
    ['a policy', 'arn', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'request.principal', /that is a policy/],
    ['11 digits', 'account-id', '11112222333', 'bucket.account', /has 12 digits/],
    ['a VPC', 'vpc-endpoint-id', 'vpc-1a2b3c4d', 'vpcEndpoint.id', /no VPC endpoint id.*vpce-1a2b3c4d/],
    ['an alias for an ARN', 'kms-key', 'alias/app', 'kmsKey.arn', /the key's ARN is needed/],
    ['a bucket', 'kms-key', 'arn:aws:s3:::amzn-s3-demo-bucket', 'kmsKey.arn', /no KMS key/],
    ['two lines', 'text', 'a\nb', 'context.aws:username', /one line/],
    ['a flood', 'policy', 'x'.repeat(MAX_VALUE_CHARACTERS + 1), 'bucket.policy', /at most 65536/],
  ];
  test.each(CASES)('%s for %s', (_what, kind, text, fact, problem) => {
    expect(problemOf(kind, text, fact)).toMatch(problem);
    expect(problemOf(kind, text, fact)).not.toContain('\n');
  });
});

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*' };
const IDENTITY = { Version: '2012-10-17', Statement: [STATEMENT] };
const BUCKET = { Version: '2012-10-17', Statement: [{ ...STATEMENT, Principal: '*' }] };
const json = (value: unknown) => JSON.stringify(value, undefined, 2);
const valueOf = (text: string, fact: string) => {
  const result = read('policy', text, fact);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
};

test('the mistake is found wherever a text was cut or changed', () => {
  const text = json({ a: [1, -2.5e3, true, null, 'x\\"y'], b: { c: [], d: {} } });
  assert(
    property(
      integer({ min: 0, max: text.length - 1 }),
      constantFrom('', '}', ']', ',', ':', 'x', '"'),
      (at, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        const result = splitJson(changed);
        if (result.ok) return;
        const line = Number(/^Line (\d+): /.exec(result.problem)?.[1]);
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(changed.split('\n').length);
      },
    ),
  );
});

describe('a pasted policy', () => {
  const PASTES: readonly (readonly [string, string])[] = [
    ['as it is', json(BUCKET)],
    ['as get-bucket-policy and get-key-policy print it', json({ Policy: JSON.stringify(BUCKET) })],
    ['as --query Policy prints it', JSON.stringify(JSON.stringify(BUCKET))],
    ['as get-policy-version prints it', json({ PolicyVersion: { Document: BUCKET, VersionId: 'v1' } })],
    ['in a list', json([BUCKET])],
    ['with blanks around it', `\n\n  ${JSON.stringify(BUCKET)}  \n`],
  ];
  test.each(PASTES)('of a bucket is its document, %s', (_how, text) => {
    expect(valueOf(text, 'bucket.policy')).toEqual(BUCKET);
  });

  test('of a boundary has a name', () => {
    expect(valueOf(json(IDENTITY), 'caller.permissionsBoundary')).toEqual({
      name: 'pasted policy',
      document: IDENTITY,
    });
  });

  test('of a caller may be several, one after another, with the names that the CLI prints', () => {
    const role = { RoleName: 'App', PolicyName: 'inline', PolicyDocument: IDENTITY };
    expect(valueOf(`${json(IDENTITY)}\n\n${json(role)}`, 'caller.identityPolicies')).toEqual([
      { name: 'pasted policy', document: IDENTITY },
      { name: 'inline', document: IDENTITY },
    ]);
  });

  test('of a caller may be none at all', () => {
    expect(valueOf('[]', 'caller.identityPolicies')).toEqual([]);
  });

  test('is kept short, and read again it is the same', () => {
    const role = { PolicyName: 'inline', PolicyDocument: IDENTITY };
    const first = read('policy', `${json(role)}${json(IDENTITY)}`, 'caller.identityPolicies');
    const text = first.ok ? first.text : '';
    expect(text).not.toContain('\n');
    expect(read('policy', text, 'caller.identityPolicies')).toEqual(first);
  });

  const PROBLEMS: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'no JSON',
      'Allow everything',
      'bucket.policy',
      /^Line 1: no JSON, a value has to stand here; a policy is JSON/,
    ],
    [
      'a comma too many',
      '{\n  "Version": "2012-10-17",\n  "Statement": [],\n}',
      'bucket.policy',
      /^Line 4: no JSON, a name in double quotes has to stand here/,
    ],
    ['no comma', '{\n  "Version": "2012-10-17"\n  "Statement": []\n}', 'bucket.policy', /^Line 3: .*a comma/],
    ['a word without quotes', '{\n"Version": 2012-10-17\n}', 'bucket.policy', /^Line 2: .*a comma/],
    ['typographic quotes', '{\n“Version”: 1}', 'bucket.policy', /^Line 2: .*double quotes/],
    ['a quote that is not closed', '{"Version": "2012', 'bucket.policy', /^Line 1: .*a value/],
    ['a bracket too few', '{\n"Version": "2012-10-17",\n"Statement": [\n', 'bucket.policy', /ends too early/],
    [
      'a misspelt effect',
      json(BUCKET).replace('"Allow"', '"allow"'),
      'bucket.policy',
      /^Line 5: Statement\[0\]\.Effect /,
    ],
    [
      'a misspelt operator',
      json({
        ...BUCKET,
        Statement: [{ ...BUCKET.Statement[0], Condition: { IpAdress: { 'aws:SourceIp': '1.2.3.4/32' } } }],
      }),
      'bucket.policy',
      /^Line \d+: Statement\[0\]\.Condition\.IpAdress .*IpAddress/,
    ],
    [
      'a mistake in the second',
      `${json(IDENTITY)}\n{"Statement": 1}`,
      'caller.identityPolicies',
      /^Line 11: /,
    ],
    ['an identity policy', json(IDENTITY), 'bucket.policy', /names no Principal/],
    ['a bucket policy', json(BUCKET), 'caller.identityPolicies', /names a Principal/],
    ['two', `${json(BUCKET)}${json(BUCKET)}`, 'bucket.policy', /2 policies.*exactly one/],
    ['none', '[]', 'kmsKey.policy', /0 policies.*exactly one/],
  ];
  test.each(PROBLEMS)('with %s is refused in one line', (_what, text, fact, problem) => {
    const said = problemOf('policy', text, fact);
    expect(said).toMatch(problem);
    expect(said).not.toContain('\n');
    expect(said.length).toBeLessThan(300);
  });

  test('does not repeat what stands in it when it is no JSON', () => {
    expect(problemOf('policy', '{"Statement": [wJalrXUtnFEMIsecret', 'bucket.policy')).not.toMatch(/wJalr/);
  });

  test('loses credentials that were pasted with it', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const noisy = json({ ...BUCKET, Id: `aws_secret_access_key=${secret}` });
    expect(JSON.stringify(read('policy', noisy, 'bucket.policy'))).not.toContain(secret);
  });
});
