import { CreateVpcCommand, CreateVpcEndpointCommand } from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import { CreateAccessPointCommand, PutAccessPointPolicyCommand } from '@aws-sdk/client-s3-control';
import type { AuditAccount } from '../../../src/evidence/collector.js';
import type { FakeAws } from '../moto-aws.js';
import { createAdmin, type Admin } from './admin.js';
import { createAuditRole, type AuditPolicy } from './audit-role.js';
import { heal } from './heal.js';
import {
  ACCESS_POINT,
  accessPointPolicy,
  allowing,
  BUCKET,
  ENDPOINT_POLICY,
  GROUP,
  KEY,
  LOG_GROUP,
  policyOf,
  REGION,
  ROLE,
  USER,
} from './policies.js';

/** An organization with three accounts: whose bucket, whose caller and whose key it is; and the management account above them. */
export const ACCOUNTS = ['management', 'bucket', 'caller', 'key'] as const;
export type EstateAccount = (typeof ACCOUNTS)[number];

/** What is there, by its ids. */
export interface EstateIds {
  readonly account: Readonly<Record<EstateAccount, string>>;
  readonly admin: Readonly<Record<EstateAccount, Admin>>;
  readonly rootId: string;
  /** In which the account of the caller is. */
  readonly unitId: string;
  readonly keyArn: string;
  readonly versionId: string;
  readonly accessPointArn: string;
  readonly accessPointAlias: string;
  readonly vpcEndpointId: string;
  readonly userArn: string;
  readonly roleArn: string;
  readonly roleSessionArn: string;
  readonly boundaryArn: string;
  /** Of a policy that allows nothing of S3. */
  readonly otherBoundaryArn: string;
  readonly managedPolicyArn: string;
}

export interface ThreeAccounts extends EstateIds {
  readonly auditAccounts: readonly AuditAccount[];
  /** What the audit role of each account may, as `s3denied audit-role` prints it. */
  readonly permissions: Readonly<Record<EstateAccount, AuditPolicy>>;
  /** Makes every policy and setting as it should be: what the user and the role ask for is allowed. */
  heal(): Promise<void>;
}

const MANAGEMENT_ACCOUNT = '210987654321';

/** Builds all of it over the wire, and the audit roles with it. */
export async function buildThreeAccounts(aws: FakeAws): Promise<ThreeAccounts> {
  const management = createAdmin(await aws.admin(MANAGEMENT_ACCOUNT));
  const { account, ...places } = await createOrganization(management);
  const admin = {
    management,
    bucket: createAdmin(await aws.admin(account.bucket)),
    caller: createAdmin(await aws.admin(account.caller)),
    key: createAdmin(await aws.admin(account.key)),
  };
  const key = await admin.key.kms.send(new CreateKeyCommand({}));
  const principals = await createPrincipals(admin.caller);
  const ids: EstateIds = {
    account,
    admin,
    ...places,
    keyArn: key.KeyMetadata?.Arn ?? '',
    versionId: await createBucket(admin.bucket),
    ...principals,
    ...(await createAccessPoint(admin.bucket, [principals.userArn, principals.roleArn])),
    vpcEndpointId: await createEndpoint(admin.caller),
  };
  await heal(ids);
  const roles = {
    management: await createAuditRole('organization', admin.management, { organization: true }),
    bucket: await createAuditRole('bucket', admin.bucket, { trailLogGroup: LOG_GROUP }),
    caller: await createAuditRole('caller', admin.caller),
    // A key is asked of whichever account it lies in: each kind of role may.
    key: await createAuditRole('caller', admin.key),
  };
  return {
    ...ids,
    auditAccounts: ACCOUNTS.map((kind) => roles[kind].entry),
    permissions: {
      management: roles.management.permissions,
      bucket: roles.bucket.permissions,
      caller: roles.caller.permissions,
      key: roles.key.permissions,
    },
    heal: () => heal(ids),
  };
}

/** The account of the caller in a unit, the others under the root. */
async function createOrganization({ account, organizations: client }: Admin) {
  await client.send(new organizations.CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await client.send(new organizations.ListRootsCommand({}));
  const rootId = Roots?.[0]?.Id ?? '';
  const PolicyType = 'SERVICE_CONTROL_POLICY';
  await client.send(new organizations.EnablePolicyTypeCommand({ RootId: rootId, PolicyType }));
  const create = async (AccountName: string): Promise<string> => {
    const command = new organizations.CreateAccountCommand({
      AccountName,
      Email: `${AccountName}@example.com`,
    });
    return (await client.send(command)).CreateAccountStatus?.AccountId ?? '';
  };
  const accounts = {
    management: account,
    bucket: await create('bucket'),
    caller: await create('caller'),
    key: await create('key'),
  };
  const unit = await client.send(
    new organizations.CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Workloads' }),
  );
  const unitId = unit.OrganizationalUnit?.Id ?? '';
  const move = { AccountId: accounts.caller, SourceParentId: rootId, DestinationParentId: unitId };
  await client.send(new organizations.MoveAccountCommand(move));
  return { account: accounts, rootId, unitId };
}

/** A user who has everything through a group, and a role that has it by itself; both within a boundary. */
async function createPrincipals({ account, iam: client }: Admin) {
  const boundaryArn = await createPolicy(client, 'boundary', ['s3:*', 'kms:*']);
  const otherBoundaryArn = await createPolicy(client, 'other-boundary', ['ec2:*']);
  const managedPolicyArn = await createPolicy(client, 'list-buckets', ['s3:ListAllMyBuckets']);
  const PolicyArn = managedPolicyArn;
  const { User } = await client.send(new iam.CreateUserCommand({ UserName: USER, Path: '/people/' }));
  await client.send(new iam.CreateGroupCommand({ GroupName: GROUP }));
  await client.send(new iam.AddUserToGroupCommand({ GroupName: GROUP, UserName: USER }));
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify(policyOf(trust));
  const { Role } = await client.send(new iam.CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument }));
  const PolicyDocument = JSON.stringify(allowing('ec2:*'));
  await client.send(new iam.PutUserPolicyCommand({ UserName: USER, PolicyName: 'own', PolicyDocument }));
  await client.send(new iam.AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
  await client.send(new iam.AttachUserPolicyCommand({ UserName: USER, PolicyArn }));
  await client.send(new iam.AttachGroupPolicyCommand({ GroupName: GROUP, PolicyArn }));
  const roleSessionArn = `arn:aws:sts::${account}:assumed-role/${ROLE}/session-1`;
  const arns = { userArn: User?.Arn ?? '', roleArn: Role?.Arn ?? '', roleSessionArn };
  return { ...arns, boundaryArn, otherBoundaryArn, managedPolicyArn };
}

async function createPolicy(
  client: iam.IAMClient,
  name: string,
  actions: readonly string[],
): Promise<string> {
  const PolicyDocument = JSON.stringify(allowing(...actions));
  const created = await client.send(new iam.CreatePolicyCommand({ PolicyName: name, PolicyDocument }));
  return created.Policy?.Arn ?? '';
}

/** With one object, of which it keeps versions. */
async function createBucket({ s3: client }: Admin): Promise<string> {
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await client.send(new s3.CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new s3.PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
  const put = await client.send(new s3.PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: 'a,b\n' }));
  return put.VersionId ?? '';
}

async function createAccessPoint({ account, s3Control: client }: Admin, callers: readonly string[]) {
  const named = { AccountId: account, Name: ACCESS_POINT };
  const created = await client.send(new CreateAccessPointCommand({ ...named, Bucket: BUCKET }));
  const accessPointArn = created.AccessPointArn ?? '';
  const Policy = JSON.stringify(accessPointPolicy(accessPointArn, callers));
  await client.send(new PutAccessPointPolicyCommand({ ...named, Policy }));
  return { accessPointArn, accessPointAlias: created.Alias ?? '' };
}

async function createEndpoint({ ec2: client }: Admin): Promise<string> {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const command = new CreateVpcEndpointCommand({
    VpcId: Vpc?.VpcId ?? '',
    ServiceName: `com.amazonaws.${REGION}.s3`,
    PolicyDocument: JSON.stringify(ENDPOINT_POLICY),
  });
  return (await client.send(command)).VpcEndpoint?.VpcEndpointId ?? '';
}
