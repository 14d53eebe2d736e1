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

const conditions = fc
  .array(
    fc
      .constantFrom(...KEYS)
      .chain((key) => key.condition.map(([operator, values]) => ({ operator, key: key.name, values }))),
    { maxLength: 3 },
  )
  .map((list) => {
    const block: Record<string, Record<string, unknown>> = {};
    for (const { operator, key, values } of list) block[operator] = { ...block[operator], [key]: values };
    return block;
  });

const statement = (effects: readonly string[], principal: boolean) =>
  fc.record({ Effect: fc.constantFrom(...effects), Condition: conditions }).map((one) => ({
    ...one,
    Action: 's3:GetObject',
    Resource: '*',
    ...(principal ? { Principal: '*' } : {}),
  }));
const policy = (name: string, effects: readonly string[], principal: boolean) =>
  fc
    .array(statement(effects, principal), { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ name, document: { Version: '2012-10-17', Statement } }));

const policySet: fc.Arbitrary<PolicySet> = fc.record({
  identity: policy('identity', ['Allow', 'Allow', 'Deny'], false).map((one) => [one]),
  permissionsBoundary: fc.option(policy('boundary', ['Allow'], false), { nil: null }),
  session: fc.constant([]),
  resource: fc.option(policy('bucket', ['Deny', 'Deny', 'Allow'], true), { nil: null }),
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

function mentioned(set: PolicySet): Key[] {
  const json = JSON.stringify(set);
  return KEYS.filter((key) => json.includes(JSON.stringify(key.name)));
}

describe('three values', () => {
  test('equal the set of two-valued answers over all completions', () => {
    fc.assert(
      fc.property(policySet, fc.constantFrom('111122223333', '444455556666'), (set, owner) => {
        const compiled = compilePolicies(set);
        const keys = mentioned(set);
        const all = completions(keys).map((context) => ({
          context,
          decision: evaluateRequest(request(context, true, owner), compiled).decision,
        }));
        const decisions = new Set(all.map((one) => one.decision));
        const evaluation = evaluateRequest(request({}, false, owner), compiled);
        const expected = !decisions.has('allowed')
          ? decisions.has('implicit_deny')
            ? 'implicit_deny'
            : 'explicit_deny'
          : decisions.size === 1
            ? 'allowed'
            : 'undetermined';
        expect(evaluation.decision).toBe(expected);

        const deciding = keys.filter((key) => {
          const byRest = new Map<string, Set<boolean>>();
          for (const { context, decision } of all) {
            const rest = JSON.stringify({ ...context, [key.name]: 'any' });
            byRest.set(rest, (byRest.get(rest) ?? new Set()).add(decision === 'allowed'));
          }
          return [...byRest.values()].some((answers) => answers.size === 2);
        });
        const named = new Set(evaluation.unresolved.map((residual) => residual.contextKey));
        expect([...named].sort()).toEqual(deciding.map((key) => key.name).sort());
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 40) },
    );
  });
});
