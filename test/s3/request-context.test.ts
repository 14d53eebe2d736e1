import { describe, expect, test } from '@jest/globals';
import { contextFromRequest, keyCanOccur, type RequestFacts } from '../../src/s3/index.js';

const request = (facts: Partial<RequestFacts>) => contextFromRequest({ headers: {}, context: {}, ...facts });

describe('contextFromRequest', () => {
  test('a header that was sent gives its key, one that was not gives null, one that nobody told about is unknown', () => {
    const context = request({
      operation: 'PutObject',
      headers: { 'x-amz-acl': ['public-read'], 'x-amz-server-side-encryption': null },
    });
    expect(context).toMatchObject({
      's3:x-amz-acl': ['public-read'],
      's3:x-amz-server-side-encryption': null,
    });
    expect(context).not.toHaveProperty(['s3:x-amz-storage-class']);
  });

  test('an operation that cannot carry a header settles its key', () => {
    const context = request({ operation: 'GetObject' });
    expect(context).toMatchObject({
      's3:x-amz-acl': null,
      's3:prefix': null,
      's3:RequestObjectTagKeys': null,
    });
    expect(context).not.toHaveProperty(['s3:VersionId']);
    expect(request({ operation: 'ListObjectsV2' })).toMatchObject({
      's3:VersionId': null,
      's3:x-amz-storage-class': null,
    });
  });

  test('without an operation nothing is settled', () => {
    expect(request({})).toEqual({});
  });

  test('tags give one key each, and the list of their names', () => {
    expect(
      request({ operation: 'PutObject', headers: { 'x-amz-tagging': ['project=x%20y&team=z'] } }),
    ).toMatchObject({
      's3:RequestObjectTag/project': ['x y'],
      's3:RequestObjectTag/team': ['z'],
      's3:RequestObjectTagKeys': ['project', 'team'],
    });
  });

  test('the version id, and that of a copy source', () => {
    expect(request({ operation: 'GetObject', versionId: 'v1' })).toMatchObject({ 's3:VersionId': ['v1'] });
    expect(
      request({ operation: 'CopyObject', headers: { 'x-amz-copy-source': ['/b/k?versionId=v2'] } }),
    ).toMatchObject({ 's3:VersionId': ['v2'], 's3:x-amz-copy-source': ['/b/k?versionId=v2'] });
  });

  test('for a listing the key of the address is the prefix', () => {
    expect(request({ operation: 'ListObjectsV2', key: 'dir/' })).toMatchObject({ 's3:prefix': ['dir/'] });
    expect(request({ operation: 'ListObjectsV2', key: 'dir/', headers: { prefix: null } })).toMatchObject({
      's3:prefix': null,
    });
  });

  test('an access point gives its ARN and its account', () => {
    const accessPointArn = 'arn:aws:s3:us-west-2:111122223333:accesspoint/finance';
    expect(request({ accessPointArn })).toEqual({
      's3:DataAccessPointArn': [accessPointArn],
      's3:DataAccessPointAccount': ['111122223333'],
    });
  });

  test('what was given as context wins', () => {
    expect(
      request({ operation: 'GetObject', context: { 's3:prefix': ['x'], 'aws:SourceVpce': null } }),
    ).toMatchObject({
      's3:prefix': ['x'],
      'aws:SourceVpce': null,
    });
  });
});

test.each([
  ['s3:ExistingObjectTag/team', 'PutObject', false],
  ['s3:ExistingObjectTag/team', 'DeleteObject', false],
  ['s3:ExistingObjectTag/team', 'GetObject', true],
  ['s3:RequestObjectTag/team', 'GetObject', false],
  ['S3:X-AMZ-ACL', 'PutObject', true],
  ['s3:x-amz-acl', 'ListObjectsV2', false],
  ['aws:SourceIp', 'GetObject', true],
  ['s3:prefix', 'Unheard', true],
])('%s can occur in %s: %s', (key, operation, expected) => {
  expect(keyCanOccur(key, operation)).toBe(expected);
});
