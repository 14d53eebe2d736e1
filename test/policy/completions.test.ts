import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  compilePolicies,
  evaluateRequest,
  type ContextValue,
  type PolicySet,
} from '../../src/policy/index.js';

/**
 * INVARIANT: the three-valued answer equals the set of two-valued answers over all completions of the unknowns.
 * Brute force: every unknown key takes every value of a universe that is rich enough for the conditions drawn.
 */
const TEXTS = [
  '',
  'a',
  'b',
  'z',
  'aa',
  'ab',
  'ba',
  'bb',
  'az',
  'za',
  'zb',
  'aab',
  'aba',
  'abz',
  'azb',
  'bzb',
  'zab',
  'aza',
  'A',
  'AB',
  'aB',
  '*',
];
const NUMBERS = [0, 1, 1.5, 2, 2.5, 3, 4];
const TAGS = ['a', 'b', 'z', 'ab', 'az', 'a*'];

interface Key {
  readonly name: string;
  readonly values: readonly ContextValue[];
  readonly condition: fc.Arbitrary<readonly [string, string | string[]]>;
}

const pattern = fc.constantFrom('a', 'b', 'ab', 'a*', '*b', 'a?', '?', '*', 'A', '*a*', 'b*');
const text = fc.constantFrom('a', 'b', 'ab', 'A', '*');
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 2 });
const ifExists = fc.constantFrom('', 'IfExists');
const nullCondition = fc.tuple(fc.constant('Null'), fc.constantFrom('true', 'false'));
const textCondition = fc.oneof(
  fc.tuple(
    fc
      .tuple(fc.constantFrom('StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase'), ifExists)
      .map((x) => x.join('')),
    some(text),
  ),
  fc.tuple(
    fc.tuple(fc.constantFrom('StringLike', 'StringNotLike'), ifExists).map((x) => x.join('')),
    some(pattern),
  ),
  nullCondition,
);
const numericCondition = fc.oneof(
  fc.tuple(
    fc
      .tuple(
        fc.constantFrom('NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericGreaterThanEquals'),
        ifExists,
      )
      .map((x) => x.join('')),
    some(fc.constantFrom('1', '2', '3')),
  ),
  nullCondition,
);
const tagCondition = fc.oneof(
  fc.tuple(
    fc
      .tuple(
        fc.constantFrom('ForAllValues:', 'ForAnyValue:', ''),
        fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'),
        ifExists,
      )
      .map((x) => x.join('')),
    some(fc.constantFrom('a', 'b', 'a*', 'ab')),
  ),
  nullCondition,
);

function subsets<T>(values: readonly T[]): T[][] {
  return values.reduce<T[][]>((sets, value) => [...sets, ...sets.map((set) => [...set, value])], [[]]);
}

const KEYS: readonly Key[] = [
  { name: 'aws:SourceVpce', values: [null, ...TEXTS], condition: textCondition },
  { name: 's3:max-keys', values: [null, ...NUMBERS], condition: numericCondition },
  { name: 'aws:TagKeys', values: [null, ...subsets(TAGS).slice(1)], condition: tagCondition },
];

/** Keys that are compared with each other through policy variables. */
const WORDS = [
  '',
  'a',
  'b',
  'z',
  'aa',
  'ab',
  'ba',
  'bb',
  'az',
  'za',
  'aab',
  'aba',
  'aaa',
  'abb',
  'aza',
  'zz',
  'azz',
  'bz',
  'aaz',
  'baz',
  'a*',
  'aa*',
  'a**',
  'b*',
  'z*',
];
const variable = fc.constantFrom(
  '${aws:PrincipalTag/t}',
  'a${aws:PrincipalTag/t}',
  '${aws:PrincipalTag/t}*',
  'a',
  'a*',
  'ab',
  "${aws:PrincipalTag/t, 'b'}",
);
const operators = (...names: string[]) => fc.constantFrom(...names);
const VARIABLE_KEYS: readonly Key[] = [
  {
    name: 's3:prefix',
    values: [null, ...WORDS],
    condition: fc.oneof(
      fc.tuple(operators('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'), some(variable)),
      nullCondition,
    ),
  },
  {
    name: 'aws:PrincipalTag/t',
    values: [null, ...WORDS],
    condition: fc.oneof(
      fc.tuple(
        operators('StringEquals', 'StringNotEquals', 'StringLike'),
        some(fc.constantFrom('a', 'b', 'a*')),
      ),
      nullCondition,
    ),
  },
];

const cidr = fc.constantFrom(
  '10.0.0.0/30',
  '10.0.0.2/31',
  '10.0.0.3',
  '10.0.0.4/30',
  '10.0.0.0/29',
  '0.0.0.0/0',
  '::/0',
  '::1',
);
const arn = fc.constantFrom(
  'arn:aws:s3:::a*',
  'arn:aws:s3:::*b',
  'arn:*:*:*:*:*',
  'arn:aws:*:*:*:ab',
  'arn:aws:sns:*:1*:a',
);
const date = fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '1767225600');
const ARNS = ['a', 'b', 'ab', 'az', 'zb', 'z', 'azb'].flatMap((name) =>
  ['arn:aws:s3:::', 'arn:aws:sns:z:1:', 'arn:aws:z:z:z:', 'arn:aws:sns:z:z:'].map((prefix) => prefix + name),
);
const TYPED_KEYS: readonly Key[] = [
  {
    name: 'aws:SourceIp',
    values: [
      null,
      '9.9.9.9',
      ...Array.from({ length: 9 }, (_, last) => `10.0.0.${last}`),
      '::1',
      '2001:db8::1',
    ],
    condition: fc.oneof(
      fc.tuple(operators('IpAddress', 'NotIpAddress', 'IpAddressIfExists'), some(cidr)),
      nullCondition,
    ),
  },
  {
    name: 'aws:SourceArn',
    values: [null, ...ARNS, 'arn:z:z:z:z:z'],
    condition: fc.oneof(
      fc.tuple(operators('ArnLike', 'ArnNotEquals', 'ArnEqualsIfExists'), some(arn)),
      nullCondition,
    ),
  },
  {
    name: 'aws:CurrentTime',
    values: [
      null,
      '2025-01-01',
      '2026-01-01T00:00:00Z',
      '2026-01-01T12:00:00Z',
      '2026-01-02T00:00:00Z',
      '2027-01-01',
    ],
    condition: fc.oneof(
      fc.tuple(operators('DateEquals', 'DateNotEquals', 'DateLessThan', 'DateGreaterThanEquals'), some(date)),
      nullCondition,
    ),
  },
];

const conditionsOn = (keys: readonly Key[]) =>
  fc
    .array(
      fc
        .constantFrom(...keys)
        .chain((key) => key.condition.map(([operator, values]) => ({ operator, key: key.name, values }))),
      { maxLength: 3 },
    )
    .map((list) => {
      const block: Record<string, Record<string, unknown>> = {};
      for (const { operator, key, values } of list) block[operator] = { ...block[operator], [key]: values };
      return block;
    });

const statement = (keys: readonly Key[], effects: readonly string[], principal: boolean) =>
  fc.record({ Effect: fc.constantFrom(...effects), Condition: conditionsOn(keys) }).map((one) => ({
    ...one,
    Action: 's3:GetObject',
    Resource: '*',
    ...(principal ? { Principal: '*' } : {}),
  }));
const policy = (keys: readonly Key[], name: string, effects: readonly string[], principal: boolean) =>
  fc
    .array(statement(keys, effects, principal), { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ name, document: { Version: '2012-10-17', Statement } }));

const policySet = (keys: readonly Key[]): fc.Arbitrary<PolicySet> =>
  fc.record({
    identity: policy(keys, 'identity', ['Allow', 'Allow', 'Deny'], false).map((one) => [one]),
    permissionsBoundary: fc.option(policy(keys, 'boundary', ['Allow'], false), { nil: null }),
    session: fc.constant([]),
    resource: fc.option(policy(keys, 'bucket', ['Deny', 'Deny', 'Allow'], true), { nil: null }),
    vpcEndpoint: fc.constant(null),
    serviceControl: fc.constant([]),
    resourceControl: fc.constant([]),
  });

const request = (
  context: Readonly<Record<string, ContextValue>>,
  contextComplete: boolean,
  owner: string,
) => ({
  principal: 'arn:aws:iam::111122223333:user/Jane',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::amzn-s3-demo-bucket/key',
  resourceAccount: owner,
  context,
  contextComplete,
});

function completions(keys: readonly Key[]): Record<string, ContextValue>[] {
  return keys.reduce<Record<string, ContextValue>[]>(
    (all, key) => all.flatMap((one) => key.values.map((value) => ({ ...one, [key.name]: value }))),
    [{}],
  );
}

function mentioned(set: PolicySet, keys: readonly Key[]): Key[] {
  const json = JSON.stringify(set);
  return keys.filter((key) => json.includes(key.name));
}

function merge(decisions: ReadonlySet<string>): string {
  if (decisions.has('allowed')) return decisions.size === 1 ? 'allowed' : 'undetermined';
  return decisions.has('implicit_deny') ? 'implicit_deny' : 'explicit_deny';
}

/**
 * Whether some completion of the other keys is turned by this one alone. Completions are numbered like the digits of a
 * number, the last key's values fastest: those that differ in this key alone lie `stride` apart.
 */
function decides(key: Key, keys: readonly Key[], decisions: readonly string[]): boolean {
  const behind = keys.slice(keys.indexOf(key) + 1);
  const stride = behind.reduce((product, one) => product * one.values.length, 1);
  return decisions.some((decision, index) => {
    const withFirstValue = index - (Math.floor(index / stride) % key.values.length) * stride;
    return (decision === 'allowed') !== (decisions[withFirstValue] === 'allowed');
  });
}

function check(set: PolicySet, owner: string, all: readonly Key[]): void {
  const compiled = compilePolicies(set);
  const keys = mentioned(set, all);
  const decisions = completions(keys).map(
    (context) => evaluateRequest(request(context, true, owner), compiled).decision,
  );
  const evaluation = evaluateRequest(request({}, false, owner), compiled);
  expect(evaluation.decision).toBe(merge(new Set(decisions)));
  const named = new Set(evaluation.unresolved.map((residual) => residual.contextKey));
  const deciding = keys.filter((key) => decides(key, keys, decisions)).map((key) => key.name);
  expect([...named].sort()).toEqual(deciding.sort());
}

describe('three values equal the set of two-valued answers over all completions', () => {
  test.each([
    ['strings, numbers, lists', KEYS] as const,
    ['policy variables', VARIABLE_KEYS] as const,
    ['addresses, ARNs, dates', TYPED_KEYS] as const,
  ])(
    '%s',
    (_name, keys) => {
      fc.assert(
        fc.property(policySet(keys), fc.constantFrom('111122223333', '444455556666'), (set, owner) =>
          check(set, owner, keys),
        ),
        { numRuns: Number(process.env.FC_RUNS ?? 40) },
      );
    },
    120_000,
  );
});
