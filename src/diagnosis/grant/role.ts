import type { GrantContext } from './context.js';
import { digestOf } from './part.js';
import { allowInS3, allowOnKey, nameGrantee } from './permits.js';

/** The role as it is to be made in the bucket's account. */
export interface NewRole {
  readonly name: string;
  readonly arn: string;
  readonly trust: object;
  readonly permissions: object;
}

export function roleOf({ goal, permits, key }: GrantContext): NewRole {
  const { bucket, bucketAccount = 'BUCKET_ACCOUNT', grantee, level } = goal;
  const onKey = key.used === 'customer' ? allowOnKey(permits, key.arn) : [];
  const trust = policy([{ Effect: 'Allow', ...nameGrantee(goal), Action: 'sts:AssumeRole' }]);
  const permissions = policy([...allowInS3(permits, goal, {}, true), ...onKey]);
  // Named after what is in it, so that no other role of this kind is met; 64 characters at most:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const name = `${`s3-${level}-${bucket}`.slice(0, 55)}-${digestOf([trust, permissions])}`;
  return { name, arn: `arn:${grantee.partition}:iam::${bucketAccount}:role/${name}`, trust, permissions };
}

function policy(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

/** The statement with which the grantee's own account lets it assume the role. */
export function mayAssume(role: NewRole) {
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role.arn };
}
