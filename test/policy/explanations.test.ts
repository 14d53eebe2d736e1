import { describe, expect, test } from '@jest/globals';
import { missAction } from '../../src/policy/explain/miss-action.js';
import {
  compilePolicies,
  evaluateRequest,
  type PolicyRequest,
  type PolicySet,
} from '../../src/policy/index.js';

const JANE = 'arn:aws:iam::111122223333:user/Jane';
const KEY = 'arn:aws:s3:::amzn-s3-demo-bucket/key';
const NONE: PolicySet = {
  identity: [],
  permissionsBoundary: null,
  session: [],
  resource: null,
  vpcEndpoint: null,
  serviceControl: [],
  resourceControl: [],
};
const REQUEST: PolicyRequest = {
  principal: JANE,
  action: 's3:GetObject',
  resource: KEY,
  resourceAccount: '111122223333',
  context: {},
  contextComplete: true,
};
const OPEN = { contextComplete: false };

type Statement = Readonly<Record<string, unknown>>;

function evaluate(statement: Statement, more: Partial<PolicyRequest>, version = '2012-10-17') {
  const one = { Effect: 'Allow', ...statement };
  const policy = { name: 'p', document: { Version: version, Statement: [one] } };
  const named = 'Principal' in statement || 'NotPrincipal' in statement || 'Named' in statement;
  const set = named ? { ...NONE, resource: policy } : { ...NONE, identity: [policy] };
  return evaluateRequest({ ...REQUEST, ...more }, compilePolicies(set));
}

/** Findings as they are written out: their words are made on the way. */
function written(findings: unknown): unknown {
  return JSON.parse(JSON.stringify(findings));
}

const get = (more: Statement): Statement => ({ Action: 's3:GetObject', Resource: '*', ...more });
const when = (condition: Statement): Statement => get({ Condition: condition });
const vpce = (...values: string[]) => when({ StringEquals: { 'aws:SourceVpce': values } });

describe('why a statement does, does not, or may match, word for word', () => {
  const matched = `s3:GetObject is matched by Action "s3:GetObject" and the Resource takes in ${KEY}`;
  test.each<readonly [string, Statement, Partial<PolicyRequest>, 'yes' | 'no' | 'unknown', string]>([
    [
      'another principal',
      get({ Principal: { AWS: 'arn:aws:iam::111122223333:user/Bob' } }),
      {},
      'no',
      `Principal does not name ${JANE}`,
    ],
    [
      'a spared principal',
      get({ Effect: 'Deny', NotPrincipal: { AWS: ['111122223333', JANE] } }),
      {},
      'no',
      `NotPrincipal spares ${JANE}`,
    ],
    ['another action', get({ Action: 's3:PutObject' }), {}, 'no', 'Action does not list s3:GetObject'],
    [
      'an excluded action',
      { NotAction: 's3:Get*', Resource: '*' },
      {},
      'no',
      'NotAction excludes s3:GetObject',
    ],
    [
      'another resource',
      get({ Resource: 'arn:aws:s3:::other/*' }),
      {},
      'no',
      `Resource does not take in ${KEY}`,
    ],
    [
      'an excluded resource',
      { Action: 's3:GetObject', NotResource: 'arn:aws:s3:::amzn-s3-demo-bucket/*' },
      {},
      'no',
      `NotResource excludes ${KEY}`,
    ],
    [
      'everything but',
      { NotAction: 's3:Put*', NotResource: 'arn:aws:s3:::other/*' },
      {},
      'yes',
      `s3:GetObject is not excluded by NotAction and the NotResource does not exclude ${KEY}`,
    ],
    [
      'the action as the policy writes it',
      get({ Action: ['s3:Put*', 'S3:getObject'] }),
      {},
      'yes',
      `s3:GetObject is matched by Action "S3:getObject" and the Resource takes in ${KEY}`,
    ],
    [
      'a condition that holds without its key',
      when({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }),
      {},
      'yes',
      `${matched}; Condition aws:SourceVpce (StringNotEquals "vpce-1") holds: the request does not have it`,
    ],
    [
      'two conditions that hold',
      when({ StringEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': true } }),
      { context: { 'aws:SourceVpce': 'vpce-1', 'aws:SecureTransport': true } },
      'yes',
      `${matched}; Condition aws:SourceVpce (StringEquals "vpce-1") holds: the request has "vpce-1"; Condition aws:SecureTransport (Bool "true") holds: the request has "true"`,
    ],
    [
      'the first of the conditions that fail',
      when({ StringEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': true } }),
      {},
      'no',
      'Condition aws:SourceVpce (StringEquals "vpce-1") does not hold: the request does not have it',
    ],
    [
      'four values are all shown',
      vpce('a', 'b', 'c', 'd'),
      {},
      'no',
      'Condition aws:SourceVpce (StringEquals "a", "b", "c", "d") does not hold: the request does not have it',
    ],
    [
      'of five values four are shown',
      vpce('a', 'b', 'c', 'd', 'e'),
      {},
      'no',
      'Condition aws:SourceVpce (StringEquals "a", "b", "c", "d", … (5 values)) does not hold: the request does not have it',
    ],
    [
      'two unknown keys',
      when({ StringEquals: { 'aws:SourceVpce': 'v' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
      OPEN,
      'unknown',
      'hangs on aws:SourceVpce (StringEquals "v") and aws:SourceIp (IpAddress "10.0.0.0/8"), which is not known',
    ],
    [
      'unknown variables in the Resource',
      get({ Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/${aws:SourceVpce}${aws:referer}' }),
      OPEN,
      'unknown',
      'hangs on ${aws:sourcevpce}, ${aws:referer} in its Resource, which is not known',
    ],
    [
      'an unknown variable and an unknown key',
      {
        ...vpce('v'),
        Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/${aws:referer}',
      },
      OPEN,
      'unknown',
      'hangs on ${aws:referer} in its Resource and on aws:SourceVpce (StringEquals "v"), which is not known',
    ],
    [
      'conditions that contradict each other',
      when({ StringEquals: { 'aws:SourceVpce': 'v' }, StringNotEquals: { 'aws:SourceVpce': 'v' } }),
      OPEN,
      'no',
      'no value satisfies it: hangs on aws:SourceVpce (StringEquals "v") and aws:SourceVpce (StringNotEquals "v"), which is not known',
    ],
    [
      'a condition that always holds',
      when({ StringLikeIfExists: { 'aws:SourceVpce': '*' } }),
      OPEN,
      'yes',
      'every value satisfies it: hangs on aws:SourceVpce (StringLikeIfExists "*"), which is not known',
    ],
  ])('%s', (_about, statement, more, match, because) => {
    const { layers } = evaluate(statement, more);
    const [finding] = layers.flatMap((layer) => layer.statements);
    expect(written(finding)).toEqual({
      policy: 'p',
      index: 0,
      effect: statement.Effect ?? 'Allow',
      match,
      because,
    });
  });

  test('a resource policy without Principal', () => {
    const policy = {
      name: 'b',
      document: { Version: '2012-10-17', Statement: [{ Sid: 'S', Effect: 'Allow', ...get({}) }] },
    };
    const { layers } = evaluateRequest(REQUEST, compilePolicies({ ...NONE, resource: policy }));
    expect(written(layers.find((one) => one.layer === 'resource')?.statements)).toEqual([
      {
        policy: 'b',
        index: 0,
        sid: 'S',
        effect: 'Allow',
        match: 'no',
        because: 'it has no Principal, which a resource policy needs',
      },
    ]);
  });

  test('a malformed statement without a Sid is listed without one', () => {
    const { layers } = evaluate({ Action: 's3:GetObject' }, {});
    expect(written(layers[0]?.statements)).toStrictEqual([
      {
        policy: 'p',
        index: 0,
        effect: 'Allow',
        match: 'no',
        because: 'it is malformed: $.Statement[0].Resource is missing (or NotResource)',
      },
    ]);
  });

  test('a statement without Resource, as in a trust policy, is about any resource', () => {
    const trust = { Action: 'sts:AssumeRole', Principal: { AWS: JANE } };
    const role = { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/R' };
    expect(evaluate(trust, role).decision).toBe('allowed');
    const mfa = { ...trust, Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } };
    expect(evaluate(mfa, role).decision).toBe('implicit_deny');
    const open = evaluate(mfa, { ...role, ...OPEN });
    expect(open.layers.flatMap((layer) => layer.statements).map((one) => one.because)).toEqual([
      'hangs on aws:MultiFactorAuthPresent (Bool "true"), which is not known',
    ]);
  });
});

type Row = readonly [string, Statement, Partial<PolicyRequest>, boolean, string];

function missesOf(statement: Statement, more: Partial<PolicyRequest>, version?: string) {
  return evaluate(statement, more, version).blockers.flatMap((blocker) => blocker.nearMisses ?? []);
}

describe('why an Allow just misses, word for word', () => {
  const action: readonly Row[] = [
    [
      'a misspelling',
      get({ Action: 's3:GetObjet' }),
      {},
      true,
      '`s3:GetObjet` looks like a misspelling of `s3:GetObject`',
    ],
    ['a blank', get({ Action: 's3:Get Object' }), {}, true, '`s3:Get Object` has a space inside'],
    ['a leading blank', get({ Action: ' s3:GetObject' }), {}, true, '` s3:GetObject` has a leading blank'],
    [
      'a blank in another action',
      get({ Action: 's3:Put Object' }),
      {},
      false,
      'Action lists "s3:Put Object", not s3:GetObject',
    ],
    [
      'an operation',
      get({ Action: 's3:HeadObject' }),
      {},
      true,
      '`s3:HeadObject` is an operation and no IAM action; it needs `s3:GetObject`',
    ],
    [
      'a wildcard is no misspelling',
      get({ Action: 's3:GetObject?' }),
      {},
      false,
      'Action lists "s3:GetObject?", not s3:GetObject',
    ],
    [
      'an action of the same length',
      get({ Action: 's3:GetBucket' }),
      {},
      false,
      'Action lists "s3:GetBucket", not s3:GetObject',
    ],
    [
      'an excluded action',
      { NotAction: 's3:Get*', Resource: '*' },
      {},
      false,
      'NotAction excludes s3:GetObject',
    ],
  ];
  const bucket = { action: 's3:ListBucket', resource: 'arn:aws:s3:::amzn-s3-demo-bucket' };
  const list = (Resource: string) => ({ Action: 's3:ListBucket', Resource });
  const all = (Resource: string) => ({ Action: '*', Resource });
  const zone = { action: 'route53:GetHostedZone', resource: 'arn:aws:route53:::hostedzone/Z1' };
  const point = { resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' };
  const role = { action: 'iam:GetRole', resource: 'arn:aws:iam::111122223333:role/R' };
  const lists = (value: string, wanted = KEY) => `Resource lists "${value}", not ${wanted}`;
  const resource: readonly Row[] = [
    [
      'a service without objects',
      all('arn:aws:route53:::hostedzone'),
      zone,
      false,
      lists('arn:aws:route53:::hostedzone', zone.resource),
    ],
    [
      'an access point has no bucket in it',
      all('arn:aws:s3:eu-west-1:111122223333:accesspoint'),
      point,
      false,
      lists('arn:aws:s3:eu-west-1:111122223333:accesspoint', point.resource),
    ],
    [
      'another bucket, a letter longer',
      list('arn:aws:s3:::amzn-s3-demo-bucketx'),
      bucket,
      false,
      lists('arn:aws:s3:::amzn-s3-demo-bucketx', bucket.resource),
    ],
    [
      'objects of another bucket',
      list('arn:aws:s3:::other/*'),
      bucket,
      false,
      lists('arn:aws:s3:::other/*', bucket.resource),
    ],
    ['no ARN at all', get({ Resource: 'nonsense' }), {}, false, lists('nonsense')],
    ['no ARN asked for', get({ Resource: KEY }), { resource: 'bucket/key' }, false, lists(KEY, 'bucket/key')],
    [
      'six segments that are no ARN',
      get({ Resource: 'urn:aws-cn:s3:::amzn-s3-demo-bucket/key' }),
      {},
      false,
      lists('urn:aws-cn:s3:::amzn-s3-demo-bucket/key'),
    ],
    [
      'another partition',
      get({ Resource: 'arn:aws-cn:s3:::amzn-s3-demo-bucket/key' }),
      {},
      true,
      'Resource `arn:aws-cn:s3:::amzn-s3-demo-bucket/key` is in the partition aws-cn; the resource is in aws',
    ],
    [
      'another partition and another bucket',
      get({ Resource: 'arn:aws-cn:s3:::other/key' }),
      {},
      false,
      lists('arn:aws-cn:s3:::other/key'),
    ],
    [
      'no partition',
      get({ Resource: 'arn::s3:::amzn-s3-demo-bucket/key' }),
      {},
      true,
      'Resource `arn::s3:::amzn-s3-demo-bucket/key` lacks its partition; write `arn:aws:s3:::amzn-s3-demo-bucket/key`',
    ],
    [
      'an account in a bucket’s ARN',
      get({ Resource: 'arn:aws:s3::111122223333:amzn-s3-demo-bucket/key' }),
      {},
      true,
      'Resource `arn:aws:s3::111122223333:amzn-s3-demo-bucket/key` holds a region or account, which bucket ARNs do not',
    ],
    [
      'another account',
      all('arn:aws:iam::444455556666:role/R'),
      role,
      true,
      'Resource `arn:aws:iam::444455556666:role/R` is in :444455556666; the resource is in :111122223333',
    ],
    [
      'a blank in another key',
      get({ Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/a b' }),
      {},
      false,
      lists('arn:aws:s3:::amzn-s3-demo-bucket/a b'),
    ],
    [
      'letter case',
      get({ Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/KEY' }),
      {},
      true,
      "Resource `arn:aws:s3:::amzn-s3-demo-bucket/KEY` differs from the request's in upper and lower case only",
    ],
    [
      'a bare name',
      get({ Resource: 'amzn-s3-demo-bucket/key' }),
      {},
      true,
      'Resource `amzn-s3-demo-bucket/key` is no ARN; write `arn:aws:s3:::amzn-s3-demo-bucket/key`',
    ],
    [
      'the variable that is absent, not the one that is known',
      get({ Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/${ aws:PrincipalTag/team }/*' }),
      {},
      true,
      '`arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/${ aws:PrincipalTag/team }/*` needs aws:PrincipalTag/team, which the request does not have',
    ],
    [
      'a known variable',
      get({ Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}' }),
      {},
      false,
      lists('arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}'),
    ],
    [
      'an excluded resource',
      { Action: 's3:GetObject', NotResource: ['arn:aws:s3:::amzn-s3-demo-bucket/*', 'x'] },
      {},
      false,
      `NotResource "arn:aws:s3:::amzn-s3-demo-bucket/*", "x" excludes ${KEY}`,
    ],
  ];
  const READER = 'arn:aws:sts::111122223333:assumed-role/Reader/s';
  const other = { resourceAccount: '444455556666' };
  const by = (Principal: unknown) => get({ Principal });
  const names = (value: string, caller = JANE) => `Principal names "${value}", not ${caller}`;
  const BOB = 'arn:aws:iam::111122223333:user/Bob';
  const FAR = 'arn:aws:iam::444455556666:user/Jane';
  const principal: readonly Row[] = [
    [
      'a session of another role',
      by({ AWS: 'arn:aws:sts::111122223333:assumed-role/Other/s' }),
      { principal: READER },
      false,
      names('arn:aws:sts::111122223333:assumed-role/Other/s', READER),
    ],
    [
      'another session of the role',
      by({ AWS: 'arn:aws:sts::111122223333:assumed-role/Reader/t' }),
      { principal: READER },
      true,
      'Principal names the session t of the role Reader only',
    ],
    [
      'a role of the same name elsewhere',
      by({ AWS: 'arn:aws:sts::444455556666:assumed-role/Reader/t' }),
      { principal: READER },
      false,
      `Principal names "arn:aws:sts::444455556666:assumed-role/Reader/t", in another account; ${READER} is in 111122223333`,
    ],
    [
      'a blank in another name',
      by({ AWS: 'arn:aws:iam::111122223333:user/Bo b' }),
      {},
      false,
      names('arn:aws:iam::111122223333:user/Bo b'),
    ],
    [
      'another user in another partition',
      by({ AWS: 'arn:aws-cn:iam::111122223333:user/Bob' }),
      {},
      false,
      names('arn:aws-cn:iam::111122223333:user/Bob'),
    ],
    [
      'a role named like the user',
      by({ AWS: 'arn:aws:iam::111122223333:role/Jane' }),
      {},
      false,
      names('arn:aws:iam::111122223333:role/Jane'),
    ],
    ['a service', by({ Service: 'ec2.amazonaws.com' }), {}, false, names('ec2.amazonaws.com')],
    [
      'another account beside a service',
      by({ AWS: FAR, Service: 'ec2.amazonaws.com' }),
      {},
      false,
      `Principal names "${FAR}", "ec2.amazonaws.com", in another account; ${JANE} is in 111122223333`,
    ],
    [
      'an own user beside another account',
      by({ AWS: [FAR, BOB] }),
      {},
      false,
      `Principal names "${FAR}", "${BOB}", not ${JANE}`,
    ],
    [
      'an account id',
      by({ AWS: '444455556666' }),
      {},
      false,
      `Principal names "444455556666", in another account; ${JANE} is in 111122223333`,
    ],
    [
      'a service calls',
      by({ AWS: FAR }),
      { principal: 'logging.s3.amazonaws.com' },
      false,
      `Principal names "${FAR}", in another account; logging.s3.amazonaws.com`,
    ],
    [
      'a deleted user',
      by({ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }),
      {},
      true,
      'Principal `AIDACKCEVSQ6C2EXAMPLE` is a deleted user: it names nobody that exists now',
    ],
    [
      'a deleted role',
      by({ AWS: 'AROACKCEVSQ6C2EXAMPLE' }),
      {},
      true,
      'Principal `AROACKCEVSQ6C2EXAMPLE` is a deleted role: it names nobody that exists now',
    ],
    [
      'a deleted group',
      by({ AWS: 'AGPACKCEVSQ6C2EXAMPLE' }),
      {},
      true,
      'Principal `AGPACKCEVSQ6C2EXAMPLE` is a deleted group: it names nobody that exists now',
    ],
    [
      'some deleted identity',
      by({ AWS: 'ASCACKCEVSQ6C2EXAMPLE' }),
      {},
      true,
      'Principal `ASCACKCEVSQ6C2EXAMPLE` is a deleted identity: it names nobody that exists now',
    ],
  ];
  const has = (value: string | string[]) => ({ context: { 'aws:SourceVpce': value } });
  const wants = (quoted: string, value: string, hint = '', operator = 'StringEquals') =>
    `condition aws:SourceVpce wants ${operator} ${quoted}; the request has ${value}${hint}`;
  const differ = '; they differ only in blanks or in upper and lower case';
  const condition: readonly Row[] = [
    ['another value', vpce('v-1'), has('v-2'), false, wants('"v-1"', '"v-2"')],
    ['letter case, one of two', vpce('x', 'V-2'), has('v-2'), false, wants('"x", "V-2"', '"v-2"', differ)],
    ['blanks around', vpce(' v-2'), has('v-2 '), false, wants('" v-2"', '"v-2 "', differ)],
    [
      'a wildcard, one of two',
      vpce('x', 'v-*'),
      has('v-2'),
      false,
      wants('"x", "v-*"', '"v-2"', '; StringEquals takes * as it stands, StringLike would match'),
    ],
    ['a wildcard that would not match either', vpce('x-*'), has('v-2'), false, wants('"x-*"', '"v-2"')],
    [
      'several values',
      vpce('v-1'),
      has(['v-1', 'v-2']),
      false,
      wants('"v-1"', '"v-1", "v-2"', '; a key with several values needs ForAnyValue: or ForAllValues:'),
    ],
    [
      'several values, none of them',
      when({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }),
      { context: { 'aws:TagKeys': ['b', 'c'] } },
      false,
      'condition aws:TagKeys wants ForAnyValue:StringEquals "a"; the request has "b", "c"',
    ],
    [
      'a number that is as large',
      when({ NumericLessThan: { 's3:max-keys': '5' } }),
      { context: { 's3:max-keys': 5 } },
      false,
      'condition s3:max-keys wants NumericLessThan "5"; the request has "5"',
    ],
    [
      'a value that must not be',
      when({ StringNotEquals: { 'aws:SourceVpce': 'v' } }),
      has('v'),
      false,
      wants('"v"', '"v"', '', 'StringNotEquals'),
    ],
    [
      'a key that has to be absent',
      when({ Null: { 'aws:SourceVpce': 'true' } }),
      has('v'),
      false,
      'condition aws:SourceVpce wants the key to be absent; the request has "v"',
    ],
    [
      'a key that has to be present',
      when({ Null: { 'aws:SourceVpce': 'false' } }),
      {},
      false,
      'condition aws:SourceVpce wants the key to be present; the request does not have it',
    ],
  ];
  const rows = (element: string, table: readonly Row[]) =>
    table.map(([about, ...rest]) => [`${element}: ${about}`, element, ...rest] as const);

  test.each([...rows('Action', action), ...rows('Resource', resource), ...rows('Condition', condition)])(
    '%s',
    (_about, element, statement, more, slip, because) => {
      expect(missesOf(statement, more)).toMatchObject([{ policy: 'p', index: 0, element, slip, because }]);
    },
  );

  // The owner's own policies stand aside: only what the bucket's policy misses is asked about.
  test.each(rows('Principal', principal))('%s', (_about, element, statement, more, slip, because) => {
    expect(missesOf(statement, { ...other, ...more })).toStrictEqual([
      { policy: 'p', index: 0, element, because, slip },
    ]);
  });

  test('a variable in the language of 2008', () => {
    const value = 'arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}';
    expect(missesOf(get({ Resource: value }), {}, '2008-10-17').map((one) => one.because)).toEqual([
      `\`${value}\` is plain text in Version 2008-10-17; policy variables need 2012-10-17`,
    ]);
  });

  test('malformed Denies, and problems that are no element’s, are no near misses', () => {
    expect(missesOf({ ...get({}), Effect: 'Deny', Resource: 1 }, {})).toEqual([]);
    expect(missesOf({ ...get({}), Sid: 1 }, {})).toEqual([]);
    expect(missesOf(get({ Resource: 1 }), {})).toStrictEqual([
      {
        policy: 'p',
        index: 0,
        element: 'Resource',
        because:
          'the statement is malformed: $.Statement[0].Resource must be a string or a list of strings, not 1',
        slip: true,
      },
    ]);
  });

  test('of the levels of service control policies, each has its own near misses', () => {
    const level = (Resource: unknown) => [
      {
        name: String(Resource),
        document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource }] },
      },
    ];
    const set = {
      ...NONE,
      identity: level('*'),
      serviceControl: [level('arn:aws:s3:::amzn-s3-demo-bucket'), level('*'), level(1), []],
    };
    const { blockers } = evaluateRequest(REQUEST, compilePolicies(set));
    expect(
      blockers.map(({ layer, level: at, nearMisses }) => [layer, at, nearMisses?.map((one) => one.policy)]),
    ).toEqual([
      ['serviceControl', 0, ['arn:aws:s3:::amzn-s3-demo-bucket']],
      ['serviceControl', 2, ['1']],
      ['serviceControl', 3, undefined],
    ]);
  });
});

describe('through an access point, a Deny is told by the form of the resource that it hits', () => {
  const POINT = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/key';
  const deny = (Resource: string | string[], Condition = {}) => ({
    Effect: 'Deny',
    Action: 's3:GetObject',
    Resource,
    Condition,
  });
  const tls = { Bool: { 'aws:SecureTransport': 'false' } };
  const takes = (resource: string) =>
    `s3:GetObject is matched by Action "s3:GetObject" and the Resource takes in ${resource}`;
  test.each([
    ['the bucket’s object', deny(KEY), {}, 'yes', takes(KEY)],
    ['the access point', deny(POINT), {}, 'yes', takes(POINT)],
    ['both: the bucket’s object is named', deny([KEY, POINT]), {}, 'yes', takes(KEY)],
    ['neither', deny('arn:aws:s3:::other/*'), {}, 'no', `Resource does not take in ${KEY}`],
    [
      'the object, if the key is what the policy wants',
      deny(KEY, tls),
      OPEN,
      'unknown',
      'hangs on aws:SecureTransport (Bool "false"), which is not known',
    ],
    [
      'the object for sure, the access point perhaps',
      deny([KEY, 'arn:aws:s3:eu-west-1:111122223333:accesspoint/${aws:SourceVpce}/object/key']),
      OPEN,
      'yes',
      takes(KEY),
    ],
  ])('%s', (_about, statement, more, match, because) => {
    const Statement = [statement];
    const set: PolicySet = {
      ...NONE,
      identity: [{ name: 'p', document: { Version: '2012-10-17', Statement } }],
      accessPoint: { policy: null, resource: POINT },
    };
    const { layers } = evaluateRequest({ ...REQUEST, ...more }, compilePolicies(set));
    expect(written(layers[0]?.statements)).toEqual([
      { policy: 'p', index: 0, effect: 'Deny', match, because },
    ]);
  });
});

test('another action is no misspelling of the one that was asked for', () => {
  const miss = (typed: string, action: string) =>
    missAction({ negated: false, values: [typed] }, action).because;
  expect(miss('s3:GetObejct', 's3:GetObject')).toBe(
    '`s3:GetObejct` looks like a misspelling of `s3:GetObject`',
  );
  expect(miss('s3:GetBucketAcl', 's3:GetObjectAcl')).toBe(
    'Action lists "s3:GetBucketAcl", not s3:GetObjectAcl',
  );
  expect(miss('s3:GetObjectVersion', 's3:GetObjectTagging')).not.toContain('misspelling');
  expect(miss('s3:PutObject', 's3:GetObject')).not.toContain('misspelling');
});
