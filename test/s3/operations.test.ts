import { describe, expect, test } from '@jest/globals';
import {
  findOperation,
  OPERATIONS,
  operationNamed,
  requiredPermissions,
  type RequestFacts,
} from '../../src/s3/index.js';

const nameOf = (text: string) => {
  const match = findOperation(text);
  return match.outcome === 'found' ? match.operation.name : match;
};

describe('findOperation', () => {
  test.each([
    ['GetObject', 'GetObject'],
    [' getobject ', 'GetObject'],
    ['get-object', 'GetObject'],
    ['get_object', 'GetObject'],
    ['GetObjectCommand', 'GetObject'],
    ['PutObjectRequest', 'PutObject'],
    ['s3:GetObject', 'GetObject'],
    ['s3:GetObjectVersion', 'GetObject'],
    ['s3:ListBucket', 'ListObjectsV2'],
    ['S3:listallmybuckets', 'ListBuckets'],
    ['s3:GetEncryptionConfiguration', 'GetBucketEncryption'],
    ['s3:GetBucketObjectLockConfiguration', 'GetObjectLockConfiguration'],
    ['s3express:CreateSession', 'CreateSession'],
    ['aws s3api head-object --bucket b --key k', 'HeadObject'],
    ['aws s3 ls', 'ListObjectsV2'],
    ['aws s3 ls s3://amzn-s3-demo-bucket', 'ListObjectsV2'],
    ['aws s3 ls --profile x', 'ListBuckets'],
    ['aws s3 cp s3://amzn-s3-demo-bucket/k .', 'GetObject'],
    ['aws s3 cp ./k s3://amzn-s3-demo-bucket/k', 'PutObject'],
    ['aws s3 cp s3://a/k s3://b/k', 'CopyObject'],
    ['aws s3 cp s3://amzn-s3-demo-bucket/dir . --recursive', 'ListObjectsV2'],
    ['s3 sync', 'ListObjectsV2'],
    ['sync', 'ListObjectsV2'],
    ['aws s3 rm s3://amzn-s3-demo-bucket/k', 'DeleteObject'],
    ['aws s3 mv s3://amzn-s3-demo-bucket/k .', 'GetObject'],
    ['InitiateMultipartUpload', 'CreateMultipartUpload'],
  ])('%s', (text, name) => {
    expect(nameOf(text)).toBe(name);
  });

  test('a copy without its direction is one of three', () => {
    const match = findOperation('aws s3 cp');
    expect(match.outcome === 'ambiguous' && match.candidates.map(({ name }) => name)).toEqual([
      'GetObject',
      'PutObject',
      'CopyObject',
    ]);
  });

  test.each([
    ['GetObjet', 'GetObject'],
    ['putobjct', 'PutObject'],
    ['ListObjectV3', 'ListObjectsV2'],
    ['aws s3 synk', 'aws s3 sync'],
  ])('%s: did you mean', (text, didYouMean) => {
    expect(findOperation(text)).toEqual({ outcome: 'unknown', didYouMean });
  });

  test.each(['', 'fly', 'constructor', '__proto__', 'AssumeRole'])('%s is unknown', (text) => {
    expect(findOperation(text)).toEqual({ outcome: 'unknown' });
  });

  test('names are unique, and each operation finds itself', () => {
    expect(new Set(OPERATIONS.map(({ name }) => name)).size).toBe(OPERATIONS.length);
    for (const operation of OPERATIONS) {
      expect(operationNamed(operation.name)).toBe(operation);
      expect(nameOf(operation.name)).toBe(operation.name);
    }
  });
});

const facts = (
  operation: string,
  headers: RequestFacts['headers'] = {},
  more: Partial<RequestFacts> = {},
): RequestFacts => ({
  operation,
  headers,
  context: {},
  ...more,
});
const needs = (
  request: RequestFacts,
  encryption: { kms: boolean; bucketKey?: boolean; sourceKms?: boolean } = { kms: false },
) =>
  requiredPermissions(request, encryption).map(
    ({ iamAction, on, required }) => `${iamAction} ${on}${required ? '' : '?'}`,
  );

const versioned = (operation: string) => needs(facts(operation, {}, { versionId: 'v1' }))[0];
const upload = (algorithm: string) => facts('PutObject', { 'x-amz-server-side-encryption': [algorithm] });

describe('requiredPermissions', () => {
  test.each([
    ['GetObject', ['s3:GetObject object', 's3:ListBucket bucket?']],
    ['HeadObject', ['s3:GetObject object', 's3:ListBucket bucket?']],
    ['PutObject', ['s3:PutObject object']],
    ['ListObjectsV2', ['s3:ListBucket bucket']],
    ['HeadBucket', ['s3:ListBucket bucket']],
    ['ListObjectVersions', ['s3:ListBucketVersions bucket']],
    ['DeleteObjects', ['s3:DeleteObject object']],
    ['AbortMultipartUpload', ['s3:AbortMultipartUpload object']],
    ['ListParts', ['s3:ListMultipartUploadParts object']],
    ['ListMultipartUploads', ['s3:ListBucketMultipartUploads bucket']],
    ['GetBucketReplication', ['s3:GetReplicationConfiguration bucket']],
    ['GetPublicAccessBlock', ['s3:GetBucketPublicAccessBlock bucket']],
    ['PutBucketPolicy', ['s3:PutBucketPolicy bucket']],
    ['ListBuckets', ['s3:ListAllMyBuckets service']],
    ['RestoreObject', ['s3:RestoreObject object']],
    ['Unheard', []],
  ])('%s', (operation, expected) => {
    expect(needs(facts(operation))).toEqual(expected);
  });

  test.each([
    ['GetObject', false, ['kms:Decrypt key']],
    ['PutObject', false, ['kms:GenerateDataKey key']],
    ['PutObject', true, ['kms:GenerateDataKey key', 'kms:Decrypt key']],
    ['CreateMultipartUpload', false, ['kms:GenerateDataKey key']],
    ['UploadPart', false, ['kms:GenerateDataKey key', 'kms:Decrypt key']],
    ['UploadPart', true, ['kms:GenerateDataKey key', 'kms:Decrypt key']],
    ['CompleteMultipartUpload', false, ['kms:Decrypt key']],
    ['HeadObject', false, []],
    ['DeleteObject', false, []],
  ])('SSE-KMS: %s, bucket key %s', (operation, bucketKey, expected) => {
    expect(
      needs(facts(operation), { kms: true, bucketKey }).filter((each) => each.startsWith('kms:')),
    ).toEqual(expected);
  });

  test('a version needs the version action', () => {
    expect(versioned('GetObject')).toBe('s3:GetObjectVersion object');
    expect(versioned('DeleteObject')).toBe('s3:DeleteObjectVersion object');
    expect(versioned('PutObjectTagging')).toBe('s3:PutObjectVersionTagging object');
  });

  test.each([
    [{ 'x-amz-acl': ['bucket-owner-full-control'] }, 's3:PutObjectAcl object'],
    [{ 'x-amz-grant-full-control': ['id=1'] }, 's3:PutObjectAcl object'],
    [{ 'x-amz-tagging': ['a=b'] }, 's3:PutObjectTagging object'],
    [{ 'x-amz-object-lock-mode': ['GOVERNANCE'] }, 's3:PutObjectRetention object'],
    [{ 'x-amz-object-lock-legal-hold': ['ON'] }, 's3:PutObjectLegalHold object'],
    [{ 'if-match': ['"etag"'] }, 's3:GetObject object'],
  ])('an upload with %j', (headers, expected) => {
    expect(needs(facts('PutObject', headers))).toContain(expected);
    const absent = Object.fromEntries(Object.keys(headers).map((name) => [name, null]));
    expect(needs(facts('PutObject', absent))).not.toContain(expected);
  });

  test('the header of the upload beats the default encryption of the bucket', () => {
    expect(needs(upload('AES256'), { kms: true })).not.toContain('kms:GenerateDataKey key');
    expect(needs(upload('aws:kms'), { kms: false })).toContain('kms:GenerateDataKey key');
    expect(needs(upload('aws:kms:dsse'), { kms: false })).toContain('kms:GenerateDataKey key');
  });

  test('a copy reads its source', () => {
    const copy = facts('CopyObject', { 'x-amz-copy-source': ['/amzn-s3-demo-source/k?versionId=v1'] });
    expect(needs(copy, { kms: true, sourceKms: true })).toEqual([
      's3:GetObjectVersion source-object',
      's3:PutObject object',
      's3:GetObjectTagging source-object?',
      's3:PutObjectTagging object?',
      'kms:GenerateDataKey key',
      'kms:Decrypt source-key',
      's3:ListBucket bucket?',
    ]);
    const replacing = facts('CopyObject', {
      'x-amz-tagging-directive': ['REPLACE'],
      'x-amz-tagging': ['a=b'],
    });
    expect(needs(replacing)).toContain('s3:PutObjectTagging object');
    expect(needs(replacing)).not.toContain('s3:GetObjectTagging source-object?');
  });

  test('bypassing governance retention needs its own permission', () => {
    const request = facts(
      'DeleteObject',
      { 'x-amz-bypass-governance-retention': ['true'] },
      { versionId: 'v1' },
    );
    expect(needs(request)).toEqual(['s3:DeleteObjectVersion object', 's3:BypassGovernanceRetention object']);
  });
});
