/** The documents of the estate as they should be, and the names that they are about. */

export const REGION = 'eu-west-1';
export const BUCKET = 'amzn-s3-demo-bucket';
export const KEY = 'reports/q1.csv';
export const ROLE = 'app-role';
export const USER = 'Jane';
export const GROUP = 'readers';
export const ACCESS_POINT = 'reports';
export const LOG_GROUP = 'cloudtrail/s3-data-events';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

export function policyOf(...Statement: readonly object[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

export function allowing(...Action: readonly string[]): PolicyDocument {
  return policyOf({ Effect: 'Allow', Action, Resource: '*' });
}

const OBJECT_ACTIONS = ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'];
export const OBJECTS = { Action: OBJECT_ACTIONS, Resource: `arn:aws:s3:::${BUCKET}/*` };
export const LIST = { Action: 's3:ListBucket', Resource: `arn:aws:s3:::${BUCKET}` };
const KEY_USE = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** Objects, their listing, their key, and the objects through the access point. */
export function identityStatements(keyArn: string, accessPointArn: string) {
  return {
    objects: { Effect: 'Allow', ...OBJECTS },
    list: { Effect: 'Allow', ...LIST },
    key: { Effect: 'Allow', Action: KEY_USE, Resource: keyArn },
    accessPoint: { Effect: 'Allow', Action: OBJECT_ACTIONS, Resource: `${accessPointArn}/object/*` },
  };
}

export function bucketPolicy(callers: readonly string[], ...more: readonly object[]): PolicyDocument {
  const Principal = { AWS: callers };
  return policyOf(
    { Effect: 'Allow', Principal, ...OBJECTS },
    { Effect: 'Allow', Principal, ...LIST },
    ...more,
  );
}

export function accessPointPolicy(accessPointArn: string, callers: readonly string[]): PolicyDocument {
  const Resource = `${accessPointArn}/object/*`;
  return policyOf({ Effect: 'Allow', Principal: { AWS: callers }, Action: OBJECT_ACTIONS, Resource });
}

export function keyPolicy(account: string, callers: readonly string[]): PolicyDocument {
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const users = { Effect: 'Allow', Principal: { AWS: callers }, Action: KEY_USE, Resource: '*' };
  return policyOf(
    { Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' },
    ...(callers.length === 0 ? [] : [users]),
  );
}

export const ENDPOINT_POLICY = policyOf({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
