import { describe, expect, test } from '@jest/globals';
import { diagnose, withDeniedEvent } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import type { DeniedEvent } from '../../src/evidence/snapshot.js';
import { loadLibrary } from '../../src/library.js';
import { parseErrorText } from '../../src/s3/index.js';
import { sameAccount } from '../support/snapshots.js';

const { causes: catalogue } = loadLibrary(undefined);
const USER = 'arn:aws:iam::111122223333:user/Jane';

function evidenceOf(event: DeniedEvent, more: Partial<Evidence> = {}): Evidence {
  const { vpcEndpoint: _, ...snapshot } = sameAccount();
  const request = { bucket: 'amzn-s3-demo-bucket', key: 'reports/2026.csv', headers: {}, context: {} };
  return { request, stated: [], snapshot: { ...snapshot, deniedEvent: event }, ...more };
}

describe('what CloudTrail saw fills what nobody else told', () => {
  test('a request without an endpoint has a public address, and none of the keys of a VPC', () => {
    const { request, snapshot } = withDeniedEvent(
      evidenceOf({ sourceIp: '198.51.100.7', vpcEndpointId: null }),
    );
    expect(request.context).toEqual({
      'aws:SourceIp': ['198.51.100.7'],
      'aws:SourceVpce': null,
      'aws:SourceVpc': null,
      'aws:SourceVpcArn': null,
      'aws:VpcSourceIp': null,
    });
    expect(snapshot.vpcEndpoint).toBeNull();
  });

  test('through an endpoint the address is the one in the VPC, and there is no aws:SourceIp', () => {
    const event = { sourceIp: '10.0.0.7', vpcEndpointId: 'vpce-1a2b3c4d' };
    const { request, snapshot } = withDeniedEvent(evidenceOf(event));
    expect(request.context).toEqual({
      'aws:SourceVpce': ['vpce-1a2b3c4d'],
      'aws:SourceIp': null,
      'aws:VpcSourceIp': ['10.0.0.7'],
    });
    expect(snapshot.vpcEndpoint).toEqual({ id: 'vpce-1a2b3c4d' });
  });

  test.each(['AWS Internal', 'cloudfront.amazonaws.com', ''])('%j is no address', (sourceIp) => {
    const { request } = withDeniedEvent(evidenceOf({ sourceIp, vpcEndpointId: null }));
    expect(request.context).not.toHaveProperty(['aws:SourceIp']);
  });

  test('where the way of the request was not logged, the address says nothing', () => {
    expect(withDeniedEvent(evidenceOf({ sourceIp: '198.51.100.7' })).request.context).toEqual({});
  });

  test('MFA is what was logged; long-term keys of a user have no such key; a session without it is unknown', () => {
    const mfa = (event: DeniedEvent) =>
      withDeniedEvent(evidenceOf(event)).request.context['aws:MultiFactorAuthPresent'];
    const session = 'arn:aws:sts::111122223333:assumed-role/app/deploy';
    expect(mfa({ mfaAuthenticated: true, principalArn: session })).toEqual(['true']);
    expect(mfa({ mfaAuthenticated: false })).toEqual(['false']);
    expect(mfa({ principalArn: USER })).toBeNull();
    expect(mfa({ principalArn: session })).toBeUndefined();
  });

  test('an event without TLS details does not mean plain HTTP', () => {
    const tls = (event: DeniedEvent) => withDeniedEvent(evidenceOf(event)).request.context;
    expect(tls({ tlsVersion: 'TLSv1.2' })).toEqual({
      's3:TlsVersion': ['1.2'],
      'aws:SecureTransport': ['true'],
    });
    expect(tls({})).toEqual({});
  });

  test.each([
    ['AuthHeader', 'SigV4', { 's3:authType': ['REST-HEADER'], 's3:signatureversion': ['AWS4-HMAC-SHA256'] }],
    ['QueryString', 'SigV2', { 's3:authType': ['REST-QUERY-STRING'], 's3:signatureversion': ['AWS'] }],
    ['Something', 'SigV9', {}],
  ])('%s and %s are %j in S3’s words', (authenticationMethod, signatureVersion, context) => {
    const { request } = withDeniedEvent(evidenceOf({ authenticationMethod, signatureVersion }));
    expect(request.context).toEqual(context);
  });

  test('headers that S3 always logs are known to be absent where they are not logged', () => {
    const event = { requestParameters: { 'x-amz-acl': 'private', 'X-Amz-Signature': 'x', Host: 'h' } };
    const { headers } = withDeniedEvent(evidenceOf(event)).request;
    expect(headers).toMatchObject({
      'x-amz-acl': ['private'],
      'x-amz-server-side-encryption': null,
      'x-amz-storage-class': null,
      prefix: null,
    });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-amz-signature']));
    expect(headers).not.toHaveProperty(['x-amz-request-payer']);
  });

  test('operation, version and time are taken over', () => {
    const event = {
      operation: 'GetObject',
      eventTime: '2026-11-21T12:00:00Z',
      requestParameters: { versionId: 'v1' },
    };
    const { request } = withDeniedEvent(evidenceOf(event));
    expect(request).toMatchObject({ operation: 'GetObject', versionId: 'v1' });
    expect(request.context['aws:CurrentTime']).toEqual(['2026-11-21T12:00:00Z']);
    const { request: without } = withDeniedEvent(evidenceOf({ requestParameters: {} }));
    expect(without.context['s3:VersionId']).toBeNull();
  });
});

describe('who knows best', () => {
  const event: DeniedEvent = {
    principalArn: 'arn:aws:iam::111122223333:user/John',
    operation: 'HeadObject',
    sourceIp: '198.51.100.7',
    vpcEndpointId: null,
    errorCode: 'AccessDenied',
    errorMessage: `User: ${USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv" because no identity-based policy allows the s3:GetObject action`,
  };

  test('what was given of the request stays, whatever the case of its keys', () => {
    const request = {
      operation: 'GetObject',
      headers: { 'x-amz-acl': ['public-read'] },
      context: { 'AWS:sourceip': ['203.0.113.9'] },
    };
    const merged = withDeniedEvent(evidenceOf({ ...event, requestParameters: {} }, { request })).request;
    expect(merged.operation).toBe('GetObject');
    expect(merged.headers['x-amz-acl']).toEqual(['public-read']);
    expect(merged.context).toHaveProperty(['AWS:sourceip'], ['203.0.113.9']);
    expect(merged.context).not.toHaveProperty(['aws:SourceIp']);
  });

  test('of two texts the one that tells why counts', () => {
    const bare = parseErrorText('An error occurred (403) when calling the HeadObject operation: Forbidden');
    expect(withDeniedEvent(evidenceOf(event, { error: bare })).error).toMatchObject({
      denyType: 'implicit',
      policyType: 'identity',
      operation: 'HeadObject',
    });
    const telling = parseErrorText(event.errorMessage?.replace('identity-based', 'session') ?? '');
    expect(withDeniedEvent(evidenceOf(event, { error: telling })).error?.policyType).toBe('session');
  });

  test('the principal in the error text counts more than the event’s, and that more than the one expected', () => {
    const named = parseErrorText(event.errorMessage ?? '');
    expect(withDeniedEvent(evidenceOf(event, { error: named })).error?.principalArn).toBe(USER);
    const { errorMessage: _, ...silent } = event;
    expect(withDeniedEvent(evidenceOf(silent)).error?.principalArn).toBe(event.principalArn);
  });

  test('an event with another request id is about another request', () => {
    const error = { ...parseErrorText('AccessDenied: Access Denied'), requestId: 'AAAA1111BBBB2222' };
    const evidence = evidenceOf({ ...event, requestId: 'CCCC3333DDDD4444' }, { error });
    expect(withDeniedEvent(evidence)).toBe(evidence);
  });

  test('no event, and an event that was looked for and not found, change nothing', () => {
    const { snapshot, ...rest } = evidenceOf({});
    const evidence = { ...rest, snapshot: { ...snapshot, deniedEvent: null } };
    expect(withDeniedEvent(evidence)).toBe(evidence);
  });

  test('doing it again changes nothing', () => {
    const once = withDeniedEvent(evidenceOf(event));
    expect(withDeniedEvent(once)).toBe(once);
  });
});

describe('the diagnosis cites CloudTrail', () => {
  test('a denial that only CloudTrail explains is confirmed by its text', () => {
    const evidence = evidenceOf({
      principalArn: USER,
      errorCode: 'AccessDenied',
      errorMessage: `User: ${USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv" with an explicit deny in a service control policy`,
    });
    const { caller: _, ...snapshot } = evidence.snapshot;
    const [cause] = diagnose({ ...evidence, snapshot }, catalogue).causes;
    expect(cause).toMatchObject({ id: 'scp-deny', status: 'confirmed' });
    expect(cause?.evidence.map(({ source }) => source)).toEqual(['CloudTrail']);
  });

  test('an event counts as a denial: what nothing explains is denied all the same', () => {
    const evidence = evidenceOf({ errorCode: 'AccessDenied', operation: 'GetObject' });
    const { bucket: _, ...snapshot } = evidence.snapshot;
    expect(diagnose({ ...evidence, snapshot }, catalogue).decision).toBe('denied');
  });
});
