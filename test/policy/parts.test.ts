import { describe, expect, test } from '@jest/globals';
import {
  Condition,
  compileDocument,
  compilePolicies,
  evaluateRequest,
  matchesWildcard,
  type PolicyRequest,
  type PolicySet,
  parseOperator,
  parsePrincipal,
} from '../../src/policy/index.js';
import { parseDate } from '../../src/policy/condition/date.js';
import { parseIp, parseIpRange } from '../../src/policy/condition/ip.js';
import { parseNumber } from '../../src/policy/condition/number.js';
import {
  type Atom,
  and,
  atomsOf,
  evaluateFormula,
  type Formula,
  or,
} from '../../src/policy/decision/formula.js';
import { namesOtherAccount } from '../../src/policy/principal/match-principal.js';
import { compilePattern, type Lookup } from '../../src/policy/text/pattern.js';
import { nearestName } from '../../src/nearest.js';
import { didYouMean } from '../../src/policy/text/suggest.js';
import { allOf, anyOf, not, ofBoolean } from '../../src/policy/text/ternary.js';
import { compileMatcher, tokenizeWildcards } from '../../src/policy/text/wildcard.js';
import type { Match } from '../../src/policy/types.js';
import { distinguishStrings, toSteps } from '../../src/policy/unknown/distinguish.js';
import { createSearcher } from '../../src/policy/unknown/search.js';
import { valuesFitting } from '../../src/policy/unknown/template-values.js';
import { textValues } from '../../src/policy/unknown/text-values.js';
import { typedValues } from '../../src/policy/unknown/typed-values.js';
import type { Variable } from '../../src/policy/unknown/variables.js';

const NONE: PolicySet = {
  identity: [],
  permissionsBoundary: null,
  session: [],
  resource: null,
  vpcEndpoint: null,
  serviceControl: [],
  resourceControl: [],
};
const JANE = 'arn:aws:iam::111122223333:user/Jane';

test('every layer is compiled', () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const policy = { name: 'p', document };
  const set: PolicySet = {
    identity: [policy],
    permissionsBoundary: policy,
    session: [policy],
    resource: policy,
    accessPoint: { policy, resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' },
    vpcEndpoint: policy,
    serviceControl: [[policy]],
    resourceControl: [[], [policy]],
    resourceGrant: 'unknown',
  };
  const bare = { name: 'p', document: compileDocument(document) };
  expect(compilePolicies(set)).toEqual({
    identity: [bare],
    permissionsBoundary: bare,
    session: [bare],
    resource: bare,
    accessPoint: { policy: bare, resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' },
    vpcEndpoint: bare,
    serviceControl: [[bare]],
    resourceControl: [[], [bare]],
    resourceGrant: 'unknown',
  });
  expect(compilePolicies(NONE)).toMatchObject({ accessPoint: null, resourceGrant: 'no' });
});

describe('three values', () => {
  const VALUES: readonly Match[] = ['yes', 'no', 'unknown'];
  const rank = { no: 0, unknown: 1, yes: 2 } as const;
  const byRank = (wanted: number) => VALUES.find((one) => rank[one] === wanted);

  test('any is the greatest, all is the least, not turns the order round', () => {
    expect(anyOf([], ofBoolean)).toBe('no');
    expect(allOf([], ofBoolean)).toBe('yes');
    for (const a of VALUES) {
      expect(not(a)).toBe(byRank(2 - rank[a]));
      for (const b of VALUES) {
        const same = (one: Match) => one;
        expect(anyOf([a, b], same)).toBe(byRank(Math.max(rank[a], rank[b])));
        expect(allOf([a, b], same)).toBe(byRank(Math.min(rank[a], rank[b])));
        const parts = [a, b].map((one) => atomOf(one, one));
        expect(evaluateFormula(or(parts), NOTHING)).toBe(byRank(Math.max(rank[a], rank[b])));
        expect(evaluateFormula(and(parts), NOTHING)).toBe(byRank(Math.min(rank[a], rank[b])));
      }
    }
  });

  test('booleans, and what is no boolean yet', () => {
    expect([true, false, undefined].map(ofBoolean)).toEqual(['yes', 'no', 'unknown']);
  });
});

const NOTHING: Lookup = () => undefined;

function atomOf(key: string, value: Match | null = null): Exclude<Formula, boolean> {
  const holds = (lookup: Lookup): Match => {
    const values = lookup(key);
    if (value !== null) return value;
    return values === undefined ? 'unknown' : ofBoolean(values !== null);
  };
  return { kind: 'atom', atom: { subject: { kind: 'unread' }, keys: [key], holds } };
}

describe('formulas', () => {
  const [a, b] = [atomOf('a'), atomOf('b')];

  test('what is known folds away', () => {
    expect(or([])).toBe(false);
    expect(and([])).toBe(true);
    expect(or([a, true])).toBe(true);
    expect(and([a, false])).toBe(false);
    expect(or([false, a])).toBe(a);
    expect(and([a, true])).toBe(a);
    expect(and([a, true, b])).toEqual({ kind: 'and', parts: [a, b] });
    expect(or([a, false, b])).toEqual({ kind: 'or', parts: [a, b] });
  });

  test('an atom can be forced, the others stay as they are', () => {
    const forced = { atom: [...atomsOf(a)][0] as Atom, value: 'yes' as const };
    expect(evaluateFormula(or([a, b]), NOTHING, forced)).toBe('yes');
    expect(evaluateFormula(and([a, b]), NOTHING, forced)).toBe('unknown');
    expect(evaluateFormula(b, NOTHING, forced)).toBe('unknown');
    expect([...atomsOf(and([a, or([b, a])]))]).toEqual([...atomsOf(a), ...atomsOf(b)]);
    expect(atomsOf(true).size).toBe(0);
  });

  test('a search finds whether one can be true and another false', () => {
    const variable = (key: string): Variable => ({
      key,
      atoms: [],
      after: [],
      candidates: () => [['yes'], null],
    });
    const variables = new Map(['a', 'b'].map((key) => [key, variable(key)]));
    const { isPossible } = createSearcher(variables, NOTHING);
    expect([isPossible(true, false), isPossible(false, false), isPossible(true, true)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isPossible(false, a), isPossible(a, true)]).toEqual([false, false]);
    expect([isPossible(a, false), isPossible(true, a), isPossible(a, b), isPossible(a, a)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isPossible(and([a, b]), or([a, b]))).toBe(false);
    expect(isPossible(or([a, b]), and([a, b]))).toBe(true);
  });
});

describe('wildcards', () => {
  // Each by the text, and by its tokens, which take another way.
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['a', 'a', true],
    ['a', 'ab', false],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['ab*ba', 'aba', false],
    ['a*b*c', 'axbxc', true],
    ['a*b*c', 'acb', false],
    ['a*b*b', 'ab', false],
    ['*b*', 'abc', true],
    ['*b*', 'ac', false],
    ['?', 'a', true],
    ['?', '', false],
    ['?', 'ab', false],
    ['a?', 'ab', true],
    ['a?', 'bb', false],
    ['?*', '', false],
    ['?*', 'ab', true],
    ['*?b*', 'b', false],
    ['*?b*', 'ab', true],
    ['*?b*', 'abc', true],
    ['*a?', 'aab', true],
    ['*a?', 'aba', false],
    ['*a?*c', 'abxc', true],
    ['*a?*c', 'ac', false],
    ['*a?*', 'bba', false],
    ['?a*b', 'xab', true],
    ['?a*b', 'axb', false],
    ['a**b', 'ab', true],
  ] as const)('%s and %s: %s', (pattern, subject, matches) => {
    expect(matchesWildcard(pattern, subject)).toBe(matches);
    expect(compileMatcher(tokenizeWildcards(pattern))(subject)).toBe(matches);
  });

  test('tokens', () => {
    expect(tokenizeWildcards('a*?b')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'star' },
      { kind: 'any' },
      { kind: 'text', text: 'b' },
    ]);
    expect(tokenizeWildcards('')).toEqual([]);
    expect(compilePattern('${*}${ aws:UserName }', { variables: true, wildcards: true })).toMatchObject({
      parts: [
        { kind: 'text', text: '*' },
        { kind: 'variable', key: 'aws:username', fallback: null },
      ],
      variables: ['aws:username'],
    });
  });
});

describe('values as policies write them', () => {
  test.each([
    ['1.2.3.4.5', null],
    ['1..2.3', null],
    ['1.2.3.', null],
    ['1,2,3,4', null],
    ['1.2.3.256', null],
    ['1:2:3:4:5:6:7', null],
    ['1::2::3', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['1:2:3:4::5:6:7:8', null],
    ['::1.2.3', null],
    ['1.2.3::', null],
    ['::12345', null],
    ['1:2:3:4:5:6:7:8', { bits: 128, value: 0x0001_0002_0003_0004_0005_0006_0007_0008n }],
    ['::ffff:1.2.3.4', { bits: 128, value: 0xffff_0102_0304n }],
    ['::', { bits: 128, value: 0n }],
    ['0.0.1.2', { bits: 32, value: 258 }],
  ])('the address %s', (text, address) => {
    expect(parseIp(text)).toEqual(address);
  });

  test.each([
    ['10.0.0.0/33', null],
    ['10.0.0.0/', null],
    ['10.0.0.0/8x', null],
    ['10.0.0.0/0008', null],
    ['10.0.0.7/30', { bits: 32, first: 0x0a00_0004, last: 0x0a00_0007 }],
    ['10.0.0.7', { bits: 32, first: 0x0a00_0007, last: 0x0a00_0007 }],
    ['::5/127', { bits: 128, first: 4n, last: 5n }],
    ['::/129', null],
  ])('the block %s', (text, range) => {
    expect(parseIpRange(text)).toEqual(range);
  });

  test.each([
    ['2026-02-29', null],
    ['2026-02-30', null],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-01-02T03:04', Date.UTC(2026, 0, 2, 3, 4)],
    ['2026-01-02T03:04:05+0130', Date.UTC(2026, 0, 2, 1, 34, 5)],
    [' 60 ', 60_000],
    ['2026-1-2', null],
  ])('the date %s', (text, time) => {
    expect(parseDate(text)).toBe(time);
  });

  test.each([
    [' 5 ', 5],
    ['-1.5e2', -150],
    ['.5', 0.5],
    ['5.', 5],
    ['5x', null],
    ['x5', null],
    ['', null],
    ['0x10', null],
  ])('the number %j', (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });

  test('names are near by letters added, left out and replaced', () => {
    expect(nearestName('actoin', ['Action', 'Actor'])).toBe('Action');
    expect(nearestName('a', ['ab'])).toBe('ab');
    expect(nearestName('a', ['abc'])).toBeUndefined();
    expect(nearestName('ab', ['xab', 'abx'])).toBe('xab');
    expect(nearestName('abc', ['xyc', 'abcd'])).toBe('abcd');
    expect(nearestName('abcdef', ['abcxyz'])).toBeUndefined();
    expect(nearestName('abcdef', ['abcdxy'])).toBe('abcdxy');
    expect(nearestName('', ['abc', 'z'])).toBe('z');
    expect(didYouMean('Sids', ['Sid'])).toBe('; did you mean "Sid"?');
    expect(didYouMean('other', ['Sid'])).toBe('');
  });

  test('accounts of principals', () => {
    const jane = parsePrincipal(JANE);
    const others = ['111122223333', JANE, 'arn:aws:s3:::bucket', 'text', '444455556666'].filter((value) =>
      namesOtherAccount(value, jane),
    );
    expect(others).toEqual(['444455556666']);
    expect(parsePrincipal('111122223333')).toEqual({
      kind: 'root',
      arn: 'arn:aws:iam::111122223333:root',
      partition: 'aws',
      account: '111122223333',
    });
    for (const text of [
      'arn:aws:sts::111122223333:other/Reader/s',
      'arn:aws:sts::111122223333:assumed-role//s',
      'arn:aws:sqs::111122223333:assumed-role/Reader/s',
      'arn:aws:iam::111122223333:Jane',
      'arn:aws:iam::111122223333:userx/Jane',
    ])
      expect(parsePrincipal(text)).toEqual({ kind: 'unrecognized', text });
  });
});

function conditionOf(name: string, values: readonly string[], key = 'k'): Condition {
  const parsed = parseOperator(name);
  if (parsed.outcome === 'problem') throw new Error(parsed.message);
  return new Condition(parsed.operator, key, values, true);
}

describe('values worth trying', () => {
  const steps = (pattern: string, options = { fold: false, within: false }) =>
    toSteps(tokenizeWildcards(pattern), options);

  test.each([
    [['a*', '*b'], [], ['', 'a', 'b', 'ab'], 4],
    [['a?', '?b'], [], ['', 'ax', 'xb', 'ab'], 4],
    [['a*', 'ab*'], [], ['', 'a', 'ab'], 3],
    [['*'], [], [''], 1],
    [['a*'], ['', 'a', 'ab'], ['b', 'ac'], 2],
    [['??'], ['a'], ['b', 'bb'], 2],
  ] as const)('%j beside %j: one string for each combination', (patterns, constants, examples, count) => {
    const found = distinguishStrings(
      patterns.map((one) => steps(one)),
      constants,
    );
    const answers = (text: string) => patterns.map((one) => matchesWildcard(one, text)).join();
    expect(found).toHaveLength(count);
    expect(new Set(found.map(answers))).toEqual(new Set(examples.map(answers)));
    for (const constant of constants) expect(found).not.toContain(constant);
  });

  test('letters without case, and wildcards that stay between colons', () => {
    const folded = distinguishStrings([steps('aB', { fold: true, within: false })], []);
    expect(folded).toHaveLength(2);
    expect(folded.filter((text) => text.toLowerCase() === 'ab')).toHaveLength(1);
    const cased = distinguishStrings([steps('aB', { fold: true, within: false }), steps('Ab')], ['AB']);
    expect(cased.filter((text) => text.toLowerCase() === 'ab' && text !== 'Ab')).toHaveLength(1);
    expect(cased).toContain('Ab');
    const apart = distinguishStrings([steps('a*', { fold: false, within: true }), steps('a*')], []);
    const beginning = apart.filter((text) => text.startsWith('a'));
    expect(beginning).toHaveLength(2);
    expect(beginning.filter((text) => text.includes(':'))).toHaveLength(1);
  });

  test('numbers: every constant, and one in every gap', () => {
    const tried = typedValues([
      conditionOf('NumericLessThan', ['10', '2', 'none']),
      conditionOf('NumericEquals', ['2']),
    ]);
    expect(tried).toEqual(['1', '2', '6', '10', '11']);
    expect(typedValues([conditionOf('NumericEquals', ['none'])])).toEqual(['0']);
    expect(typedValues([conditionOf('DateEquals', ['1970-01-01T00:00:10Z'])])).toEqual([
      '9.999',
      '10',
      '10.001',
    ]);
  });

  test('addresses: the first of every block, the one behind it, and both families', () => {
    const tried = typedValues([
      conditionOf('IpAddress', ['10.0.0.0/8', '0.0.0.0/0', 'none', '2001:db8::/32']),
    ]);
    expect([...tried].sort()).toEqual(
      [
        '0.0.0.0',
        '0:0:0:0:0:0:0:0',
        '10.0.0.0',
        '11.0.0.0',
        '2001:db8:0:0:0:0:0:0',
        '2001:db9:0:0:0:0:0:0',
      ].sort(),
    );
  });

  test('booleans, bytes, and two families on one key', () => {
    expect(typedValues([conditionOf('Bool', ['true'])])).toEqual(['true', 'false']);
    expect(typedValues([conditionOf('BinaryEquals', ['QQ=='])])).toEqual(['=', 'QQ==']);
    expect(typedValues([conditionOf('BinaryEquals', ['QQ==']), conditionOf('NumericEquals', ['5'])])).toEqual(
      ['=', 'QQ==', '4', '5', '6'],
    );
    expect(typedValues([conditionOf('StringEquals', ['5'])])).toEqual([]);
  });

  test('texts: the empty one, the constants, and another', () => {
    const plain = textValues([conditionOf('StringEquals', ['a', 'b'])], () => [NOTHING], ['x', 'a']);
    expect(plain.slice(0, 4)).toEqual(['', 'a', 'b', 'x']);
    expect(plain).toHaveLength(5);
    const like = textValues([conditionOf('StringLike', ['a*'])], () => [NOTHING], []);
    expect(like).toHaveLength(3);
    expect(like.filter((text) => text.startsWith('a'))).toHaveLength(1);
    const folded = textValues([conditionOf('StringEqualsIgnoreCase', ['Ab'])], () => [NOTHING], []);
    expect(folded.filter((text) => text.toLowerCase() === 'ab')).toHaveLength(1);
  });

  test('a key that is only compared as an ARN holds ARNs', () => {
    const arns = textValues([conditionOf('ArnLike', ['arn:aws:s3:::a*', 'no ARN'])], () => [NOTHING], ['x']);
    expect(arns.filter((text) => text.startsWith('arn:aws:s3:::a')).length).toBeGreaterThan(0);
    expect(arns.filter((text) => !text.startsWith('arn:aws:s3:::a')).length).toBeGreaterThan(0);
    for (const text of arns) expect(text).toMatch(/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/);
    const both = textValues(
      [conditionOf('ArnLike', ['arn:aws:s3:::a*']), conditionOf('StringEquals', ['x'])],
      () => [NOTHING],
      [],
    );
    expect(both).toEqual(expect.arrayContaining(['', 'x']));
  });

  test('what a variable would have to be', () => {
    const pattern = (source: string) => compilePattern(source, { variables: true, wildcards: true });
    const fitting = (source: string, subject: string, lookup: Lookup = NOTHING) =>
      valuesFitting(pattern(source), 'k', subject, lookup);
    expect(fitting('a/${k}/b', 'a/x/b')).toEqual(['x']);
    expect(fitting('a/${k}/b', 'a//b')).toEqual(['']);
    expect(fitting('${k}', 'xy')).toEqual(['xy']);
    expect(fitting('a/${k}/b', 'c/x/b')).toEqual([]);
    expect(fitting('a/${k}/b', 'a/x/c')).toEqual([]);
    expect(fitting('a${k}*', 'axy')).toEqual(['', 'x', 'xy']);
    expect(fitting('*${k}', 'xy')).toEqual(['xy', 'y', '']);
    expect(fitting('${other}-${k}', 'x-y')).toEqual(['y']);
    expect(fitting('${other}-${k}', 'x-y', (key) => (key === 'other' ? ['z'] : undefined))).toEqual([]);
    expect(fitting("${other, 'x'}-${k}", 'x-y')).toEqual(['y']);
    expect(fitting("${other, 'z'}-${k}", 'x-y')).toEqual([]);
    expect(fitting('plain', 'plain')).toEqual([]);
    expect(fitting('${k}*', 'x'.repeat(100))).toHaveLength(64);
  });
});

describe('what an undetermined decision hangs on', () => {
  const request: PolicyRequest = {
    principal: JANE,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket/key',
    resourceAccount: '111122223333',
    context: {},
    contextComplete: false,
  };
  const one = (Effect: string, conditions: object, Resource = '*') => ({
    Effect,
    Action: '*',
    Resource,
    Condition: conditions,
  });
  const unresolved = (Statement: readonly object[], more: Partial<PolicyRequest> = {}) =>
    evaluateRequest(
      { ...request, ...more },
      compilePolicies({ ...NONE, identity: [{ name: 'p', document: { Version: '2012-10-17', Statement } }] }),
    ).unresolved;
  const keys = (Statement: readonly object[]) =>
    unresolved(Statement).map(({ contextKey, statement }) => `${contextKey} ${statement}`);

  test('a key that settles more comes first', () => {
    const open = { StringEquals: { 'aws:SourceVpce': 'a' } };
    const two = { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:referer': 'r' } };
    expect(keys([one('Allow', two), one('Deny', open)])).toEqual([
      'aws:SourceVpce 1',
      'aws:SecureTransport 0',
      'aws:referer 0',
    ]);
  });

  test('of keys that settle as much, what denies comes first', () => {
    expect(
      keys([
        one('Allow', { Bool: { 'aws:SecureTransport': 'true' } }),
        one('Deny', { Bool: { 'aws:ViaAWSService': 'true' } }),
      ]),
    ).toEqual(['aws:ViaAWSService 1', 'aws:SecureTransport 0']);
  });

  test('a key that settles more comes before one that denies', () => {
    const denied = { Bool: { 'aws:ViaAWSService': 'true' }, StringEquals: { 'aws:SourceVpce': 'a' } };
    expect(keys([one('Deny', denied), one('Allow', { Bool: { 'aws:SecureTransport': 'true' } })])).toEqual([
      'aws:SecureTransport 1',
      'aws:ViaAWSService 0',
      'aws:SourceVpce 0',
    ]);
  });

  test('what cannot change the decision is left out', () => {
    const always = one('Allow', {});
    expect(
      keys([
        always,
        one('Allow', { StringEquals: { 'aws:referer': 'r' } }),
        one('Deny', { StringEquals: { 'aws:SourceVpce': 'a' } }),
      ]),
    ).toEqual(['aws:SourceVpce 2']);
  });

  test('an unknown owner of the resource', () => {
    const { resourceAccount: _, ...unowned } = request;
    const policy = { name: 'b', document: { Version: '2012-10-17', Statement: [one('Allow', {})] } };
    const found = evaluateRequest(unowned, compilePolicies({ ...NONE, identity: [policy] }));
    expect(found.decision).toBe('undetermined');
    expect(found.unresolved).toEqual([
      {
        contextKey: 'aws:ResourceAccount',
        operator: 'StringEquals',
        values: ['111122223333'],
        layer: 'resource',
        policy: '',
        statement: -1,
        ifMet: 'allowed',
      },
    ]);
  });

  test('variables in a Resource are named as the policy spells them', () => {
    const Resource = 'arn:aws:s3:::amzn-s3-demo-bucket/${ aws:SourceVpc }${aws:SourceVpce}';
    expect(unresolved([one('Allow', {}, Resource)])).toEqual(
      ['aws:SourceVpc', 'aws:SourceVpce'].map((contextKey) => ({
        contextKey,
        operator: 'Resource',
        values: [Resource],
        layer: 'identity',
        policy: 'p',
        statement: 0,
        ifMet: 'allowed',
      })),
    );
    const { Resource: _, ...rest } = one('Deny', {});
    const denied = unresolved([
      one('Allow', {}),
      { ...rest, NotResource: 'arn:aws:s3:::amzn-s3-demo-bucket/${aws:SourceVpce}' },
    ]);
    expect(denied).toMatchObject([
      { contextKey: 'aws:SourceVpce', operator: 'NotResource', ifMet: 'explicit_deny' },
    ]);
  });

  test('layers that were not read are no keys', () => {
    const found = evaluateRequest(request, compilePolicies(NONE), new Set(['identity', 'serviceControl']));
    expect(found).toMatchObject({
      decision: 'undetermined',
      unresolved: [],
      unreadLayers: ['identity', 'serviceControl'],
    });
  });
});
