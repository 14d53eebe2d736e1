import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CollectionRequest } from '../../../src/evidence/collector.js';
import { snapshotSchema } from '../../../src/evidence/snapshot.js';
import { collectOverWire, reasonsFor } from '../../support/collect-over-wire.js';
import { BUCKET_ACCOUNT, CALLER_ACCOUNT, startAws, type FakeAws } from '../../support/moto-aws.js';
import { auditAccount } from '../../support/moto-organization.js';
import { describeWithPeer } from '../../support/peers.js';
import { deniedRecord, logged, REQUEST_ID } from '../../support/trail-events.js';

const SESSION_ARN = `arn:aws:sts::${CALLER_ACCOUNT}:assumed-role/app-role/session-1`;
const NOW = new Date('2026-11-21T12:30:00Z');
const TRAIL = auditAccount(BUCKET_ACCOUNT, { trailLogGroup: 'cloudtrail-s3' });
const FILTER = 'logs:FilterLogEvents';

function collect(request: Partial<CollectionRequest> = {}) {
  const asked = { accounts: [TRAIL], requestId: REQUEST_ID, ...request };
  return collectOverWire(asked, { now: () => NOW });
}

const REQUEST = { bucket: 'amzn-s3-demo-bucket', key: 'reports/q1.csv', operation: 'GetObject' };
/** Found by what was requested, as no request id is known. */
const withoutId = (request: Partial<CollectionRequest>) =>
  collectOverWire({ accounts: [TRAIL], ...REQUEST, ...request }, { now: () => NOW });

describeWithPeer('moto_server', 'collecting the denied event over the wire', () => {
  let aws: FakeAws;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  it('finds it by the request id and tells all that CloudTrail saw', async () => {
    aws.respond(FILTER, () => logged(deniedRecord()));
    const { snapshot } = await collect();
    expect(snapshotSchema.safeParse(snapshot).success).toBe(true);
    expect(snapshot.deniedEvent).toEqual({
      eventId: '5ce4a1a5-0d8b-4a3f-9b10-6e5a1c2d3e4f',
      eventTime: '2026-11-21T12:00:00Z',
      requestId: REQUEST_ID,
      operation: 'GetObject',
      errorCode: 'AccessDenied',
      errorMessage: 'User: … is not authorized to perform: s3:GetObject',
      principalArn: SESSION_ARN,
      principalAccount: CALLER_ACCOUNT,
      sourceIp: '10.0.0.7',
      vpcEndpointId: 'vpce-0a1b2c3d4e5f67890',
      mfaAuthenticated: false,
      tlsVersion: 'TLSv1.3',
      userAgent: '[aws-cli/2.31.0]',
      authenticationMethod: 'AuthHeader',
      signatureVersion: 'SigV4',
      requestParameters: {
        bucketName: 'amzn-s3-demo-bucket',
        Host: 'amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com',
        key: 'reports/q1.csv',
      },
    });
    const [asked] = aws.log.filter(({ call }) => call === FILTER);
    expect(asked).toMatchObject({ account: BUCKET_ACCOUNT, region: 'eu-west-1' });
    expect(asked?.params.get('logGroupName')).toBe('cloudtrail-s3');
    expect(asked?.params.get('filterPattern')).toBe(`{ $.requestID = "${REQUEST_ID}" }`);
  });

  it('reads the endpoint that the event tells', async () => {
    aws.respond(FILTER, () => logged(deniedRecord()));
    const result = await collect();
    expect(result.snapshot.vpcEndpoint).toEqual({ id: 'vpce-0a1b2c3d4e5f67890' });
    expect(reasonsFor(result, 'vpcEndpoint.policy')).toHaveLength(1);
  });

  it('knows from the event that the request came through no endpoint', async () => {
    aws.respond(FILTER, () => logged(deniedRecord({ vpcEndpointId: undefined })));
    const { snapshot } = await collect();
    expect(snapshot.deniedEvent?.vpcEndpointId).toBeNull();
    expect(snapshot.vpcEndpoint).toBeNull();
  });

  it('looks for the newest denial of the same request where there is no request id', async () => {
    const others = [
      deniedRecord({
        eventID: 'other key',
        requestParameters: { ...REQUEST, bucketName: REQUEST.bucket, key: 'x' },
      }),
      deniedRecord({ eventID: 'other operation', eventName: 'PutObject' }),
      deniedRecord({ eventID: 'no denial', errorCode: 'NoSuchKey' }),
      deniedRecord({ eventID: 'other service', eventSource: 'kms.amazonaws.com' }),
      deniedRecord({
        eventID: 'other principal',
        userIdentity: { arn: 'arn:aws:iam::111122223333:user/Bob' },
      }),
    ];
    aws.respond(FILTER, () =>
      logged(...others, deniedRecord({ eventID: 'newest' }), deniedRecord({ eventID: 'older' })),
    );
    const { snapshot } = await withoutId({ principal: SESSION_ARN });
    expect(snapshot.deniedEvent?.eventId).toBe('newest');
    const [asked] = aws.log.filter(({ call }) => call === FILTER);
    expect(asked?.params.get('filterPattern')).toBe(
      '{ ($.errorCode = "AccessDenied") && ($.requestParameters.bucketName = "amzn-s3-demo-bucket") }',
    );
  });

  it.each([
    { principal: SESSION_ARN },
    { principal: `arn:aws:iam::${CALLER_ACCOUNT}:role/service/app-role` },
    { principal: CALLER_ACCOUNT },
  ])('takes the event of $principal for that of the caller', async ({ principal }) => {
    aws.respond(FILTER, () => logged(deniedRecord()));
    expect((await withoutId({ principal })).snapshot.deniedEvent).toMatchObject({
      principalArn: SESSION_ARN,
    });
  });

  it("knows a caller from another account by the account, as the owner's trail tells no more", async () => {
    const userIdentity = {
      type: 'AWSAccount',
      principalId: 'AROAEXAMPLE:session-1',
      accountId: CALLER_ACCOUNT,
    };
    const stranger = { ...userIdentity, accountId: '777788889999' };
    aws.respond(FILTER, () =>
      logged(deniedRecord({ userIdentity: stranger }), deniedRecord({ userIdentity, eventID: 'his' })),
    );
    expect((await withoutId({ principal: SESSION_ARN })).snapshot.deniedEvent).toMatchObject({
      eventId: 'his',
      principalAccount: CALLER_ACCOUNT,
    });
  });

  it('tells an anonymous request', async () => {
    const userIdentity = { type: 'AWSAccount', principalId: '', accountId: 'anonymous' };
    aws.respond(FILTER, () => logged(deniedRecord({ userIdentity })));
    const { snapshot } = await withoutId({ principal: 'anonymous' });
    expect(snapshot.deniedEvent).toMatchObject({ principalAccount: null });
    expect(snapshot.deniedEvent).not.toHaveProperty('principalArn');
    expect(snapshot.deniedEvent).not.toHaveProperty('mfaAuthenticated');
  });

  it('keeps no policy, credential or key of the request', async () => {
    const requestParameters = {
      bucketName: 'amzn-s3-demo-bucket',
      bucketPolicy: { Statement: ['SECRET'] },
      policy: '{"Statement":"SECRET"}',
      'X-Amz-Security-Token': 'SECRET',
      'X-Amz-Credential': 'SECRET',
      'X-Amz-Signature': 'SECRET',
      'x-amz-server-side-encryption-customer-key-MD5': 'SECRET',
      'X-Amz-SignedHeaders': 'host',
      'x-amz-acl': ['public-read'],
      'list-type': 2,
    };
    aws.respond(FILTER, () => logged(deniedRecord({ requestParameters })));
    const { snapshot } = await collect();
    expect(JSON.stringify(snapshot)).not.toContain('SECRET');
    expect(snapshot.deniedEvent?.requestParameters).toEqual({
      bucketName: 'amzn-s3-demo-bucket',
      'X-Amz-SignedHeaders': 'host',
      'x-amz-acl': 'public-read',
      'list-type': '2',
    });
  });

  it('leaves out what has another shape than documented, and keeps the rest', async () => {
    const odd = { tlsDetails: 'TLS', userIdentity: 5, sourceIPAddress: { a: 1 }, additionalEventData: null };
    aws.respond(FILTER, () => logged(deniedRecord(odd)));
    const { snapshot } = await collect();
    expect(snapshot.deniedEvent).toMatchObject({ requestId: REQUEST_ID, operation: 'GetObject' });
    for (const field of ['tlsVersion', 'principalArn', 'sourceIp', 'signatureVersion']) {
      expect(snapshot.deniedEvent).not.toHaveProperty(field);
    }
  });

  it('knows that the trail holds no such event', async () => {
    aws.respond(FILTER, () => logged('no JSON object', deniedRecord({ requestID: 'ANOTHER0REQUEST0' })));
    const result = await collect();
    expect(result.snapshot.deniedEvent).toBeNull();
    expect(reasonsFor(result, 'deniedEvent')).toEqual([]);
    expect(result.snapshot).not.toHaveProperty('vpcEndpoint');
  });

  it('asks every trail there is, by name and by ARN, and takes what one of them has', async () => {
    const arn = `arn:aws:logs:us-west-2:${CALLER_ACCOUNT}:log-group:trail/s3:*`;
    const accounts = [TRAIL, auditAccount(CALLER_ACCOUNT, { trailLogGroup: arn })];
    aws.deny(FILTER, BUCKET_ACCOUNT);
    aws.respond(FILTER, () => logged(deniedRecord()), { account: CALLER_ACCOUNT });
    const result = await collect({ accounts });
    expect(result.snapshot.deniedEvent).toMatchObject({ requestId: REQUEST_ID });
    const asked = aws.log.filter(({ call }) => call === FILTER);
    const groups = asked.map(({ account, region, params }) => [account, region, params.get('logGroupName')]);
    expect(groups.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      [CALLER_ACCOUNT, 'us-west-2', 'trail/s3'],
      [BUCKET_ACCOUNT, 'eu-west-1', 'cloudtrail-s3'],
    ]);
  });

  it('without logs:FilterLogEvents, the event is unknown', async () => {
    aws.deny(FILTER);
    const result = await collect();
    expect(result.snapshot).not.toHaveProperty('deniedEvent');
    expect(reasonsFor(result, 'deniedEvent')).toEqual([
      { field: 'deniedEvent', reason: `AccessDenied: ${FILTER}`, neededPermission: FILTER },
    ]);
  });

  it('says so once where no trail is configured', async () => {
    const result = await collect({ accounts: [auditAccount(BUCKET_ACCOUNT)] });
    expect(reasonsFor(result, 'deniedEvent')).toHaveLength(1);
    expect(reasonsFor(result, 'deniedEvent')[0]?.reason).toContain('trailLogGroup');
    expect(aws.log).toEqual([]);
  });
});
