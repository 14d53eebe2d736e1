import { describe, expect, test } from '@jest/globals';
import { parsePolicyDocument, parseSimulationCase, printPolicyDocument } from '../../src/policy/index.js';

type Fields = Readonly<Record<string, unknown>>;

function parse(statement: Fields, version: string | undefined = '2012-10-17') {
  const one = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement };
  return parsePolicyDocument({ ...(version === '' ? {} : { Version: version }), Statement: [one] });
}

const JANE = 'arn:aws:iam::111122223333:user/Jane';
const by = (Principal: unknown): Fields => ({ Principal });
const when = (Condition: Fields): Fields => ({ Condition });

describe('lints, word for word', () => {
  const object = 'arn:aws:s3:::amzn-s3-demo-bucket/*';
  const bucket = 'arn:aws:s3:::amzn-s3-demo-bucket';
  const inCondition = (Operator: string, key: string) => `Condition.${Operator}["${key}"]`;
  test.each<readonly [string, Fields, string, string]>([
    [
      'allow-not-principal',
      { NotPrincipal: { AWS: JANE } },
      'NotPrincipal',
      'NotPrincipal with Allow is not supported: it allows everyone else, anonymous callers included',
    ],
    [
      'not-principal-without-account',
      { Effect: 'Deny', NotPrincipal: { AWS: JANE, Federated: 'arn:aws:iam::444455556666:saml-provider/x' } },
      'NotPrincipal',
      `\`${JANE}\` is spared only if its account, 111122223333, is listed beside it; now everyone there is denied`,
    ],
    [
      'deleted-principal',
      by({ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }),
      'Principal',
      '`AIDACKCEVSQ6C2EXAMPLE` is a deleted identity: it names nobody that exists now',
    ],
    ['blank', by({ AWS: `${JANE} ` }), 'Principal', `\`${JANE} \` has a trailing blank, so it names nobody`],
    [
      'unknown-principal',
      by({ AWS: ['*', '111122223333', JANE, 'Jane'] }),
      'Principal',
      '`Jane` is no principal that AWS knows',
    ],
    [
      'unknown-principal',
      by({ AWS: 'xAIDACKCEVSQ6C2EXAMPLE' }),
      'Principal',
      '`xAIDACKCEVSQ6C2EXAMPLE` is no principal that AWS knows',
    ],
    [
      'unknown-principal',
      by({ AWS: 'AIDACKCEVSQ6C2EXAMPLE-1' }),
      'Principal',
      '`AIDACKCEVSQ6C2EXAMPLE-1` is no principal that AWS knows',
    ],
    [
      'blank',
      { Action: ' s3:GetObject' },
      'Action',
      '` s3:GetObject` has a leading blank, so it matches no action',
    ],
    [
      'operation-not-action',
      { Action: 's3:ListObjectsV2' },
      'Action',
      '`s3:ListObjectsV2` is an operation and no IAM action; it needs `s3:ListBucket`',
    ],
    ['service-wildcard', { Action: 's?:Get*' }, 'Action', '`s?:Get*`: a service prefix takes no wildcards'],
    [
      'blank',
      { Resource: 'arn:aws:s3:::amzn-s3-demo bucket/key' },
      'Resource',
      'the ARN has a space: `arn:aws:s3:::amzn-s3-demo bucket/key` has a space inside',
    ],
    [
      'blank',
      { Action: 's3:*', Resource: 'arn:aws:s3:::amzn-s3-demo bucket' },
      'Resource',
      'the ARN has a space: `arn:aws:s3:::amzn-s3-demo bucket` has a space inside',
    ],
    [
      'not-an-arn',
      { Resource: 'amzn-s3-demo bucket' },
      'Resource',
      '`amzn-s3-demo bucket` is no ARN, so it matches nothing',
    ],
    [
      'not-an-arn',
      { Resource: 'urn:aws:s3:::bucket/key' },
      'Resource',
      '`urn:aws:s3:::bucket/key` is no ARN, so it matches nothing',
    ],
    [
      'missing-partition',
      { Resource: 'arn::s3:::bucket/key' },
      'Resource',
      '`arn::s3:::bucket/key` lacks its partition: aws, aws-cn, aws-us-gov, …',
    ],
    [
      'bucket-arn-place',
      { Resource: 'arn:aws:s3::111122223333:bucket/key' },
      'Resource',
      '`arn:aws:s3::111122223333:bucket/key` holds a region or account, which the ARNs of buckets and objects do not',
    ],
    [
      'bucket-action-on-object',
      { Action: 's3:ListBucket', Resource: [object, 'arn:aws:s3:::other/key'] },
      'Action',
      "`s3:ListBucket` is about buckets, and every Resource is objects; it needs the bucket's ARN",
    ],
    [
      'object-action-on-bucket',
      { Action: 's3:PutObject', Resource: bucket },
      'Action',
      '`s3:PutObject` is about objects, and every Resource is a bucket; it needs `…/*`',
    ],
    [
      'wrong-value-type',
      when({ NumericLessThan: { 's3:max-keys': ['5', 'five'] } }),
      inCondition('NumericLessThan', 's3:max-keys'),
      '`five` is not a number: it matches nothing',
    ],
    [
      'wrong-value-type',
      when({ DateLessThan: { 'aws:CurrentTime': ['2026-01-01', 'soon'] } }),
      inCondition('DateLessThan', 'aws:CurrentTime'),
      '`soon` is not a date such as 2026-11-21T12:00:00Z, or epoch seconds: it matches nothing',
    ],
    [
      'wrong-value-type',
      when({ Bool: { 'aws:SecureTransport': ['True', 'false', 'untrue'] } }),
      inCondition('Bool', 'aws:SecureTransport'),
      '`untrue` is not "true" or "false": it matches nothing',
    ],
    [
      'wrong-value-type',
      when({ Bool: { 'aws:SecureTransport': 'false,true' } }),
      inCondition('Bool', 'aws:SecureTransport'),
      '`false,true` is not "true" or "false": it matches nothing',
    ],
    [
      'wrong-value-type',
      when({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '10.0.0.0/33'] } }),
      inCondition('IpAddress', 'aws:SourceIp'),
      '`10.0.0.0/33` is not an IP address or CIDR block: it matches nothing',
    ],
    [
      'wrong-value-type',
      when({ ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::*', 'bucket'] } }),
      inCondition('ArnLike', 'aws:SourceArn'),
      '`bucket` is not an ARN of six segments: it matches nothing',
    ],
    [
      'wildcard-in-equals',
      when({ StringNotEquals: { 's3:prefix': ['a', '${aws:username}?'] } }),
      inCondition('StringNotEquals', 's3:prefix'),
      'StringNotEquals takes `${aws:username}?` as it stands; StringLike knows wildcards',
    ],
    [
      'missing-set-operator',
      when({ StringEquals: { 'aws:TagKeys': 'a' } }),
      inCondition('StringEquals', 'aws:TagKeys'),
      'aws:TagKeys holds several values; use ForAnyValue: or ForAllValues:',
    ],
    [
      'set-operator-on-single-value',
      when({ 'ForAnyValue:StringEquals': { 'aws:SourceVpc': 'v' } }),
      'Condition["ForAnyValue:StringEquals"]["aws:SourceVpc"]',
      'aws:SourceVpc holds one value; ForAnyValue: does not belong',
    ],
    [
      'for-all-values-allow',
      // Another key's Null, and a Null that wants it absent somewhere else, do not help.
      when({
        'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' },
        Null: { 's3:prefix': 'false' },
        StringEquals: { 'aws:PrincipalTag/x': 'false' },
      }),
      'Condition["ForAllValues:StringEquals"]["aws:TagKeys"]',
      'ForAllValues: is true where aws:TagKeys is absent; add "Null": {"aws:TagKeys": "false"}',
    ],
    [
      'unknown-global-key',
      when({ StringEquals: { 'aws:SourceVpcee': 'v' } }),
      inCondition('StringEquals', 'aws:SourceVpcee'),
      'aws:SourceVpcee is no global condition key; did you mean "aws:SourceVpce"?',
    ],
    [
      'unknown-global-key',
      when({ StringEquals: { 'aws:NothingOfTheKind': 'v' } }),
      inCondition('StringEquals', 'aws:NothingOfTheKind'),
      'aws:NothingOfTheKind is no global condition key',
    ],
    [
      'no-values',
      when({ StringEquals: { 's3:prefix': [] } }),
      inCondition('StringEquals', 's3:prefix'),
      'StringEquals without values never holds on a key that is there',
    ],
    [
      'no-values',
      when({ StringNotLike: { 's3:prefix': [] } }),
      inCondition('StringNotLike', 's3:prefix'),
      'StringNotLike without values always holds on a key that is there',
    ],
    [
      'never-matches',
      when({
        Null: { 'aws:SourceVpce': 'true' },
        StringEquals: { 'AWS:sourceVpce': 'v', 'aws:SourceVpc': 'w' },
      }),
      inCondition('StringEquals', 'AWS:sourceVpce'),
      'aws:SourceVpce would have to be absent and to match StringEquals at once',
    ],
  ])('%s %j', (code, statement, place, message) => {
    const { lints, problems } = parse(statement);
    expect(problems).toEqual([]);
    expect(lints).toEqual([{ code, path: `$.Statement[0].${place}`, message }]);
  });

  test.each<readonly [string, Fields]>([
    ['a partition with a wildcard', { Resource: ['arn:*', 'arn:aws*', 'arn:*:s3:::b/*'] }],
    ['a bucket ARN with wildcards in its places', { Resource: ['arn:aws:s3:*:*:b/*'] }],
    ['other services have accounts', { Resource: 'arn:aws:sqs:eu-west-1:111122223333:queue' }],
    ['objects of an access point', { Resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/*' }],
    [
      'a bucket action on an access point',
      { Action: 's3:ListBucket', Resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' },
    ],
    ['a bucket action on another service', { Action: 's3:ListBucket', Resource: 'arn:aws:iam:::a/b' }],
    ['bucket actions left out', { Action: undefined, NotAction: 's3:ListBucket', Resource: object }],
    ['a trust policy', { Action: 'sts:AssumeRole', Resource: undefined, Principal: { AWS: JANE } }],
    ['an epoch', when({ DateLessThan: { 'aws:EpochTime': '1767225600' } })],
    ['an ARN in a variable', when({ ArnLike: { 'aws:SourceArn': '${aws:PrincipalTag/arn}' } })],
    ['an asterisk meant as such', when({ StringEquals: { 's3:prefix': 'a${*}b${?}' } })],
    [
      'a Null for another value than false is no contradiction',
      when({ Null: { 's3:prefix': 'false' }, StringEquals: { 's3:prefix': 'a' } }),
    ],
    [
      'ForAllValues holds without its key',
      {
        Effect: 'Deny',
        ...when({ Null: { 'aws:TagKeys': 'true' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }),
      },
    ],
    [
      'an account with its root',
      { Effect: 'Deny', NotPrincipal: { AWS: [JANE, 'arn:aws:iam::111122223333:root'] } },
    ],
    ['an account with its id', { Effect: 'Deny', NotPrincipal: { AWS: [JANE, '111122223333'] } }],
  ])('nothing to say of %s', (_about, statement) => {
    const { lints, problems } = parse(statement);
    expect({ lints, problems }).toEqual({ lints: [], problems: [] });
  });

  test('in the language of 2008 variables are text', () => {
    const { lints } = parse({ Resource: 'arn:aws:s3:::b/${aws:username}' }, '2008-10-17');
    expect(lints.map((one) => one.message)).toEqual([
      '`arn:aws:s3:::b/${aws:username}` is plain text in Version 2008-10-17; policy variables need "Version": "2012-10-17"',
    ]);
    const trust = {
      Action: 'sts:AssumeRole',
      Resource: undefined,
      ...when({ StringEquals: { 'sts:ExternalId': '${aws:username}' } }),
    };
    expect(parse(trust, '2008-10-17').lints.map((one) => one.code)).toEqual(['variable-in-2008']);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const GLOBAL_KEYS = `aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:ChatbotSourceArn aws:CurrentTime
  aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime aws:FederatedProvider aws:IsMcpServiceAction
  aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService
  aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalServiceName aws:PrincipalServiceNamesList aws:PrincipalType
  aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:SecureTransport
  aws:SignInSessionArn aws:SourceAccount aws:SourceArn aws:SourceIdentity aws:SourceIp aws:SourceOrgID
  aws:SourceOrgPaths aws:SourceOwner aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys aws:TokenIssueTime
  aws:UserAgent aws:ViaAWSMCPService aws:ViaAWSService aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths aws:VpcSourceIp
  aws:referer aws:userid aws:username`.split(/\s+/);
const MULTIVALUED = `aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths
  aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths kms:EncryptionContextKeys kms:GrantOperations kms:ResourceAliases
  s3:RequestObjectTagKeys`.split(/\s+/);

describe('the global condition keys', () => {
  test.each(GLOBAL_KEYS)('%s is one, and spelt so', (key) => {
    const codes = (name: string) =>
      parse(when({ StringEquals: { [name]: 'v' } })).lints.map((one) => `${one.code}: ${one.message}`);
    expect(codes(key).filter((text) => text.startsWith('unknown-global-key'))).toEqual([]);
    expect(codes(`${key}_`)).toEqual([
      `unknown-global-key: ${key}_ is no global condition key; did you mean "${key}"?`,
    ]);
  });

  test.each(MULTIVALUED)('%s holds several values', (key) => {
    const codes = (operator: string) =>
      parse({ Effect: 'Deny', ...when({ [operator]: { [key]: 'v' } }) }).lints.map((one) => one.code);
    expect(codes('StringEquals')).toEqual(['missing-set-operator']);
    expect(codes('ForAnyValue:StringEquals')).toEqual([]);
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
describe('operations and the actions they need', () => {
  test.each([
    ['s3:HeadObject', 's3:GetObject'],
    ['s3:HeadBucket', 's3:ListBucket'],
    ['s3:ListObjects', 's3:ListBucket'],
    ['s3:ListObjectsV2', 's3:ListBucket'],
    ['s3:ListObjectVersions', 's3:ListBucketVersions'],
    ['s3:ListMultipartUploads', 's3:ListBucketMultipartUploads'],
    ['s3:ListParts', 's3:ListMultipartUploadParts'],
    ['s3:ListBuckets', 's3:ListAllMyBuckets'],
    ['s3:CopyObject', 's3:PutObject'],
    ['s3:UploadPart', 's3:PutObject'],
    ['s3:UploadPartCopy', 's3:PutObject'],
    ['s3:CreateMultipartUpload', 's3:PutObject'],
    ['s3:CompleteMultipartUpload', 's3:PutObject'],
    ['s3:DeleteObjects', 's3:DeleteObject'],
    ['s3:SelectObjectContent', 's3:GetObject'],
    ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration'],
    ['s3:PutBucketEncryption', 's3:PutEncryptionConfiguration'],
    ['s3:GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration'],
    ['s3:PutBucketLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
    ['s3:GetBucketReplication', 's3:GetReplicationConfiguration'],
    ['s3:PutBucketReplication', 's3:PutReplicationConfiguration'],
  ])('%s needs %s', (operation, action) => {
    expect(parse({ Action: operation }).lints).toEqual([
      {
        code: 'operation-not-action',
        path: '$.Statement[0].Action',
        message: `\`${operation}\` is an operation and no IAM action; it needs \`${action}\``,
      },
    ]);
    expect(parse({ Action: action }).lints).toEqual([]);
  });
});

describe('what a document is', () => {
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
  test.each<readonly [Fields, string, boolean, string | undefined]>([
    [{ Version: '2012-10-17', Id: 'x', Statement }, '2012-10-17', true, 'x'],
    [{ Version: '2008-10-17', Statement }, '2008-10-17', true, undefined],
    [{ Statement }, '2008-10-17', false, undefined],
    [{ Version: 'soon', Id: 5, Statement }, '2012-10-17', false, undefined],
  ])('%j', (document, version, versionGiven, id) => {
    const parsed = parsePolicyDocument(document);
    expect([parsed.version, parsed.versionGiven, parsed.id]).toEqual([version, versionGiven, id]);
    expect(printPolicyDocument(parsed)).toEqual({
      ...(versionGiven ? { Version: version } : {}),
      ...(id === undefined ? {} : { Id: id }),
      Statement,
    });
  });

  test.each([null, '{', []])('%j is none: of 2008, and empty', (input) => {
    expect(parsePolicyDocument(input)).toMatchObject({
      version: '2008-10-17',
      versionGiven: false,
      statements: [],
      broken: [],
      lints: [],
      problems: [{ path: '$' }],
    });
  });

  test('only a Sid that is not empty has to be unique', () => {
    const one = { Effect: 'Allow', Action: '*', Resource: '*' };
    const sids = (...Sids: (string | undefined)[]) =>
      parsePolicyDocument({
        Version: '2012-10-17',
        Statement: Sids.map((Sid) => (Sid === undefined ? one : { ...one, Sid })),
      }).problems;
    expect(sids(undefined, undefined, '', '', 'A', 'B')).toEqual([]);
    expect(sids('A', 'B', 'A', 'A')).toEqual([
      { path: '$.Statement[2].Sid', message: '"A" is already the Sid of statement 0; each must be unique' },
      { path: '$.Statement[3].Sid', message: '"A" is already the Sid of statement 0; each must be unique' },
    ]);
  });

  test.each<readonly [Fields, string]>([
    [
      { Action: ['sts:AssumeRole', 's3:GetObject'], Resource: undefined },
      '$.Statement[0].Resource is missing (or NotResource)',
    ],
    [
      { Action: 'xsts:AssumeRole', Resource: undefined },
      '$.Statement[0].Resource is missing (or NotResource)',
    ],
    [
      when({ Null: { k: 'truest' } }),
      '$.Statement[0].Condition.Null.k Null takes "true" (the key is absent) or "false", not "truest"',
    ],
    [
      when({ Null: { k: 'untrue' } }),
      '$.Statement[0].Condition.Null.k Null takes "true" (the key is absent) or "false", not "untrue"',
    ],
    [
      when({ StringEquals: { ' ': 'v' } }),
      '$.Statement[0].Condition.StringEquals[" "] a condition key has no name',
    ],
    [
      when({ ifExistsStringEquals: { k: 'v' } }),
      '$.Statement[0].Condition.ifExistsStringEquals unknown condition operator "ifExistsStringEquals"',
    ],
    [
      { Sid: 'x'.repeat(60), Effect: 'y'.repeat(60) },
      `$.Statement[0].Effect must be "Allow" or "Deny", not "${'y'.repeat(60)}"`,
    ],
    [{ Effect: 'y'.repeat(61) }, `$.Statement[0].Effect must be "Allow" or "Deny", not "${'y'.repeat(57)}"…`],
    [{ Effect: {} }, '$.Statement[0].Effect must be "Allow" or "Deny", not an object'],
  ])('%j is malformed', (statement, problem) => {
    const { broken, statements, problems } = parse(statement);
    expect(statements).toEqual([]);
    expect(problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
      expect.stringContaining(problem),
    ]);
    expect(broken).toMatchObject([{ index: 0, problem: expect.stringContaining(problem) }]);
    expect(broken.map((one) => one.sid)).toEqual(['Sid' in statement ? expect.any(String) : undefined]);
  });

  test('a wildcard is partial only in AWS principals', () => {
    expect(parse(by({ Federated: '*', Service: '*', CanonicalUser: '*' })).problems).toEqual([]);
    expect(parse(by('*')).statements[0]?.principal).toEqual({
      negated: false,
      entries: [{ type: '*', value: '*' }],
    });
    expect(parse(by({ Service: 'a*', AWS: 'a*' })).problems).toHaveLength(1);
  });
});

describe('cases', () => {
  const request = { principal: JANE, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
  const document = { Version: '2012-10-17', Statement: [] };
  const policy = { name: 'p', document };
  const problemOf = (more: Fields) => {
    const parsed = parseSimulationCase({ request, policies: {}, ...more });
    return parsed.outcome === 'problem' ? parsed.problem : null;
  };

  test('what is left out is none, absent or false', () => {
    expect(parseSimulationCase({ request, policies: {} })).toEqual({
      outcome: 'case',
      case: {
        request: { ...request, context: {}, contextComplete: false },
        policies: {
          identity: [],
          permissionsBoundary: null,
          session: [],
          resource: null,
          vpcEndpoint: null,
          serviceControl: [],
          resourceControl: [],
        },
      },
    });
  });

  test('what is given is taken as it is', () => {
    const one = {
      name: 'n',
      request: {
        ...request,
        resourceAccount: '111122223333',
        context: { text: 't', number: 1, truth: false, list: ['a', 2, true], absent: null },
        contextComplete: true,
      },
      policies: {
        identity: [policy],
        permissionsBoundary: policy,
        session: [policy],
        resource: policy,
        accessPoint: { policy, resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' },
        vpcEndpoint: policy,
        serviceControl: [[policy], []],
        resourceControl: [[policy]],
        resourceGrant: 'unknown',
      },
      unknown: ['identity', 'resource'],
    };
    expect(parseSimulationCase(one)).toStrictEqual({ outcome: 'case', case: one });
    const sparse = { ...one.request, resourceAccount: null };
    expect(parseSimulationCase({ request: sparse, policies: { accessPoint: null } })).toMatchObject({
      outcome: 'case',
      case: { request: { ...request, contextComplete: true } },
    });
  });

  const LAYER_NAMES =
    'identity, permissionsBoundary, session, resource, accessPoint, vpcEndpoint, serviceControl, resourceControl';
  test.each<readonly [Fields, string]>([
    [{ request: { ...request, action: undefined } }, 'request.action is missing; write "s3:GetObject"'],
    [{ request: { ...request, action: 5 } }, 'request.action must be a string such as "s3:GetObject", not 5'],
    [
      { request: { ...request, action: 'a:s3:GetObject' } },
      'request.action must be one action such as "s3:GetObject", not "a:s3:GetObject"',
    ],
    [
      { request: { ...request, action: 's3:GetObject x' } },
      'request.action must be one action such as "s3:GetObject", not "s3:GetObject x"',
    ],
    [
      { request: { ...request, resource: undefined } },
      'request.resource is missing; write "arn:aws:s3:::amzn-s3-demo-bucket/key"',
    ],
    [
      { request: { ...request, principal: 'Jane' } },
      'request.principal "Jane" is no principal; write the ARN of a user, role, session or account root, a service principal, or "anonymous"',
    ],
    [
      { request: { ...request, resourceAccount: '1111222233334' } },
      'request.resourceAccount must be a 12-digit account id in quotes, not "1111222233334"',
    ],
    [
      { request: { ...request, resourceAccount: 'a111122223333' } },
      'request.resourceAccount must be a 12-digit account id in quotes, not "a111122223333"',
    ],
    [{ policies: { accessPoint: 5 } }, 'policies.accessPoint must be an object, not 5'],
    [
      { policies: { accessPoint: { policy: null } } },
      'policies.accessPoint.resource is missing; write "arn:aws:s3:eu-west-1:111122223333:accesspoint/my-ap/object/key"',
    ],
    [
      { policies: { accessPoint: { policy: {}, resource: 'x' } } },
      'policies.accessPoint.policy.document is missing; it is the policy document',
    ],
    [
      { policies: { permissionsBoundary: { document } } },
      'policies.permissionsBoundary.name is missing; write "AllowRead"',
    ],
    [{ policies: { session: {} } }, 'policies.session must be a list, not an object'],
    [{ policies: { resource: [] } }, 'policies.resource must be an object, not a list'],
    [{ policies: { vpcEndpoint: 'x' } }, 'policies.vpcEndpoint must be an object, not "x"'],
    [
      { policies: { serviceControl: [[policy], [5]] } },
      'policies.serviceControl[1][0] must be an object, not 5',
    ],
    [
      { policies: { resourceControl: [policy] } },
      'policies.resourceControl[0] must be a list, not an object',
    ],
    [
      { policies: { resourceGrant: 'maybe' } },
      'policies.resourceGrant must be "yes", "no" or "unknown", not "maybe"',
    ],
    [{ name: 5 }, 'name must be a string, not 5'],
    [{ unknown: 'identity' }, 'unknown must be a list, not "identity"'],
    [
      { unknown: ['identity', 'sesion'] },
      `unknown[1] must be one of ${LAYER_NAMES}, not "sesion"; did you mean "session"?`,
    ],
    [{ unknown: [5] }, `unknown[0] must be one of ${LAYER_NAMES}, not 5`],
  ])('%j is none', (more, problem) => {
    expect(problemOf(more)).toBe(problem);
  });

  test('what reading throws beside problems is not swallowed', () => {
    const hostile = {
      get request(): never {
        throw new RangeError('not ours');
      },
    };
    expect(() => parseSimulationCase(hostile)).toThrow(RangeError);
  });
});
