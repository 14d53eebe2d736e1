import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CaseReader, compilePolicies, type PolicySet, parseSimulationCase } from '../../src/policy/index.js';

const NONE: PolicySet = {
  identity: [],
  permissionsBoundary: null,
  session: [],
  resource: null,
  vpcEndpoint: null,
  serviceControl: [],
  resourceControl: [],
};

describe('a reader of streams', () => {
  const REQUEST = {
    principal: 'arn:aws:iam::111122223333:user/Jane',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
  };
  const documentOf = (Sid: string) => ({
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const setOf = (Sid: string) => ({ identity: [{ name: 'i', document: documentOf(Sid) }] });
  const lineOf = (policies: unknown) => JSON.stringify({ request: REQUEST, policies });
  const policiesOf = (reader: CaseReader, line: string) => {
    const parsed = reader.read(line);
    return parsed.outcome === 'case' ? parsed.case.policies : parsed.problem;
  };

  test('policies in the same words are compiled once, whatever else the line says', () => {
    const reader = new CaseReader();
    const first = policiesOf(reader, lineOf(setOf('A')));
    expect(policiesOf(reader, lineOf(setOf('A')))).toBe(first);
    const before = JSON.stringify({ policies: setOf('A'), name: 'n', request: REQUEST }, null, 0);
    expect(policiesOf(reader, before.replace(':', ' : '))).toBe(first);
    expect(policiesOf(reader, lineOf(setOf('B')))).not.toBe(first);
    expect(first).toEqual(compilePolicies({ ...NONE, ...setOf('A') }));
  });

  test('only the latest texts are remembered', () => {
    const reader = new CaseReader(2);
    const [a, b] = ['A', 'B'].map((sid) => policiesOf(reader, lineOf(setOf(sid))));
    expect(policiesOf(reader, lineOf(setOf('A')))).toBe(a);
    policiesOf(reader, lineOf(setOf('C')));
    expect(policiesOf(reader, lineOf(setOf('B')))).toBe(b);
    expect(policiesOf(reader, lineOf(setOf('A')))).not.toBe(a);
  });

  test('long texts are read, and not remembered', () => {
    const reader = new CaseReader();
    const sized = (length: number) => lineOf(setOf('x'.repeat(length - JSON.stringify(setOf('')).length)));
    expect(policiesOf(reader, sized(16_384))).toBe(policiesOf(reader, sized(16_384)));
    const long = policiesOf(reader, sized(16_385));
    expect(long).toMatchObject({ identity: [{ document: { broken: [] } }] });
    expect(policiesOf(reader, sized(16_385))).not.toBe(long);
  });

  test.each([
    ['{"request": 1, "policies": {"identity": 5}}', 'request must be an object, not 1'],
    [lineOf({ identity: 5 }), 'policies.identity must be a list, not 5'],
    [lineOf(5), 'policies must be an object, not 5'],
    ['{"policies": {"identity": [}, "name": "n"}', /^not JSON: /],
    ['{"policies": {}, "name": n}', /^not JSON: /],
    ['{"policies": {}', /^not JSON: /],
    ['"policies', /^not JSON: /],
  ])('%s is no case', (line, problem) => {
    const reader = new CaseReader();
    for (const _ of [1, 2]) expect(policiesOf(reader, line)).toMatch(problem);
  });

  test('a text that only looks like the policies is not taken for them', () => {
    const reader = new CaseReader();
    const [a, b] = ['A', 'B'].map((sid) => JSON.stringify(setOf(sid)));
    const own = compilePolicies({ ...NONE, ...setOf('B') });
    const request = (context: string) =>
      JSON.stringify({ ...REQUEST, context: 0 }).replace('"context":0', `"context":${context}`);
    for (const line of [
      `{"policies":${a},"request":${request('{}')},"policies":${b}}`,
      `{"policies":${a},"request":${request('{}')},"polic\\u0069es":${b}}`,
      `{"polic\\u0069es":${a},"request":${request('{}')},"policies":${b}}`,
      `{"request":${request('{"policies":"policies","a\\"policies":"{\\\\"}')},"name":"policies","policies":${b}}`,
    ]) {
      for (const _ of [1, 2]) expect(policiesOf(reader, line)).toEqual(own);
    }
    // Nothing was remembered in another's place.
    expect(policiesOf(reader, lineOf(setOf('A')))).toEqual(compilePolicies({ ...NONE, ...setOf('A') }));
    const nested = `{"request":${request('{"policies":{}}')},"policies":null}`;
    expect(policiesOf(reader, nested)).toContain('request.context["policies"] must be');
  });

  test('reading in parts says what reading as a whole says', () => {
    const reader = new CaseReader();
    const value = fc.oneof(
      fc.constantFrom<unknown>(setOf('A'), setOf('"}{'), {}, null, [], 'policies', '{"policies":{}}'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const key = fc.constantFrom('policies', 'request', 'name', 'unknown', 'other "policies"', 'a\\');
    const members = fc.array(fc.tuple(key, fc.oneof(fc.constant(REQUEST), value)), { maxLength: 4 });
    fc.assert(
      fc.property(members, fc.constantFrom(undefined, 2), (list, indent) => {
        const line = `{${list.map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one, null, indent)}`).join()}}`;
        const whole = parseSimulationCase(JSON.parse(line));
        const expected = whole.outcome === 'problem' ? whole.problem : compilePolicies(whole.case.policies);
        expect(policiesOf(reader, line)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
