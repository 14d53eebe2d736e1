import { ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import {
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { DisableKeyCommand, EnableKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import type { Admin } from './admin.js';
import type { EstateIds } from './estate.js';
import {
  BUCKET,
  bucketPolicy,
  ENDPOINT_POLICY,
  GROUP,
  identityStatements,
  keyPolicy,
  policyOf,
  ROLE,
  USER,
  type PolicyDocument,
} from './policies.js';

/** Every setting that a mistake may change, as it should be. */
export async function heal(ids: EstateIds): Promise<void> {
  const { admin, userArn, roleArn, keyArn, accessPointArn, account } = ids;
  const callers = [userArn, roleArn];
  const identity = policyOf(...Object.values(identityStatements(keyArn, accessPointArn)));
  await putGroupPolicy(admin.caller, identity);
  await putRolePolicy(admin.caller, identity);
  await putBoundary(admin.caller, ids.boundaryArn);
  await putBucketPolicy(admin.bucket, bucketPolicy(callers));
  await putPublicAccessBlock(admin.bucket, true);
  await putPayer(admin.bucket, 'BucketOwner');
  await putOwnership(admin.bucket);
  await putDefaultKey(admin.bucket, keyArn);
  await putKeyPolicy(admin.key, keyArn, keyPolicy(account.key, callers));
  await switchKey(admin.key, keyArn, 'on');
  await putEndpointPolicy(admin.caller, ids.vpcEndpointId, ENDPOINT_POLICY);
  await detachServiceControlPolicies(ids);
}

export async function putGroupPolicy({ iam }: Admin, policy: PolicyDocument): Promise<void> {
  const PolicyDocument = JSON.stringify(policy);
  await iam.send(new PutGroupPolicyCommand({ GroupName: GROUP, PolicyName: 'app', PolicyDocument }));
}

export async function putRolePolicy({ iam }: Admin, policy: PolicyDocument): Promise<void> {
  const PolicyDocument = JSON.stringify(policy);
  await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'app', PolicyDocument }));
}

/** Of user and role. */
export async function putBoundary({ iam }: Admin, PermissionsBoundary: string): Promise<void> {
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: ROLE, PermissionsBoundary }));
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: USER, PermissionsBoundary }));
}

export async function putBucketPolicy({ s3: client }: Admin, policy: PolicyDocument): Promise<void> {
  await client.send(new s3.PutBucketPolicyCommand({ Bucket: BUCKET, Policy: JSON.stringify(policy) }));
}

export async function putPublicAccessBlock({ s3: client }: Admin, on: boolean): Promise<void> {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: on,
    IgnorePublicAcls: on,
    BlockPublicPolicy: on,
    RestrictPublicBuckets: on,
  };
  await client.send(new s3.PutPublicAccessBlockCommand({ Bucket: BUCKET, PublicAccessBlockConfiguration }));
}

export async function putPayer({ s3: client }: Admin, Payer: s3.Payer): Promise<void> {
  const RequestPaymentConfiguration = { Payer };
  await client.send(new s3.PutBucketRequestPaymentCommand({ Bucket: BUCKET, RequestPaymentConfiguration }));
}

async function putOwnership({ s3: client }: Admin): Promise<void> {
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] };
  await client.send(new s3.PutBucketOwnershipControlsCommand({ Bucket: BUCKET, OwnershipControls }));
}

async function putDefaultKey({ s3: client }: Admin, KMSMasterKeyID: string): Promise<void> {
  const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID };
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault }] };
  await client.send(new s3.PutBucketEncryptionCommand({ Bucket: BUCKET, ServerSideEncryptionConfiguration }));
}

export async function putKeyPolicy({ kms }: Admin, KeyId: string, policy: PolicyDocument): Promise<void> {
  const Policy = JSON.stringify(policy);
  await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
}

/** moto takes the bare id only. */
export async function switchKey({ kms }: Admin, keyArn: string, to: 'on' | 'off'): Promise<void> {
  const key = { KeyId: keyIdOf(keyArn) };
  await (to === 'on' ? kms.send(new EnableKeyCommand(key)) : kms.send(new DisableKeyCommand(key)));
}

export function keyIdOf(keyArn: string): string {
  return keyArn.split('/')[1] ?? '';
}

export async function putEndpointPolicy(
  { ec2 }: Admin,
  VpcEndpointId: string,
  policy: PolicyDocument,
): Promise<void> {
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument: JSON.stringify(policy) }));
}

/** On the unit in which the account of the caller is, beside AWS's own. */
export async function attachServiceControlPolicy(
  { admin, unitId }: EstateIds,
  policy: PolicyDocument,
): Promise<void> {
  const client = admin.management.organizations;
  const { Policy } = await client.send(
    new organizations.CreatePolicyCommand({
      Name: `policy-${Date.now()}`,
      Description: 'made by a test',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: JSON.stringify(policy),
    }),
  );
  const PolicyId = Policy?.PolicySummary?.Id;
  await client.send(new organizations.AttachPolicyCommand({ PolicyId, TargetId: unitId }));
}

async function detachServiceControlPolicies({ admin, unitId: TargetId }: EstateIds): Promise<void> {
  const client = admin.management.organizations;
  const { Policies = [] } = await client.send(
    new organizations.ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  for (const { Id: PolicyId, AwsManaged } of Policies)
    if (AwsManaged !== true) await client.send(new organizations.DetachPolicyCommand({ PolicyId, TargetId }));
}
