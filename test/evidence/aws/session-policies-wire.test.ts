import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { collectOverWire, reasonsFor } from '../../support/collect-over-wire.js';
import { BUCKET_ACCOUNT, CALLER_ACCOUNT, startAws, type FakeAws } from '../../support/moto-aws.js';
import { buildEstate, policy, ROLE_SESSION_ARN, type Estate } from '../../support/moto-estate.js';
import { auditAccount } from '../../support/moto-organization.js';
import { describeWithPeer } from '../../support/peers.js';
import { deniedRecord, logged, lookedUp, REQUEST_ID, signInRecord } from '../../support/trail-events.js';

const LOOK_UP = 'cloudtrail:LookupEvents';
const FIELD = 'caller.sessionPolicies';
const NARROW = policy('Allow', 's3:GetObject', 'arn:aws:s3:::amzn-s3-demo-bucket/*');
const NOW = new Date('2026-11-21T12:30:00Z');

function collect(principal = ROLE_SESSION_ARN, more: Parameters<typeof collectOverWire>[0] = {}) {
  return collectOverWire(
    { accounts: [auditAccount(CALLER_ACCOUNT)], principal, ...more },
    { now: () => NOW },
  );
}

describeWithPeer('moto_server', 'collecting session policies over the wire', () => {
  let aws: FakeAws;
  let estate: Estate;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    estate = await buildEstate(aws);
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  it('knows of a session that was made without any policy that it has none', async () => {
    aws.respond(LOOK_UP, () => lookedUp(signInRecord()));
    const result = await collect();
    expect(result.snapshot.caller?.sessionPolicies).toEqual([]);
    expect(reasonsFor(result, FIELD)).toEqual([]);
  });

  it('reads the policy that was passed, and the managed ones that were named', async () => {
    const record = signInRecord({
      policy: JSON.stringify(NARROW),
      policyArns: [{ arn: estate.managedPolicyArn }],
    });
    aws.respond(LOOK_UP, () => lookedUp(record));
    const { snapshot } = await collect();
    expect(snapshot.caller?.sessionPolicies).toEqual([
      { name: 'session policy', document: NARROW },
      { name: estate.managedPolicyArn, document: policy('Allow', 's3:ListAllMyBuckets', '*') },
    ]);
  });

  it.each(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])(
    'takes %s for a sign-in too',
    async (eventName) => {
      aws.respond(LOOK_UP, () => lookedUp(signInRecord({}, { eventName })));
      expect((await collect()).snapshot.caller?.sessionPolicies).toEqual([]);
    },
  );

  it("looks by the session's name for twelve hours back, where STS's global endpoint and the account's are on record", async () => {
    await collect();
    const asked = aws.log.filter(({ call }) => call === LOOK_UP);
    expect(asked.map(({ region }) => region).toSorted()).toEqual(['eu-west-1', 'us-east-1']);
    for (const { body } of asked) {
      expect(JSON.parse(body)).toMatchObject({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'session-1' }],
        StartTime: NOW.getTime() / 1000 - 12 * 3600,
      });
    }
  });

  it('says so where there is no event, and takes that for unknown', async () => {
    const result = await collect();
    expect(result.snapshot.caller).not.toHaveProperty('sessionPolicies');
    expect(reasonsFor(result, FIELD)).toEqual([
      {
        field: FIELD,
        reason:
          "CloudTrail's event history has no sign-in of this session in the last 12 hours (us-east-1, eu-west-1)",
      },
    ]);
  });

  it.each([
    {
      name: 'of another role',
      record: signInRecord({ roleArn: `arn:aws:iam::${CALLER_ACCOUNT}:role/other` }),
    },
    {
      name: 'of another account',
      record: signInRecord({ roleArn: `arn:aws:iam::${BUCKET_ACCOUNT}:role/app-role` }),
    },
    { name: 'of another session', record: signInRecord({ roleSessionName: 'session-2' }) },
    { name: 'that failed', record: signInRecord({}, { errorCode: 'AccessDenied' }) },
    { name: 'of something else', record: signInRecord({}, { eventName: 'GetCallerIdentity' }) },
  ])('passes over an event $name', async ({ record }) => {
    aws.respond(LOOK_UP, () => lookedUp(record));
    expect((await collect()).snapshot.caller).not.toHaveProperty('sessionPolicies');
  });

  it('does not guess where sessions of the same name had different policies', async () => {
    const narrowed = signInRecord({ policy: JSON.stringify(NARROW) });
    aws.respond(LOOK_UP, () => lookedUp(signInRecord(), narrowed));
    const result = await collect();
    expect(result.snapshot.caller).not.toHaveProperty('sessionPolicies');
    expect(reasonsFor(result, FIELD)[0]?.reason).toContain('several times under this session name');
    aws.reset();
    aws.respond(LOOK_UP, () => lookedUp(narrowed, narrowed));
    expect((await collect()).snapshot.caller?.sessionPolicies).toHaveLength(1);
  });

  it.each([
    { policy: '{"Version": "2012-10-17", "State' },
    { policy: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    { policyArns: 'cut' },
  ])('takes a sign-in of which CloudTrail left out a part for unknown: $policy', async (parameters) => {
    aws.respond(LOOK_UP, () => lookedUp(signInRecord(parameters)));
    const result = await collect();
    expect(result.snapshot.caller).not.toHaveProperty('sessionPolicies');
    expect(reasonsFor(result, FIELD)[0]?.reason).toContain('CloudTrail left out a part');
  });

  it('without cloudtrail:LookupEvents, they are unknown', async () => {
    aws.deny(LOOK_UP);
    const result = await collect();
    expect(result.snapshot.caller).not.toHaveProperty('sessionPolicies');
    expect(reasonsFor(result, FIELD)).toEqual([
      { field: FIELD, reason: `AccessDenied: ${LOOK_UP}`, neededPermission: LOOK_UP },
    ]);
  });

  it('without iam:GetPolicyVersion, managed session policies are unknown', async () => {
    aws.respond(LOOK_UP, () => lookedUp(signInRecord({ policyArns: [{ arn: estate.managedPolicyArn }] })));
    aws.deny('iam:GetPolicyVersion');
    const result = await collect();
    expect(result.snapshot.caller).not.toHaveProperty('sessionPolicies');
    expect(reasonsFor(result, FIELD)).toMatchObject([{ neededPermission: 'iam:GetPolicyVersion' }]);
  });

  it('tries again where CloudTrail throttles', async () => {
    aws.throttle(LOOK_UP, 1);
    aws.respond(LOOK_UP, () => lookedUp(signInRecord()));
    expect((await collect()).snapshot.caller?.sessionPolicies).toEqual([]);
  }, 15_000);

  it('says of a role that each of its sessions may have a policy of its own', async () => {
    const result = await collect(`arn:aws:iam::${CALLER_ACCOUNT}:role/service/app-role`);
    expect(reasonsFor(result, FIELD)[0]?.reason).toContain('no session of it is named');
    expect(aws.log.map(({ call }) => call)).not.toContain(LOOK_UP);
  });

  it('learns from the denied event which session of a role it was', async () => {
    const trail = auditAccount(BUCKET_ACCOUNT, { trailLogGroup: 'cloudtrail-s3' });
    aws.respond('logs:FilterLogEvents', () => logged(deniedRecord()));
    aws.respond(LOOK_UP, () => lookedUp(signInRecord()));
    const { snapshot } = await collect(`arn:aws:iam::${CALLER_ACCOUNT}:role/service/app-role`, {
      accounts: [auditAccount(CALLER_ACCOUNT), trail],
      requestId: REQUEST_ID,
    });
    expect(snapshot.caller?.sessionPolicies).toEqual([]);
  });

  it('asks nothing for a user, who cannot be narrowed', async () => {
    const { snapshot } = await collect(`arn:aws:iam::${CALLER_ACCOUNT}:user/Jane`);
    expect(snapshot.caller?.sessionPolicies).toEqual([]);
    expect(aws.log.map(({ call }) => call)).not.toContain(LOOK_UP);
  });
});
