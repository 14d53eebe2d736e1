import { CreateVpcCommand, CreateVpcEndpointCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { CollectionRequest } from '../../../src/evidence/collector.js';
import { collectOverWire, reasonsFor } from '../../support/collect-over-wire.js';
import { xml } from '../../support/moto-answers.js';
import { BUCKET_ACCOUNT, CALLER_ACCOUNT, startAws, type FakeAws } from '../../support/moto-aws.js';
import { policy } from '../../support/moto-estate.js';
import { auditAccount } from '../../support/moto-organization.js';
import { describeWithPeer } from '../../support/peers.js';

const ENDPOINT_POLICY = policy('Allow', 's3:GetObject', 'arn:aws:s3:::amzn-s3-demo-bucket/*', {
  Principal: '*',
});

/** What AWS gives an endpoint for which nobody wrote a policy. */
const FULL_ACCESS = {
  Version: '2008-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

async function createEndpoint(
  aws: FakeAws,
  account: string,
  region: string,
  document: object,
): Promise<string> {
  const { credentials, endpoint } = await aws.admin(account);
  const client = new EC2Client({ endpoint, region, credentials });
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const command = new CreateVpcEndpointCommand({
    VpcId: Vpc?.VpcId ?? '',
    ServiceName: `com.amazonaws.${region}.s3`,
    PolicyDocument: JSON.stringify(document),
  });
  return (await client.send(command)).VpcEndpoint?.VpcEndpointId ?? '';
}

describeWithPeer('moto_server', 'collecting a VPC endpoint over the wire', () => {
  let aws: FakeAws;
  let own: string;
  let ofOther: string;
  let elsewhere: string;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    own = await createEndpoint(aws, CALLER_ACCOUNT, 'eu-west-1', ENDPOINT_POLICY);
    ofOther = await createEndpoint(aws, BUCKET_ACCOUNT, 'eu-west-1', FULL_ACCESS);
    elsewhere = await createEndpoint(aws, CALLER_ACCOUNT, 'us-west-2', ENDPOINT_POLICY);
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  const collect = (request: Partial<CollectionRequest>) =>
    collectOverWire({
      accounts: [auditAccount(BUCKET_ACCOUNT), auditAccount(CALLER_ACCOUNT)],
      principal: CALLER_ACCOUNT,
      ...request,
    });

  it("reads the policy of an endpoint of the caller's account", async () => {
    const { snapshot } = await collect({ vpcEndpointId: own });
    expect(snapshot.vpcEndpoint).toEqual({ id: own, policy: ENDPOINT_POLICY });
    expect(snapshot.unavailable).toEqual([]);
  });

  it("reads an endpoint of another audited account, and AWS's own policy as a policy", async () => {
    const { snapshot } = await collect({ vpcEndpointId: ofOther });
    expect(snapshot.vpcEndpoint).toEqual({ id: ofOther, policy: FULL_ACCESS });
    expect(snapshot.unavailable).toEqual([]);
  });

  it("looks in the account's own region, and in the bucket's", async () => {
    const accounts = [auditAccount(CALLER_ACCOUNT, { region: 'us-west-2' })];
    expect((await collect({ vpcEndpointId: elsewhere, accounts })).snapshot.vpcEndpoint).toEqual({
      id: elsewhere,
      policy: ENDPOINT_POLICY,
    });
    aws.respond('s3:GetBucketLocation', () =>
      xml(
        200,
        '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">us-west-2</LocationConstraint>',
      ),
    );
    const result = await collect({ vpcEndpointId: elsewhere, bucket: 'amzn-s3-demo-bucket' });
    expect(result.snapshot.vpcEndpoint).toEqual({ id: elsewhere, policy: ENDPOINT_POLICY });
  });

  it('says that an endpoint is in none of the audited accounts, and keeps its id', async () => {
    const vpcEndpointId = 'vpce-0123456789abcdef0';
    const result = await collect({ vpcEndpointId });
    expect(result.snapshot.vpcEndpoint).toEqual({ id: vpcEndpointId });
    expect(reasonsFor(result, 'vpcEndpoint.policy')).toEqual([
      {
        field: 'vpcEndpoint.policy',
        reason: `the endpoint ${vpcEndpointId} is in none of the accounts that may be audited here`,
      },
    ]);
  });

  it('without ec2:DescribeVpcEndpoints, the policy is unknown', async () => {
    aws.deny('ec2:DescribeVpcEndpoints');
    const result = await collect({ vpcEndpointId: own });
    expect(result.snapshot.vpcEndpoint).toEqual({ id: own });
    expect(reasonsFor(result, 'vpcEndpoint.policy')).toEqual([
      {
        field: 'vpcEndpoint.policy',
        reason: 'AccessDenied: ec2:DescribeVpcEndpoints',
        neededPermission: 'ec2:DescribeVpcEndpoints',
      },
    ]);
  });

  it('asks for no endpoint where none is named', async () => {
    const { snapshot } = await collect({});
    expect(snapshot).not.toHaveProperty('vpcEndpoint');
    expect(aws.log.map(({ call }) => call)).not.toContain('ec2:DescribeVpcEndpoints');
  });
});
