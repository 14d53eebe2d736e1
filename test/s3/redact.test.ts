import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { redactSecrets } from '../../src/s3/index.js';

const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const HEX = '0123456789abcdef'.repeat(4);

describe('redactSecrets', () => {
  test.each([
    [
      `?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261121&X-Amz-Signature=${HEX}&x=1`,
      '?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&x=1',
    ],
    [
      '?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=vjby%3D&Expires=1',
      '?AWSAccessKeyId=[redacted]&Signature=[redacted]&Expires=1',
    ],
    [`aws_secret_access_key = ${KEY}`, 'aws_secret_access_key = [redacted]'],
    [`export AWS_SECRET_ACCESS_KEY="${KEY}"`, 'export AWS_SECRET_ACCESS_KEY="[redacted]"'],
    [
      `{"SecretAccessKey":"${KEY}","SessionToken":"IQoJb3JpZ2lu"}`,
      '{"SecretAccessKey":"[redacted]","SessionToken":"[redacted]"}',
    ],
    [`{\\"SecretAccessKey\\": \\"${KEY}\\"}`, '{\\"SecretAccessKey\\": \\"[redacted]\\"}'],
    ['<SessionToken>IQoJb3JpZ2lu</SessionToken>', '<SessionToken>[redacted]</SessionToken>'],
    ['x-amz-security-token: IQoJb3JpZ2lu', 'x-amz-security-token: [redacted]'],
    ['Authorization: Bearer eyJhbGciOi.J9', 'Authorization: Bearer [redacted]'],
    [
      `Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${HEX}`,
      'Authorization: AWS4-HMAC-SHA256 Credential=[redacted], SignedHeaders=host, Signature=[redacted]',
    ],
    [`AKIAIOSFODNN7EXAMPLE,${KEY}`, 'AKIAIOSFODNN7EXAMPLE,[redacted]'],
    [`the secret is ${KEY} I think`, 'the secret is [redacted] I think'],
  ])('%s', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  test.each([
    'User: arn:aws:sts::111122223333:assumed-role/deploy-role/i-0b7c4e2f19a8d3056 is not authorized to perform: s3:GetObject',
    'commit 0123456789abcdef0123456789abcdef01234567',
    's3://amzn-s3-demo-bucket/reports/2026/A/very/long/path/indeed/q3.csv',
    '<HostId>dUSuqDOOUzLsUCp2OVqZmFKnYX4tsQdEwaxZiQZe76/uRhPTuKILLw7PFjtW5J/z4T6G7f1uduM=</HostId>',
    'SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.',
  ])('leaves alone: %s', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  test('is idempotent and never throws', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const once = redactSecrets(text);
        expect(redactSecrets(once)).toBe(once);
      }),
    );
  });
});
