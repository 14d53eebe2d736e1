import * as iam from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as s3Control from '@aws-sdk/client-s3-control';
import { BUCKET_ACCOUNT, CALLER_ACCOUNT, KEY_ACCOUNT, type AccountAdmin, type FakeAws } from './moto-aws.js';

export const BUCKET = 'amzn-s3-demo-bucket';
/** A bucket on which nothing is set. */
export const PLAIN_BUCKET = 'amzn-s3-demo-plain';
/** Its default encryption names an alias of its own account. */
export const ALIAS_BUCKET = 'amzn-s3-demo-alias';
export const KEY = 'reports/q1.csv';
export const USER_ARN = `arn:aws:iam::${CALLER_ACCOUNT}:user/people/Jane`;
/** A user who has nothing at all. */
export const BARE_USER_ARN = `arn:aws:iam::${CALLER_ACCOUNT}:user/Bare`;
export const ROLE_SESSION_ARN = `arn:aws:sts::${CALLER_ACCOUNT}:assumed-role/app-role/session-1`;

export const BUCKET_POLICY = policy('Allow', 's3:GetObject', `arn:aws:s3:::${BUCKET}/*`, {
  Principal: { AWS: USER_ARN },
});
export const ACCESS_POINT = 'app-point';
export const KEY_POLICY = policy('Allow', 'kms:*', '*', {
  Principal: { AWS: `arn:aws:iam::${KEY_ACCOUNT}:root` },
});

export interface Estate {
  readonly keyArn: string;
  readonly aliasedKeyArn: string;
  readonly managedPolicyArn: string;
  readonly groupPolicyArn: string;
  readonly boundaryArn: string;
  /** Of {@link ACCESS_POINT}, which leads to {@link BUCKET}. */
  readonly accessPointArn: string;
  readonly accessPointAlias: string;
}

/** Three accounts: a user and a role in the first, two buckets in the second, the buckets' key in the third. */
export async function buildEstate(aws: FakeAws): Promise<Estate> {
  const callers = await aws.admin(CALLER_ACCOUNT);
  const owners = await aws.admin(BUCKET_ACCOUNT);
  const keepers = await aws.admin(KEY_ACCOUNT);
  const keyArn = await buildKey(keepers);
  await buildBuckets(owners, keyArn);
  const aliasedKeyArn = await buildAliasBucket(owners);
  const accessPoint = await buildAccessPoint(owners);
  const policies = await buildPrincipals(callers);
  return { keyArn, aliasedKeyArn, ...accessPoint, ...policies };
}

async function buildKey({ kms }: AccountAdmin): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn ?? '';
  await kms.send(
    new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default', Policy: JSON.stringify(KEY_POLICY) }),
  );
  const grant = { KeyId: keyArn, GranteePrincipal: USER_ARN, Operations: ['DescribeKey' as const] };
  await kms.send(new CreateGrantCommand(grant));
  return keyArn;
}

async function buildBuckets({ s3: client }: AccountAdmin, keyArn: string): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  await client.send(new s3.CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  await client.send(new s3.CreateBucketCommand({ Bucket: PLAIN_BUCKET, CreateBucketConfiguration }));
  await client.send(new s3.PutBucketPolicyCommand({ Bucket: BUCKET, Policy: JSON.stringify(BUCKET_POLICY) }));
  await client.send(
    new s3.PutPublicAccessBlockCommand({
      Bucket: BUCKET,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    }),
  );
  await client.send(
    new s3.PutBucketOwnershipControlsCommand({
      Bucket: BUCKET,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  await client.send(
    new s3.PutBucketRequestPaymentCommand({
      Bucket: BUCKET,
      RequestPaymentConfiguration: { Payer: 'Requester' },
    }),
  );
  await client.send(defaultEncryption(BUCKET, keyArn));
  await client.send(new s3.PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: 'a,b\n' }));
}

function defaultEncryption(Bucket: string, KMSMasterKeyID: string): s3.PutBucketEncryptionCommand {
  const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID };
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
  return new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
}

async function buildAliasBucket({ s3: client, kms }: AccountAdmin): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn ?? '';
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/app', TargetKeyId: keyArn }));
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
  await client.send(new s3.CreateBucketCommand({ Bucket: ALIAS_BUCKET, CreateBucketConfiguration }));
  await client.send(defaultEncryption(ALIAS_BUCKET, `arn:aws:kms:eu-west-1:${BUCKET_ACCOUNT}:alias/app`));
  return keyArn;
}

type PointNames = Pick<Estate, 'accessPointArn' | 'accessPointAlias'>;

async function buildAccessPoint({ account, credentials, endpoint }: AccountAdmin): Promise<PointNames> {
  const client = new s3Control.S3ControlClient({
    region: 'eu-west-1',
    credentials,
    endpointProvider: () => ({ url: new URL(endpoint) }),
  });
  const named = { AccountId: account, Name: ACCESS_POINT };
  const VpcConfiguration = { VpcId: 'vpc-1a2b3c4d' };
  const created = await client.send(
    new s3Control.CreateAccessPointCommand({ ...named, Bucket: BUCKET, VpcConfiguration }),
  );
  return { accessPointArn: created.AccessPointArn ?? '', accessPointAlias: created.Alias ?? '' };
}

async function buildPrincipals({
  iam: client,
}: AccountAdmin): Promise<Pick<Estate, 'managedPolicyArn' | 'groupPolicyArn' | 'boundaryArn'>> {
  const managedPolicyArn = await createPolicy(client, 'list-buckets', 's3:ListAllMyBuckets');
  const groupPolicyArn = await createPolicy(client, 'readers-managed', 's3:ListBucket');
  const boundaryArn = await createPolicy(client, 'boundary', 's3:*');
  const document = (action: string) => JSON.stringify(policy('Allow', action, '*'));
  const Tags = [{ Key: 'team', Value: 'blue' }];
  await client.send(new iam.CreateUserCommand({ UserName: 'Jane', Path: '/people/', Tags }));
  await client.send(new iam.CreateUserCommand({ UserName: 'Bare' }));
  const user = { UserName: 'Jane' };
  await client.send(
    new iam.PutUserPolicyCommand({ ...user, PolicyName: 'own', PolicyDocument: document('s3:GetObject') }),
  );
  await client.send(new iam.AttachUserPolicyCommand({ ...user, PolicyArn: managedPolicyArn }));
  await client.send(new iam.PutUserPermissionsBoundaryCommand({ ...user, PermissionsBoundary: boundaryArn }));
  const group = { GroupName: 'readers' };
  await client.send(new iam.CreateGroupCommand(group));
  await client.send(
    new iam.PutGroupPolicyCommand({
      ...group,
      PolicyName: 'shared',
      PolicyDocument: document('s3:GetObjectTagging'),
    }),
  );
  await client.send(new iam.AttachGroupPolicyCommand({ ...group, PolicyArn: groupPolicyArn }));
  await client.send(new iam.AddUserToGroupCommand({ ...group, ...user }));
  const role = { RoleName: 'app-role' };
  const AssumeRolePolicyDocument = JSON.stringify(policy('Allow', 'sts:AssumeRole', '*'));
  await client.send(
    new iam.CreateRoleCommand({
      ...role,
      Path: '/service/',
      AssumeRolePolicyDocument,
      Tags,
      PermissionsBoundary: boundaryArn,
    }),
  );
  await client.send(
    new iam.PutRolePolicyCommand({ ...role, PolicyName: 'own', PolicyDocument: document('s3:GetObject') }),
  );
  await client.send(new iam.AttachRolePolicyCommand({ ...role, PolicyArn: managedPolicyArn }));
  return { managedPolicyArn, groupPolicyArn, boundaryArn };
}

async function createPolicy(client: iam.IAMClient, name: string, action: string): Promise<string> {
  const PolicyDocument = JSON.stringify(policy('Allow', action, '*'));
  const created = await client.send(new iam.CreatePolicyCommand({ PolicyName: name, PolicyDocument }));
  return created.Policy?.Arn ?? '';
}

/** One statement, as a document. */
export function policy(effect: 'Allow' | 'Deny', action: string, resource: string, more: object = {}) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: resource, ...more }],
  };
}
