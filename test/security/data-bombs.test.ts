import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseAuditAccess } from '../../src/evidence/audit-access.js';
import { readPastedPolicies } from '../../src/flow/pasted-policy.js';
import { parsePolicyDocument, parseSimulationCase } from '../../src/policy/index.js';
import { causeYaml, problemsOf } from '../flow/support.js';

/** Ten lines that stand for a thousand million values. https://en.wikipedia.org/wiki/Billion_laughs_attack */
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefghi'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
].join('\n');

/** What assigning blindly would give to every object. */
const pollution = (): unknown => Reflect.get({}, 'polluted');
const POLLUTING = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';

afterEach(() => {
  if (pollution() !== undefined) throw new Error('every object is polluted');
});

describe('a YAML bomb', () => {
  it('in a flow file is one problem', () => {
    expect(problemsOf({ 'causes/bomb.yaml': BOMB })).toEqual([
      expect.stringMatching(/^too many aliases .*causes\/bomb\.yaml, line 1/),
    ]);
  });

  it('in AUDIT_CONFIG is one problem', () => {
    expect(parseAuditAccess(BOMB, 'audit.yaml')).toEqual({
      outcome: 'problems',
      problems: [expect.stringMatching(/audit\.yaml/)],
    });
  });

  it('pasted as a policy is no JSON', () => {
    expect(readPastedPolicies(BOMB).ok).toBe(false);
  });
});

describe('a prototype', () => {
  it('named in a flow file is an unknown field', () => {
    const problems = problemsOf({ 'causes/x.yaml': `${causeYaml('x')}\n__proto__: { polluted: 1 }\n` });
    expect(problems.join('\n')).toMatch(/__proto__/);
  });

  it('named in AUDIT_CONFIG lets nobody in', () => {
    const parsed = parseAuditAccess(
      'accounts: []\n__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n',
      'audit.yaml',
    );
    expect(parsed.outcome).toBe('problems');
  });

  it('named in a simulation case is no field of it', () => {
    const text = `{"request": {"principal": "anonymous", "action": "s3:GetObject", "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a", "context": ${POLLUTING}}, "policies": ${POLLUTING}}`;
    const parsed = parseSimulationCase(JSON.parse(text));
    expect(JSON.stringify(parsed)).not.toContain('polluted":1}}');
  });

  it('named in a policy is no element of it', () => {
    expect(() => parsePolicyDocument(JSON.parse(POLLUTING))).not.toThrow();
    expect(() =>
      parsePolicyDocument({
        Statement: [{ Effect: 'Allow', Condition: JSON.parse('{"StringEquals": {"__proto__": "a"}}') }],
      }),
    ).not.toThrow();
  });
});

it('simulate answers nested and hostile lines one by one, and goes on', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const nested = `{"request": ${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
  const good =
    '{"request": {"principal": "arn:aws:iam::111122223333:user/Jane", "action": "s3:GetObject", "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a", "resourceAccount": "111122223333"}, "policies": {}}';
  const ifConstructor =
    '{"request": {"principal": "arn:aws:iam::111122223333:user/Jane", "action": "s3:GetObject", "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a", "resourceAccount": "111122223333", "contextComplete": true}, "policies": {"identity": [{"name": "p", "document": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Null": {"constructor": "false"}, "StringLike": {"__proto__": "*"}}}]}}]}}';
  const { stdout, status } = spawnSync(process.execPath, ['dist/cli.js', 'simulate'], {
    input: [POLLUTING, deep, nested, good, ifConstructor].join('\n'),
    encoding: 'utf8',
  });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { error: expect.any(String) },
    { error: expect.any(String) },
    { error: expect.any(String) },
    expect.objectContaining({ decision: 'implicit_deny' }),
    expect.objectContaining({ decision: 'implicit_deny' }),
  ]);
  expect(status).toBeLessThan(3);
});
