import { describe, expect, test } from '@jest/globals';
import {
  accountOf,
  compileDocument,
  compilePolicies,
  evaluateRequest,
  isServiceLinkedRole,
  matchesWildcard,
  type PolicySet,
  parseArn,
  parseOperator,
  parsePolicyDocument,
  parsePrincipal,
} from '../../src/policy/index.js';
import { addressBehind, formatIp, parseIp, parseIpRange } from '../../src/policy/condition/ip.js';
import { parseDate } from '../../src/policy/condition/date.js';

const NONE: PolicySet = {
  identity: [],
  permissionsBoundary: null,
  session: [],
  resource: null,
  vpcEndpoint: null,
  serviceControl: [],
  resourceControl: [],
};
const REQUEST = {
  principal: 'arn:aws:iam::111122223333:user/Jane',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::amzn-s3-demo-bucket/key',
  resourceAccount: '111122223333',
  context: {},
  contextComplete: true,
};

describe('ARNs', () => {
  test.each([
    ['arn:aws:s3:::b/k:x', { partition: 'aws', service: 's3', region: '', account: '', resource: 'b/k:x' }],
    [
      'arn:aws-cn:iam::111122223333:role/a/b',
      { partition: 'aws-cn', service: 'iam', region: '', account: '111122223333', resource: 'role/a/b' },
    ],
    ['arn:aws:s3::b', null],
    ['urn:aws:s3:::b', null],
    ['arn::s3:::b', null],
    ['arn:aws::::b', null],
    ['arn:aws:s3:::', null],
    ['', null],
  ])('%s', (text, parsed) => {
    expect(parseArn(text)).toEqual(parsed);
  });
});

describe('principals', () => {
  test.each([
    ['arn:aws:iam::111122223333:user/dev/Jane', 'user', '111122223333'],
    ['arn:aws:iam::111122223333:role/Reader', 'role', '111122223333'],
    ['arn:aws-us-gov:sts::111122223333:assumed-role/Reader/s', 'assumed-role', '111122223333'],
    ['arn:aws:sts::111122223333:federated-user/Jane', 'federated-user', '111122223333'],
    ['arn:aws:iam::111122223333:root', 'root', '111122223333'],
    ['111122223333', 'root', '111122223333'],
    ['arn:aws:iam::111122223333:saml-provider/Corp', 'federated', '111122223333'],
    ['arn:aws:iam::111122223333:oidc-provider/token.example.com', 'federated', '111122223333'],
    ['logging.s3.amazonaws.com', 'service', null],
    ['ec2.amazonaws.com.cn', 'service', null],
    ['anonymous', 'anonymous', null],
    ['*', 'anonymous', null],
    ['arn:aws:iam::111122223333:group/Team', 'unrecognized', null],
    ['arn:aws:iam::111122223333:user/', 'unrecognized', null],
    ['arn:aws:iam::1111:user/Jane', 'unrecognized', null],
    ['arn:aws:iam::111122223333:user', 'unrecognized', null],
    ['arn:aws:sts::111122223333:assumed-role/Reader', 'unrecognized', null],
    ['arn:aws:sts::111122223333:assumed-role/Reader/', 'unrecognized', null],
    ['arn:aws:sts::111122223333:federated-user/', 'unrecognized', null],
    ['arn:aws:s3:::bucket', 'unrecognized', null],
    ['example.com', 'unrecognized', null],
    ['Jane', 'unrecognized', null],
  ])('%s is %s', (text, kind, account) => {
    const principal = parsePrincipal(text);
    expect(principal.kind).toBe(kind);
    expect(accountOf(principal)).toBe(account);
  });

  test('keep their names', () => {
    expect(parsePrincipal('arn:aws:iam::111122223333:user/dev/Jane')).toMatchObject({
      name: 'Jane',
      partition: 'aws',
    });
    expect(parsePrincipal('arn:aws:sts::111122223333:assumed-role/R/a/b')).toMatchObject({
      name: 'R',
      sessionName: 'a/b',
    });
  });

  test('service-linked roles are told by path or reserved name', () => {
    const is = (text: string) => isServiceLinkedRole(parsePrincipal(text));
    expect(is('arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX')).toBe(
      true,
    );
    expect(is('arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s')).toBe(true);
    expect(is('arn:aws:iam::111122223333:role/AWSServiceRoleForX')).toBe(false);
    expect(is('arn:aws:iam::111122223333:user/aws-service-role/x')).toBe(false);
  });
});

describe('compiling', () => {
  test('a document is compiled once', () => {
    const document = { Version: '2012-10-17', Statement: [] };
    expect(compileDocument(document)).toBe(compileDocument(document));
    const set = { ...NONE, identity: [{ name: 'a', document }] };
    const [first] = compilePolicies(set).identity;
    const [second] = compilePolicies({ ...set, resource: { name: 'b', document } }).identity;
    expect(first?.document).toBe(second?.document);
  });

  test('JSON text is a document too', () => {
    const document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
    const compiled = compilePolicies({ ...NONE, identity: [{ name: 'text', document }] });
    expect(evaluateRequest(REQUEST, compiled).decision).toBe('allowed');
  });
});

describe('what an evaluation says', () => {
  const deny = {
    Sid: 'Net',
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const document = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' }, deny],
  };
  const policies = compilePolicies({ ...NONE, identity: [{ name: 'both', document }] });

  test('a blocker has the conditions that hold, and the Sid', () => {
    const { blockers } = evaluateRequest({ ...REQUEST, context: { 'aws:SecureTransport': false } }, policies);
    expect(blockers).toEqual([
      {
        layer: 'identity',
        kind: 'explicit_deny',
        policy: 'both',
        statement: 1,
        sid: 'Net',
        conditions: [{ contextKey: 'aws:SecureTransport', operator: 'Bool', values: ['false'] }],
      },
    ]);
  });

  test('layers come in their order, the access point only where there is one', () => {
    const names = (set: PolicySet) =>
      evaluateRequest(REQUEST, compilePolicies(set)).layers.map((layer) => layer.layer);
    const own = ['identity', 'permissionsBoundary', 'session', 'resource'];
    const rest = ['vpcEndpoint', 'serviceControl', 'resourceControl'];
    expect(names(NONE)).toEqual([...own, ...rest]);
    const resource = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/key';
    expect(names({ ...NONE, accessPoint: { policy: null, resource } })).toEqual([
      ...own,
      'accessPoint',
      ...rest,
    ]);
  });

  test('statements say why, in words', () => {
    const because = (context: Record<string, boolean>, contextComplete = true) =>
      evaluateRequest({ ...REQUEST, context, contextComplete }, policies).layers[0]?.statements.map(
        (one) => one.because,
      );
    expect(because({ 'aws:SecureTransport': true })).toEqual([
      's3:GetObject is matched by Action "*" and the Resource takes in arn:aws:s3:::amzn-s3-demo-bucket/key',
      'Condition aws:SecureTransport (Bool "false") does not hold: the request has "true"',
    ]);
    expect(because({})?.[1]).toContain('does not hold: the request does not have it');
    expect(because({ 'aws:SecureTransport': false })?.[1]).toContain(
      'Condition aws:SecureTransport (Bool "false") holds: the request has "false"',
    );
    expect(because({}, false)?.[1]).toBe('hangs on aws:SecureTransport (Bool "false"), which is not known');
  });

  test('what a residual would bring is said', () => {
    const { unresolved } = evaluateRequest({ ...REQUEST, contextComplete: false }, policies);
    expect(unresolved).toEqual([
      {
        contextKey: 'aws:SecureTransport',
        operator: 'Bool',
        values: ['false'],
        layer: 'identity',
        policy: 'both',
        statement: 1,
        ifMet: 'explicit_deny',
      },
    ]);
  });
});

test('near misses carry their policy, Sid and, for a condition, what it wants', () => {
  const one = (Sid: string, more: object) => ({
    Sid,
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: '*',
    ...more,
  });
  const Statement = [
    one('Key', { Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } }),
    one('Bucket', { Resource: 'arn:aws:s3:::amzn-s3-demo-bucket' }),
    one('Broken', { Action: 'GetObject' }),
  ];
  const document = { Version: '2012-10-17', Statement };
  const { blockers } = evaluateRequest(
    REQUEST,
    compilePolicies({ ...NONE, identity: [{ name: 'p', document }] }),
  );
  expect(blockers).toEqual([
    {
      layer: 'identity',
      kind: 'no_allow',
      nearMisses: [
        {
          policy: 'p',
          index: 1,
          sid: 'Bucket',
          element: 'Resource',
          slip: true,
          because: expect.stringContaining('is the bucket'),
        },
        {
          policy: 'p',
          index: 2,
          sid: 'Broken',
          element: 'Action',
          slip: true,
          because: expect.stringContaining('malformed'),
        },
        {
          policy: 'p',
          index: 0,
          sid: 'Key',
          element: 'Condition',
          slip: false,
          because:
            'condition aws:SourceVpce wants StringEquals "vpce-1", "vpce-2"; the request does not have it',
          condition: { contextKey: 'aws:SourceVpce', operator: 'StringEquals', values: ['vpce-1', 'vpce-2'] },
        },
      ],
    },
  ]);
  expect(evaluateRequest(REQUEST, compilePolicies(NONE)).blockers).toEqual([
    { layer: 'identity', kind: 'no_allow' },
  ]);
});

test('a malformed statement is listed with its problem', () => {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Typo', Effect: 'Allow', Action: 'GetObject', Resource: '*' }],
  };
  const { layers } = evaluateRequest(
    REQUEST,
    compilePolicies({ ...NONE, identity: [{ name: 'p', document }] }),
  );
  expect(layers[0]?.statements).toEqual([
    {
      policy: 'p',
      index: 0,
      sid: 'Typo',
      effect: 'Allow',
      match: 'no',
      because: expect.stringMatching(
        /^it is malformed: \$\.Statement\[0\]\.Action "GetObject" has no service prefix/,
      ),
    },
  ]);
});

test('operators are read in any case and written as AWS writes them', () => {
  expect(parseOperator('foranyvalue:stringlikeifexists')).toMatchObject({
    outcome: 'operator',
    operator: {
      name: 'ForAnyValue:StringLikeIfExists',
      qualifier: 'ForAnyValue',
      ifExists: true,
      base: 'StringLike',
    },
  });
});

test('addresses print as they are read', () => {
  const print = (text: string) => {
    const address = parseIp(text);
    return address === null ? null : formatIp(address);
  };
  expect(print('203.0.113.7')).toBe('203.0.113.7');
  expect(print('255.255.255.255')).toBe('255.255.255.255');
  expect(print('2001:db8::1')).toBe('2001:db8:0:0:0:0:0:1');
  expect(print('1.2.3')).toBeNull();
  const behind = (text: string) => {
    const range = parseIpRange(text);
    const address = range === null ? null : addressBehind(range);
    return address === null ? null : formatIp(address);
  };
  expect(behind('10.0.0.0/8')).toBe('11.0.0.0');
  expect(behind('0.0.0.0/0')).toBeNull();
  expect(behind('::/0')).toBeNull();
  expect(behind('2001:db8::/32')).toBe('2001:db9:0:0:0:0:0:0');
});

test.each([
  ['2026', 2_026_000],
  ['2026-11', Date.UTC(2026, 10, 1)],
  ['2026-11-21T12:30Z', Date.UTC(2026, 10, 21, 12, 30)],
  ['2026-11-21T12:00:00-02:30', Date.UTC(2026, 10, 21, 14, 30)],
  ['2026-11-21T12:00:00.25Z', Date.UTC(2026, 10, 21, 12, 0, 0, 250)],
  ['2026-13-01', null],
  ['2026-11-21T25:00:00Z', null],
  ['2026-11-21T12:60:00Z', null],
  ['2026-11-21T12:00:61Z', null],
  ['', null],
])('the date %s', (text, milliseconds) => {
  expect(parseDate(text)).toBe(milliseconds);
});

test('wildcards for other rooms', () => {
  expect(matchesWildcard('arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b')).toBe(true);
  expect(matchesWildcard('arn:aws:s3:::b/?', 'arn:aws:s3:::b/ab')).toBe(false);
});

test('hostile documents are read in no time', () => {
  const Statement = Array.from({ length: 500 }, (_, index) => ({
    Sid: `S${index}`,
    Effect: 'Allow',
    Action: `s3:*${'a*'.repeat(10)}`,
    Resource: `arn:aws:s3:::*${'a*'.repeat(10)}${index}`,
  }));
  const parsed = parsePolicyDocument({ Version: '2012-10-17', Statement });
  expect(parsed.problems).toEqual([]);
  const document = { Version: '2012-10-17', Statement };
  const start = performance.now();
  evaluateRequest(
    { ...REQUEST, resource: `arn:aws:s3:::${'a'.repeat(1000)}/b` },
    compilePolicies({ ...NONE, identity: [{ name: 'x', document }] }),
  );
  expect(performance.now() - start).toBeLessThan(1000);
});
