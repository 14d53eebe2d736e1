import { describe, expect, test } from '@jest/globals';
import { effectivePublicAccessBlock, isPublicPolicy } from '../../src/s3/index.js';

const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (more: object) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*',
  ...more,
});
const when = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });

describe('isPublicPolicy', () => {
  test.each([
    ['everyone', allow({})],
    ['everyone, as AWS', allow({ Principal: { AWS: '*' } })],
    ['everyone in a list', allow({ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } })],
    ['a broad IPv4 range', when('IpAddress', 'aws:SourceIp', '0.0.0.0/1')],
    ['one broad range of two', when('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '0.0.0.0/0'])],
    ['a broad IPv6 range', when('IpAddress', 'aws:SourceIp', '2001::/16')],
    ['a wildcard VPC', when('StringLike', 'aws:SourceVpc', 'vpc-*')],
    ['a policy variable', when('StringEquals', 'aws:SourceVpc', '${aws:PrincipalTag/vpc}')],
    ['a negated operator', when('StringNotEquals', 'aws:SourceVpc', 'vpc-1a2b3c4d')],
    [
      'an operator that lets the absent key in',
      when('StringEqualsIfExists', 'aws:SourceVpc', 'vpc-1a2b3c4d'),
    ],
    ['a key that narrows nobody', when('StringEquals', 's3:x-amz-acl', 'private')],
    ['a referer', when('StringLike', 'aws:Referer', 'https://example.com/*')],
    [
      'an access point of any account',
      when('StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:us-west-2:*:accesspoint/*'),
    ],
  ])('public: %s', (_, statement) => {
    expect(isPublicPolicy(policy(statement))).toBe(true);
  });

  test.each([
    ['an account', allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })],
    ['a service', allow({ Principal: { Service: 'logging.s3.amazonaws.com' } })],
    ['a narrow range', when('IpAddress', 'aws:SourceIp', '203.0.113.0/24')],
    ['one address', when('IpAddress', 'aws:SourceIp', '203.0.113.7')],
    ['a fixed VPC endpoint', when('StringEquals', 'aws:SourceVpce', 'vpce-1a2b3c4d')],
    ['an organization', when('StringEquals', 'aws:PrincipalOrgID', 'o-exampleorgid')],
    ['keys in any case', when('stringequals', 'AWS:sourceVPC', 'vpc-1a2b3c4d')],
    [
      'any access point of one account',
      when('StringLike', 's3:DataAccessPointArn', 'arn:aws:s3:us-west-2:111122223333:accesspoint/*'),
    ],
    ['any session of one role', when('StringLike', 'aws:userid', 'AROAEXAMPLEID12345:*')],
    ['a deny', { ...allow({}), Effect: 'Deny' }],
  ])('not public: %s', (_, statement) => {
    expect(isPublicPolicy(policy(statement))).toBe(false);
  });

  test('one public statement makes the whole policy public', () => {
    expect(isPublicPolicy(policy(when('StringEquals', 'aws:SourceVpce', 'vpce-1'), allow({})))).toBe(true);
  });

  test('no policy is not public; what cannot be read is unknown', () => {
    expect(isPublicPolicy(null)).toBe(false);
    expect(isPublicPolicy(policy())).toBe(false);
    for (const document of [
      undefined,
      'x',
      1,
      [],
      {},
      policy(allow({ Principal: undefined, NotPrincipal: { AWS: 'x' } })),
    ]) {
      expect(isPublicPolicy(document)).toBe('unknown');
    }
  });
});

const all = (value: boolean | undefined) => ({
  BlockPublicAcls: value,
  IgnorePublicAcls: value,
  BlockPublicPolicy: value,
  RestrictPublicBuckets: value,
});

describe('effectivePublicAccessBlock is the strictest of all levels', () => {
  test('none at all is off', () => {
    expect(effectivePublicAccessBlock(null, null)).toEqual(all(false));
  });

  test('the account switches it on for its buckets', () => {
    expect(
      effectivePublicAccessBlock({ RestrictPublicBuckets: false }, { RestrictPublicBuckets: true }),
    ).toEqual({
      ...all(false),
      RestrictPublicBuckets: true,
    });
  });

  test('so does the access point', () => {
    expect(effectivePublicAccessBlock(null, null, { BlockPublicPolicy: true }).BlockPublicPolicy).toBe(true);
  });

  test('a level that was not read could switch it on, unless another does', () => {
    expect(effectivePublicAccessBlock(null, undefined)).toEqual(all(undefined));
    expect(effectivePublicAccessBlock({ BlockPublicAcls: true }, undefined).BlockPublicAcls).toBe(true);
  });
});
