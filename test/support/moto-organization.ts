import * as organizations from '@aws-sdk/client-organizations';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { AuditAccount } from '../../src/evidence/collector.js';
import { AUDIT_ACCOUNTS, type FakeAws } from './moto-aws.js';
import { policy } from './moto-estate.js';

export const MANAGEMENT_ACCOUNT = '999988887777';
export const ORGANIZATION_BUCKET = 'amzn-s3-demo-organization';
/** An account that is in no organization. */
export const LONE_ACCOUNT = '121212121212';

export const DENY_OUTSIDE = policy('Deny', 's3:*', '*', {
  Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
});
export const DENY_INSECURE = policy('Deny', 's3:*', '*', {
  Principal: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

export interface OrganizationEstate {
  readonly id: string;
  readonly caller: string;
  readonly bucketOwner: string;
  /** Attached to the unit in which the caller is. */
  readonly scpArn: string;
  /** Attached to the root. */
  readonly rcpArn: string;
  readonly client: organizations.OrganizationsClient;
  readonly rootId: string;
}

/** root / Workloads / Production with the caller's account, and the bucket's account directly under the root. */
export async function buildOrganization(aws: FakeAws): Promise<OrganizationEstate> {
  const { credentials, endpoint } = await aws.admin(MANAGEMENT_ACCOUNT);
  const client = new organizations.OrganizationsClient({ endpoint, region: 'us-east-1', credentials });
  const created = await client.send(new organizations.CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await client.send(new organizations.ListRootsCommand({}));
  const rootId = Roots?.[0]?.Id ?? '';
  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const) {
    await client.send(new organizations.EnablePolicyTypeCommand({ RootId: rootId, PolicyType }));
  }
  const workloads = await createUnit(client, rootId, 'Workloads');
  const production = await createUnit(client, workloads, 'Production');
  const caller = await createAccount(client, 'caller');
  const bucketOwner = await createAccount(client, 'bucket');
  await client.send(
    new organizations.MoveAccountCommand({
      AccountId: caller,
      SourceParentId: rootId,
      DestinationParentId: production,
    }),
  );
  const scpArn = await attach(client, 'SERVICE_CONTROL_POLICY', DENY_OUTSIDE, production);
  const rcpArn = await attach(client, 'RESOURCE_CONTROL_POLICY', DENY_INSECURE, rootId);
  const { s3 } = await aws.admin(bucketOwner);
  await s3.send(
    new CreateBucketCommand({
      Bucket: ORGANIZATION_BUCKET,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
  return { id: created.Organization?.Id ?? '', caller, bucketOwner, scpArn, rcpArn, client, rootId };
}

export function auditAccount(account: string, more: Partial<AuditAccount> = {}): AuditAccount {
  const [like] = AUDIT_ACCOUNTS;
  if (like === undefined) throw new Error('no audit account to be like');
  return { ...like, account, roleArn: `arn:aws:iam::${account}:role/s3denied-audit`, ...more };
}

async function createUnit(client: organizations.OrganizationsClient, ParentId: string, Name: string) {
  const command = new organizations.CreateOrganizationalUnitCommand({ ParentId, Name });
  return (await client.send(command)).OrganizationalUnit?.Id ?? '';
}

async function createAccount(client: organizations.OrganizationsClient, AccountName: string) {
  const Email = `${AccountName}@example.com`;
  const command = new organizations.CreateAccountCommand({ AccountName, Email });
  return (await client.send(command)).CreateAccountStatus?.AccountId ?? '';
}

async function attach(
  client: organizations.OrganizationsClient,
  Type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
  document: object,
  TargetId: string,
): Promise<string> {
  const Content = JSON.stringify(document);
  const command = new organizations.CreatePolicyCommand({ Type, Content, Name: Type, Description: 'x' });
  const summary = (await client.send(command)).Policy?.PolicySummary;
  await client.send(new organizations.AttachPolicyCommand({ PolicyId: summary?.Id ?? '', TargetId }));
  return summary?.Arn ?? '';
}
