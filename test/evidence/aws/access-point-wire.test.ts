import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { collectOverWire, reasonsFor } from '../../support/collect-over-wire.js';
import { xml } from '../../support/moto-answers.js';
import {
  AUDIT_ACCOUNTS,
  BUCKET_ACCOUNT,
  CALLER_ACCOUNT,
  startAws,
  type FakeAws,
} from '../../support/moto-aws.js';
import {
  BUCKET,
  BUCKET_POLICY,
  buildEstate,
  KEY,
  policy,
  USER_ARN,
  type Estate,
} from '../../support/moto-estate.js';
import { describeWithPeer } from '../../support/peers.js';

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const NO_ACCOUNT = '999900001111';

describeWithPeer('moto_server', 'collecting through an access point', () => {
  let aws: FakeAws;
  let estate: Estate;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    estate = await buildEstate(aws);
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  const made = (call: string) => aws.log.filter((one) => one.call === call);

  it('reads it by its ARN, and the bucket behind it', async () => {
    const { accessPointArn } = estate;
    const { snapshot } = await collectOverWire({ accessPointArn, key: KEY });
    expect(snapshot.accessPoint).toEqual({
      arn: accessPointArn,
      policy: null,
      networkOrigin: 'VPC',
      vpcId: 'vpc-1a2b3c4d',
      publicAccessBlock: ALL_BLOCKED,
    });
    expect(snapshot.bucket).toMatchObject({ name: BUCKET, account: BUCKET_ACCOUNT, policy: BUCKET_POLICY });
    expect(snapshot.object?.exists).toBe(true);
    expect(made('s3control:ListAccessPoints')).toEqual([]);
  });

  it('reads it by its alias, which stands where a bucket name stands', async () => {
    const { accessPointArn: arn, accessPointAlias } = estate;
    const { snapshot } = await collectOverWire({ bucket: accessPointAlias, key: KEY, principal: USER_ARN });
    expect(snapshot.accessPoint).toMatchObject({ arn, policy: null, networkOrigin: 'VPC' });
    expect(snapshot.bucket).toMatchObject({ name: BUCKET, account: BUCKET_ACCOUNT, policy: BUCKET_POLICY });
    expect(new Set(made('s3control:GetAccessPoint').map(({ account }) => account))).toEqual(
      new Set([BUCKET_ACCOUNT]),
    );
  });

  it('believes the access point rather than the bucket name that came with its ARN', async () => {
    const { accessPointArn } = estate;
    const { snapshot } = await collectOverWire({ accessPointArn, bucket: 'amzn-s3-demo-plain' });
    expect(snapshot.bucket?.name).toBe(BUCKET);
  });

  it('reads its policy', async () => {
    const { accessPointArn } = estate;
    const document = policy('Allow', 's3:GetObject', `${accessPointArn}/object/*`, { Principal: '*' });
    const text = JSON.stringify(document);
    aws.respond('s3control:GetAccessPointPolicy', () =>
      xml(200, `<GetAccessPointPolicyResult><Policy>${text}</Policy></GetAccessPointPolicyResult>`),
    );
    const { snapshot } = await collectOverWire({ accessPointArn });
    expect(snapshot.accessPoint?.policy).toEqual(document);
  });

  it('knows of one that is open to the internet that it is bound to no VPC', async () => {
    const answer = `<Name>app-point</Name><Bucket>${BUCKET}</Bucket><NetworkOrigin>Internet</NetworkOrigin><BucketAccountId>${BUCKET_ACCOUNT}</BucketAccountId>`;
    aws.respond('s3control:GetAccessPoint', () =>
      xml(200, `<GetAccessPointResult>${answer}</GetAccessPointResult>`),
    );
    const { snapshot } = await collectOverWire({ accessPointArn: estate.accessPointArn });
    expect(snapshot.accessPoint).toMatchObject({ networkOrigin: 'Internet', vpcId: null });
    expect(snapshot.bucket?.account).toBe(BUCKET_ACCOUNT);
  });

  it('says what is missing where it may not be read, and takes no other bucket for the one behind it', async () => {
    aws.deny('s3control:GetAccessPoint');
    const { accessPointArn } = estate;
    const result = await collectOverWire({ accessPointArn });
    const denied = { reason: 'AccessDenied: s3:GetAccessPoint', neededPermission: 's3:GetAccessPoint' };
    expect(reasonsFor(result, 'accessPoint.networkOrigin')).toEqual([
      { field: 'accessPoint.networkOrigin', ...denied },
    ]);
    expect(reasonsFor(result, 'bucket.policy')).toEqual([{ field: 'bucket.policy', ...denied }]);
    expect(result.snapshot.accessPoint).toEqual({ arn: accessPointArn, policy: null });
    expect(result.snapshot).not.toHaveProperty('bucket.name');
  });

  it('reads the bucket that was named beside its ARN where the access point may not be read', async () => {
    const accessPointArn = `arn:aws:s3:eu-west-1:${NO_ACCOUNT}:accesspoint/theirs`;
    const result = await collectOverWire({ accessPointArn, bucket: BUCKET });
    const reason = `the access point is in account ${NO_ACCOUNT}, which is not among those that may be audited here`;
    expect(reasonsFor(result, 'accessPoint.policy')).toEqual([{ field: 'accessPoint.policy', reason }]);
    expect(result.snapshot.accessPoint).toEqual({ arn: accessPointArn });
    expect(result.snapshot.bucket?.policy).toEqual(BUCKET_POLICY);
  });

  it.each([
    { kind: 'an Object Lambda', arn: 'arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/mine' },
    { kind: 'a multi-Region', arn: 'arn:aws:s3::111122223333:accesspoint/abcdef0123456.mrap' },
    { kind: 'a wildcard', arn: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/*' },
  ])('says that $kind access point cannot be read', async ({ arn }) => {
    const result = await collectOverWire({ accessPointArn: arn });
    const reason = 'only an access point of one region, to an S3 bucket, can be read';
    expect(reasonsFor(result, 'accessPoint.policy')).toEqual([{ field: 'accessPoint.policy', reason }]);
    expect(reasonsFor(result, 'bucket.policy')).toEqual([{ field: 'bucket.policy', reason }]);
    expect(aws.log).toEqual([]);
  });

  it('says that no audited account has an access point of this alias', async () => {
    const result = await collectOverWire({ bucket: 'other-abcdef0123456789-s3alias', key: KEY });
    const [missing, ...more] = reasonsFor(result, 'accessPoint');
    expect(missing?.reason).toContain('none of the accounts that may be audited here');
    expect(more).toEqual([]);
    expect(reasonsFor(result, 'object.exists')[0]?.reason).toBe(missing?.reason);
    expect(made('s3control:ListAccessPoints')).toHaveLength(AUDIT_ACCOUNTS.length);
    expect(result.snapshot).not.toHaveProperty('accessPoint');
    expect(result.snapshot).not.toHaveProperty('bucket.name');
  });

  it('does not take an alias for unknown where one account cannot be asked and another has it', async () => {
    aws.deny('s3control:ListAccessPoints', CALLER_ACCOUNT);
    const { snapshot } = await collectOverWire({ bucket: estate.accessPointAlias });
    expect(snapshot.bucket?.name).toBe(BUCKET);
  });

  it('names the permission where the accounts cannot be asked for the alias', async () => {
    aws.deny('s3control:ListAccessPoints', BUCKET_ACCOUNT);
    const result = await collectOverWire({ bucket: estate.accessPointAlias });
    expect(reasonsFor(result, 'accessPoint')).toEqual([
      {
        field: 'accessPoint',
        reason: 'it could not be found out whose access point this is: AccessDenied: s3:ListAccessPoints',
        neededPermission: 's3:ListAccessPoints',
      },
    ]);
  });

  it('reads the bucket behind an alias without waiting for the settings of the access point', async () => {
    aws.hang('s3control:GetAccessPoint');
    const result = await collectOverWire({ bucket: estate.accessPointAlias }, { callMilliseconds: 1500 });
    expect(result.snapshot.bucket?.policy).toEqual(BUCKET_POLICY);
    expect(reasonsFor(result, 'accessPoint.vpcId')[0]?.reason).toContain('no answer within 1.5 s');
  });

  it('may read no other access point’s policy in the session that reads it', async () => {
    const { accessPointArn } = estate;
    await collectOverWire({ accessPointArn });
    const narrowed = made('sts:AssumeRole')
      .map(({ params }) => params.get('Policy') ?? '')
      .filter((text) => text.includes('s3:GetAccessPointPolicy'));
    expect(narrowed).toHaveLength(1);
    expect(narrowed[0]).toContain(`"Action":["s3:GetAccessPointPolicy"],"Resource":["${accessPointArn}"]`);
    expect(narrowed[0]).not.toContain('s3:GetBucketPolicy');
  });
});
