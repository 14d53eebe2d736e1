import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import type { EstateIds, ThreeAccounts } from './estate.js';
import {
  attachServiceControlPolicy,
  putBoundary,
  putBucketPolicy,
  putEndpointPolicy,
  putGroupPolicy,
  putKeyPolicy,
  putPayer,
  putPublicAccessBlock,
  putRolePolicy,
  switchKey,
} from './heal.js';
import {
  BUCKET,
  bucketPolicy,
  identityStatements,
  keyPolicy,
  LIST,
  OBJECTS,
  policyOf,
  ROLE,
} from './policies.js';

/** The denied request, as far as it differs from the user's GetObject of the object that there is. */
export interface EstateRequest {
  readonly by?: 'role session';
  /** How it gets to the bucket; default: under the bucket's name, over the internet. */
  readonly through?: 'access point' | 'access point alias' | 'VPC endpoint';
  readonly version?: 'the only one';
  readonly operation?: 'GetObject' | 'PutObject';
  readonly key?: string;
  readonly context?: Readonly<Record<string, readonly string[] | null>>;
  readonly headers?: Readonly<Record<string, readonly string[] | null>>;
}

/** One thing that somebody got wrong, made over the wire, and what it is called. */
export interface Mistake {
  readonly name: string;
  readonly make: (estate: EstateIds) => Promise<unknown>;
  readonly request?: EstateRequest;
  /** Exactly these causes are confirmed. */
  readonly causes: readonly string[];
}

function identityOf({ keyArn, accessPointArn }: EstateIds) {
  return identityStatements(keyArn, accessPointArn);
}

/** The bucket's policy for its usual callers, with one more statement. */
function withStatement(statement: object) {
  return ({ admin, userArn, roleArn }: EstateIds) =>
    putBucketPolicy(admin.bucket, bucketPolicy([userArn, roleArn], statement));
}

const EVERYBODY = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [LIST.Resource, OBJECTS.Resource],
};

export const MISTAKES: readonly Mistake[] = [
  {
    name: "the role's own policy is gone",
    request: { by: 'role session' },
    make: ({ admin }) =>
      admin.caller.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'app' })),
    causes: ['identity-no-allow', 'kms-identity-no-allow'],
  },
  {
    name: "the group's policy names the bucket where objects are meant",
    make: (estate) => {
      const bucketOnly = { Effect: 'Allow', Action: OBJECTS.Action, Resource: LIST.Resource };
      const { list, key } = identityOf(estate);
      return putGroupPolicy(estate.admin.caller, policyOf(bucketOnly, list, key));
    },
    causes: ['wrong-arn-form'],
  },
  {
    name: 'a group policy denies what another allows',
    make: (estate) => {
      const deny = { Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/reports/*` };
      return putGroupPolicy(estate.admin.caller, policyOf(...Object.values(identityOf(estate)), deny));
    },
    causes: ['identity-deny'],
  },
  {
    name: 'the group may use the bucket, and not its key',
    make: (estate) => {
      const { objects, list } = identityOf(estate);
      return putGroupPolicy(estate.admin.caller, policyOf(objects, list));
    },
    causes: ['kms-identity-no-allow'],
  },
  {
    name: 'the boundary is for another service',
    request: { by: 'role session' },
    make: ({ admin, otherBoundaryArn }) => putBoundary(admin.caller, otherBoundaryArn),
    causes: ['boundary-implicit'],
  },
  {
    name: "the bucket's policy grants somebody else",
    make: ({ admin, roleArn }) => putBucketPolicy(admin.bucket, bucketPolicy([roleArn])),
    causes: ['bucket-policy-no-allow'],
  },
  {
    name: "the bucket's policy names a user who was deleted",
    make: ({ admin }) => putBucketPolicy(admin.bucket, bucketPolicy(['AIDACKCEVSQ6C2EXAMPLE'])),
    causes: ['bucket-policy-stale-principal'],
  },
  {
    name: 'the bucket lets in one VPC endpoint only',
    make: withStatement({
      ...EVERYBODY,
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
    }),
    request: { context: { 'aws:SourceVpce': null } },
    causes: ['condition-source-vpce'],
  },
  {
    name: 'the bucket lets in one network only',
    make: withStatement({ ...EVERYBODY, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
    request: { context: { 'aws:SourceIp': ['198.51.100.7'], 'aws:ViaAWSService': ['false'] } },
    causes: ['condition-source-ip'],
  },
  {
    name: 'the bucket takes uploads with one encryption header only',
    make: withStatement({
      ...EVERYBODY,
      Action: 's3:PutObject',
      Resource: OBJECTS.Resource,
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
    }),
    request: { operation: 'PutObject', headers: { 'x-amz-server-side-encryption': null } },
    causes: ['condition-encryption-header'],
  },
  {
    name: 'a public policy meets RestrictPublicBuckets',
    make: async ({ admin }) => {
      const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS.Resource };
      await putPublicAccessBlock(admin.bucket, false);
      await putBucketPolicy(admin.bucket, policyOf(open));
      await putPublicAccessBlock(admin.bucket, true);
    },
    causes: ['bpa-restrict-public-buckets'],
  },
  {
    name: 'the requester is to pay, and did not say so',
    make: ({ admin }) => putPayer(admin.bucket, 'Requester'),
    request: { headers: { 'x-amz-request-payer': null } },
    causes: ['requester-pays'],
  },
  {
    name: 'there is no such object, and the caller may not list',
    request: { key: 'reports/q9.csv' },
    make: (estate) => {
      const { objects, key } = identityOf(estate);
      return putGroupPolicy(estate.admin.caller, policyOf(objects, key));
    },
    causes: ['missing-object-masked'],
  },
  {
    name: "the key's policy leaves the other account out",
    make: ({ admin, keyArn, account }) => putKeyPolicy(admin.key, keyArn, keyPolicy(account.key, [])),
    causes: ['kms-key-policy-no-allow'],
  },
  {
    name: 'the key is switched off',
    make: ({ admin, keyArn }) => switchKey(admin.key, keyArn, 'off'),
    causes: ['kms-key-disabled'],
  },
  {
    name: "the VPC endpoint's policy is for another bucket",
    request: { through: 'VPC endpoint' },
    make: ({ admin, vpcEndpointId }) => {
      const Resource = 'arn:aws:s3:::amzn-s3-demo-other-bucket/*';
      const other = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource };
      return putEndpointPolicy(admin.caller, vpcEndpointId, policyOf(other));
    },
    causes: ['vpce-policy-implicit'],
  },
  {
    name: 'the organization denies it to the account of the caller',
    make: (estate) =>
      attachServiceControlPolicy(estate, policyOf({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' })),
    causes: ['scp-deny'],
  },
];

/** Nothing of the requests of user and role is allowed by anybody. */
export async function makeEveryMistake(estate: ThreeAccounts): Promise<void> {
  const { admin, keyArn, account } = estate;
  await estate.heal();
  const denied = policyOf({ Effect: 'Deny', Action: 's3:Get*', Resource: '*' });
  await putGroupPolicy(admin.caller, denied);
  await putRolePolicy(admin.caller, denied);
  await putBoundary(admin.caller, estate.otherBoundaryArn);
  const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObjectTagging', Resource: OBJECTS.Resource };
  await putPublicAccessBlock(admin.bucket, false);
  await putBucketPolicy(admin.bucket, bucketPolicy(['AIDACKCEVSQ6C2EXAMPLE'], open));
  await putPublicAccessBlock(admin.bucket, true);
  await putPayer(admin.bucket, 'Requester');
  await putKeyPolicy(admin.key, keyArn, keyPolicy(account.key, []));
  await switchKey(admin.key, keyArn, 'off');
  await attachServiceControlPolicy(
    estate,
    policyOf({ Effect: 'Deny', Action: OBJECTS.Action, Resource: '*' }),
  );
}
