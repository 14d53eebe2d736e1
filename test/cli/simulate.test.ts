import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { runSimulate } from '../../src/cli/simulate.js';

const CASE = {
  name: 'reads',
  request: {
    principal: 'arn:aws:iam::111122223333:user/Jane',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/key',
    resourceAccount: '111122223333',
    context: {},
    contextComplete: true,
  },
  policies: {
    identity: [
      {
        name: 'i',
        document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      },
    ],
    permissionsBoundary: null,
    session: [],
    resource: null,
    vpcEndpoint: null,
    serviceControl: [],
    resourceControl: [],
  },
};
const LINE = JSON.stringify(CASE);

class Collector extends Writable {
  text = '';
  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

async function run(args: readonly string[], input: string | Buffer | Iterable<string | Buffer> = '') {
  const stdout = new Collector();
  const stderr = new Collector();
  const chunks = typeof input === 'string' || Buffer.isBuffer(input) ? [input] : input;
  const status = await runSimulate(args, { stdin: Readable.from(chunks), stdout, stderr });
  const results = stdout.text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line));
  return { status, stdout: stdout.text, stderr: stderr.text, results };
}

describe('s3denied simulate', () => {
  test('answers line by line, in order, errors in place', async () => {
    const input = [LINE, '', '{', '  ', '[]', '{"request":{}}', LINE.replace('reads', 'again')].join('\n');
    const { status, results, stderr } = await run(['-'], input);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(results.map((one) => one.decision ?? one.error)).toEqual([
      'allowed',
      expect.stringContaining('not JSON'),
      'case must be an object, not a list',
      'request.principal is missing; write "arn:aws:iam::111122223333:user/Jane"',
      'allowed',
    ]);
    expect(results.at(-1)?.name).toBe('again');
  });

  test('the result has the documented shape', async () => {
    const { results } = await run([], LINE);
    expect(results[0]).toMatchObject({
      name: 'reads',
      decision: 'allowed',
      layers: expect.arrayContaining([
        {
          layer: 'identity',
          outcome: 'allow',
          statements: [{ policy: 'i', index: 0, effect: 'Allow', match: 'yes', because: expect.any(String) }],
        },
      ]),
      blockers: [],
      unresolved: [],
    });
  });

  test('malformed documents are named, and the case decided with what is left', async () => {
    const broken = { name: 'b', document: { Version: '2012-10-17', Statement: [{ Effect: 'Alow' }] } };
    const one = {
      ...CASE,
      policies: { ...CASE.policies, identity: [broken, ...CASE.policies.identity], resource: broken },
    };
    const { results } = await run([], JSON.stringify(one));
    expect(results[0]?.decision).toBe('allowed');
    expect(results[0]?.problems).toContainEqual({
      layer: 'identity',
      policy: 'b',
      path: '$.Statement[0].Effect',
      message: 'must be "Allow" or "Deny", not "Alow"',
    });
    expect(results[0]?.problems).toContainEqual(expect.objectContaining({ layer: 'resource' }));
  });

  test.each([
    [{ ...CASE, extra: 1 }, 'extra is no field of a case'],
    [
      { ...CASE, request: { ...CASE.request, princpal: 'x' } },
      'request.princpal is no field of request; did you mean "principal"?',
    ],
    [
      { ...CASE, request: { ...CASE.request, principal: 'Jane' } },
      'request.principal "Jane" is no principal; write the ARN of',
    ],
    [
      { ...CASE, request: { ...CASE.request, action: 'GetObject' } },
      'request.action must be one action such as "s3:GetObject", not "GetObject"',
    ],
    [{ ...CASE, request: { ...CASE.request, action: 's3:*' } }, 'request.action must be one action'],
    [{ ...CASE, request: { ...CASE.request, resource: '' } }, 'request.resource must be a string such as'],
    [
      { ...CASE, request: { ...CASE.request, resourceAccount: 111122223333 } },
      'request.resourceAccount must be a 12-digit account id in quotes, not 111122223333',
    ],
    [
      { ...CASE, request: { ...CASE.request, context: [] } },
      'request.context must be an object of context keys, not a list',
    ],
    [
      { ...CASE, request: { ...CASE.request, context: { k: {} } } },
      'request.context["k"] must be a string, number, boolean, a list of these, or null, not an object',
    ],
    [
      { ...CASE, request: { ...CASE.request, context: { k: ['a', null] } } },
      'request.context["k"][1] must be a string, number or boolean, not null',
    ],
    [
      { ...CASE, request: { ...CASE.request, contextComplete: 'yes' } },
      'request.contextComplete must be true or false, not "yes"',
    ],
    [{ policies: CASE.policies }, 'request is missing; it needs principal, action and resource'],
    [{ request: CASE.request }, 'policies is missing; {} means that there are none'],
    [{ ...CASE, policies: { ...CASE.policies, bucket: null } }, 'policies.bucket is no field of policies'],
    [
      { ...CASE, policies: { ...CASE.policies, identity: {} } },
      'policies.identity must be a list, not an object',
    ],
    [
      { ...CASE, policies: { ...CASE.policies, identity: [{ name: 'x' }] } },
      'policies.identity[0].document is missing; it is the policy document',
    ],
    [
      { ...CASE, policies: { ...CASE.policies, resource: { document: {} } } },
      'policies.resource.name is missing; write "AllowRead"',
    ],
    [
      { ...CASE, policies: { ...CASE.policies, resource: { Version: '2012-10-17' } } },
      'policies.resource.Version is no field of policies.resource',
    ],
    [
      { ...CASE, policies: { ...CASE.policies, serviceControl: [{}] } },
      'policies.serviceControl[0] must be a list, not an object',
    ],
    [
      { ...CASE, policies: { ...CASE.policies, accessPoint: { policy: null } } },
      'policies.accessPoint.resource is missing',
    ],
    [
      { ...CASE, policies: { ...CASE.policies, resourceGrant: true } },
      'policies.resourceGrant must be "yes", "no" or "unknown", not true',
    ],
    [{ ...CASE, unknown: ['scp'] }, 'unknown[0] must be one of identity, permissionsBoundary'],
    [{ ...CASE, unknown: ['serviceControls'] }, 'did you mean "serviceControl"?'],
    [{ ...CASE, unknown: 'identity' }, 'unknown must be a list, not "identity"'],
    [{ ...CASE, name: 1 }, 'name must be a string, not 1'],
  ])('refuses what is no case: %#', async (value, message) => {
    const { results, status } = await run([], JSON.stringify(value));
    expect(status).toBe(0);
    expect(results).toEqual([{ error: expect.stringContaining(message) }]);
  });

  test('what is left out of policies is none', async () => {
    const { results } = await run([], JSON.stringify({ request: CASE.request, policies: {} }));
    expect(results[0]?.decision).toBe('implicit_deny');
  });

  test('an access point and a grant may be given', async () => {
    const policies = {
      ...CASE.policies,
      accessPoint: { policy: null, resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/key' },
      resourceGrant: 'no',
    };
    const { results } = await run([], JSON.stringify({ ...CASE, policies }));
    expect(results[0]?.decision).toBe('allowed');
  });

  test('reads a file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'simulate-')), 'cases.jsonl');
    writeFileSync(file, `${LINE}\r\n${LINE}`);
    const { status, results } = await run([file]);
    expect(status).toBe(0);
    expect(results).toHaveLength(2);
  });

  test('a file that is not there is named in one line', async () => {
    const { status, stdout, stderr } = await run(['/no/such/file.jsonl']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe('s3denied simulate: cannot read /no/such/file.jsonl: there is no such file\n');
  });

  test('a directory is no file', async () => {
    const { status, stderr } = await run([tmpdir()]);
    expect(status).toBe(2);
    expect(stderr).toContain('it is a directory');
  });

  test.each([[['--frobnicate']], [['a', 'b']]])('unexpected arguments are refused: %j', async (args) => {
    const { status, stderr } = await run(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^s3denied simulate: unexpected argument "[^"]+"; usage: .*\n$/);
  });

  test('--help', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: s3denied simulate [FILE|-]');
  });

  test('characters cut in two by a chunk stay whole', async () => {
    const bytes = Buffer.from(LINE.replace('reads', 'liest Schlüssel 🔑'));
    const at = bytes.indexOf(0xf0) + 2;
    const { results } = await run([], [bytes.subarray(0, at), bytes.subarray(at)]);
    expect(results[0]?.name).toBe('liest Schlüssel 🔑');
  });

  test('a reader that goes away ends it quietly', async () => {
    const stdout = new PassThrough({ highWaterMark: 1024 });
    const stderr = new Collector();
    const lines = (function* endless() {
      for (let i = 0; i < 100_000; i++) yield `${LINE}\n`;
    })();
    const done = runSimulate([], { stdin: Readable.from(lines), stdout, stderr });
    stdout.once('data', () => stdout.destroy());
    expect(await done).toBe(0);
    expect(stderr.text).toBe('');
  });

  test('output that fails for another reason is an error', async () => {
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
    const stderr = new Collector();
    const lines = Array.from({ length: 500 }, () => `${LINE}\n`);
    expect(await runSimulate([], { stdin: Readable.from(lines), stdout, stderr })).toBe(1);
    expect(stderr.text).toBe('s3denied simulate: disk full\n');
  });

  test('100,000 lines, three malformed, in constant memory', async () => {
    const total = 100_000;
    const short = JSON.stringify({ request: CASE.request, policies: {} });
    const bad = new Set([10, 50_000, 99_999]);
    const lines = (function* many() {
      for (let i = 0; i < total; i += 100) {
        let chunk = '';
        for (let j = i; j < i + 100; j++) chunk += `${bad.has(j) ? '{oops' : short}\n`;
        yield chunk;
      }
    })();
    let count = 0;
    let errors = 0;
    let mostMemory = 0;
    const stdout = new Writable({
      write: (chunk, _encoding, done) => {
        const text = String(chunk);
        count += text.split('\n').length - 1;
        errors += text.split('{"error"').length - 1;
        mostMemory = Math.max(mostMemory, process.memoryUsage().heapUsed);
        setImmediate(done);
      },
    });
    const before = process.memoryUsage().heapUsed;
    expect(await runSimulate(['-'], { stdin: Readable.from(lines), stdout, stderr: new Collector() })).toBe(
      0,
    );
    expect([count, errors]).toEqual([total, 3]);
    expect(mostMemory - before).toBeLessThan(200 * 1024 * 1024);
  }, 120_000);
});
