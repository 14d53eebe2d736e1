import type { EstateIds } from '../three-accounts/estate.js';
import { keyIdOf } from '../three-accounts/heal.js';
import {
  ACCESS_POINT,
  accessPointPolicy,
  allowing,
  BUCKET,
  bucketPolicy,
  ENDPOINT_POLICY,
  GROUP,
  identityStatements,
  KEY,
  keyPolicy,
  LOG_GROUP,
  policyOf,
  REGION,
  ROLE,
  USER,
} from '../three-accounts/policies.js';
import type { StandInAccount, StandInEstate, StandInOrganization } from './estate.js';

/** What `buildThreeAccounts` builds over the wire, as the stand-in takes it. */
export function standInFor(ids: EstateIds): StandInEstate {
  const { account, keyArn, userArn, roleArn } = ids;
  const policy = keyPolicy(account.key, [userArn, roleArn]);
  return {
    accounts: {
      [account.management]: { canonicalId: 'a'.repeat(64) },
      [account.caller]: callerAccount(ids),
      [account.bucket]: bucketAccount(ids),
      [account.key]: { canonicalId: 'd'.repeat(64), keys: { [keyIdOf(keyArn)]: { region: REGION, policy } } },
    },
    organization: organizationOf(ids),
  };
}

function callerAccount(ids: EstateIds): StandInAccount {
  const { boundaryArn: boundary, managedPolicyArn, keyArn, accessPointArn } = ids;
  const app = { app: policyOf(...Object.values(identityStatements(keyArn, accessPointArn))) };
  const attached = [managedPolicyArn];
  const own = { own: allowing('ec2:*') };
  return {
    canonicalId: 'b'.repeat(64),
    users: { [USER]: { path: '/people/', boundary, inline: own, attached, groups: [GROUP] } },
    groups: { [GROUP]: { inline: app, attached } },
    roles: { [ROLE]: { boundary, inline: app, attached } },
    policies: { [boundary]: allowing('s3:*', 'kms:*'), [managedPolicyArn]: allowing('s3:ListAllMyBuckets') },
    vpcEndpoints: { [ids.vpcEndpointId]: ENDPOINT_POLICY },
  };
}

function bucketAccount(ids: EstateIds): StandInAccount {
  const { account, keyArn, userArn, roleArn, accessPointArn, accessPointAlias: alias } = ids;
  const on = true;
  return {
    canonicalId: 'c'.repeat(64),
    buckets: {
      [BUCKET]: {
        region: REGION,
        policy: bucketPolicy([userArn, roleArn]),
        publicAccessBlock: {
          BlockPublicAcls: on,
          IgnorePublicAcls: on,
          BlockPublicPolicy: on,
          RestrictPublicBuckets: on,
        },
        ownership: 'BucketOwnerEnforced',
        encryption: { algorithm: 'aws:kms', kmsKeyId: keyArn },
        versioning: 'Enabled',
        objects: { [KEY]: ids.versionId },
      },
    },
    accessPoints: {
      [ACCESS_POINT]: {
        // moto has all access points in us-east-1.
        region: accessPointArn.split(':')[3] ?? '',
        bucket: BUCKET,
        bucketAccount: account.bucket,
        alias,
        policy: accessPointPolicy(accessPointArn, [userArn, roleArn]),
      },
    },
    logGroups: { [LOG_GROUP]: [] },
  };
}

function organizationOf({ account, rootId, unitId }: EstateIds): StandInOrganization {
  const everything = policyOf({ Effect: 'Allow', Action: '*', Resource: '*' });
  const type = 'SERVICE_CONTROL_POLICY';
  const attachedTo = [rootId, unitId, ...Object.values(account)];
  const accounts = Object.values(account).map((id) => [id, rootId]);
  return {
    id: 'o-exampleorgid',
    managementAccount: account.management,
    rootId,
    policyTypes: [type],
    parents: { ...Object.fromEntries(accounts), [unitId]: rootId, [account.caller]: unitId },
    policies: { 'p-FullAWSAccess': { type, document: everything, attachedTo } },
  };
}
