import { bucketArn, objectArn } from '../../s3/index.js';
import { exactArn } from '../fixes/exact-arn.js';
import type { StatementDraft } from '../fixes/document.js';
import type { Situation } from '../situation.js';
import type { Goal, Scope } from './types.js';

/** The permissions that the wanted requests need, by what they are asked on. */
export interface Permits {
  readonly objects: readonly string[];
  /** The objects' actions that come with `bucket-owner-full-control` only. */
  readonly handedOver: readonly string[];
  readonly bucket: readonly string[];
  readonly key: readonly string[];
}

/** From what S3 asks the policies for each of the requests. */
export function permitsOf(situations: readonly Situation[]): Permits {
  const key = actionsOn('key', situations);
  return {
    objects: actionsOn(
      'object',
      situations.filter((situation) => !handsOver(situation)),
    ),
    handedOver: actionsOn('object', situations.filter(handsOver)),
    bucket: actionsOn('bucket', situations),
    // A large upload is put together from parts, which S3 decrypts.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    key: key.includes('kms:GenerateDataKey') ? [...new Set([...key, 'kms:Decrypt'])] : key,
  };
}

function handsOver({ evidence }: Situation): boolean {
  return evidence.request.headers['x-amz-acl'] !== null;
}

function actionsOn(place: 'object' | 'bucket' | 'key', situations: readonly Situation[]): readonly string[] {
  const actions = situations.flatMap(({ permissions }) =>
    permissions.filter(({ on, required }) => required && on === place).map(({ iamAction }) => iamAction),
  );
  return [...new Set(actions)];
}

export function allActions({ objects, handedOver, bucket, key }: Permits): readonly string[] {
  return [...new Set([...bucket, ...objects, ...handedOver, ...key])];
}

/** `Principal`, or nothing in a policy of the grantee's own. */
interface Whom {
  readonly Principal?: { readonly AWS: string };
}

export function nameGrantee({ grantee }: Pick<Goal, 'grantee'>): Whom {
  return { Principal: { AWS: grantee.arn } };
}

/** Allows what is wanted of S3, and nothing beside it. `variables`: whether the policy is in the language that knows policy variables. */
export function allowInS3(
  { bucket, objects, handedOver }: Permits,
  goal: Goal,
  whom: Whom,
  variables: boolean,
): readonly StatementDraft[] {
  const onObjects = { Resource: objectsArn(goal, variables) };
  // In a policy of the grantee's own the ACL is no matter: the bucket's owner is who insists on it.
  const insists = whom.Principal !== undefined && handedOver.length > 0;
  const plain = insists ? objects : [...new Set([...objects, ...handedOver])];
  return [
    ...statement(whom, bucket, {
      Resource: bucketArn(goal.bucket, goal.region),
      ...prefixCondition(goal.scope, variables),
    }),
    ...statement(whom, plain, onObjects),
    ...statement(whom, insists ? handedOver : [], {
      ...onObjects,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}

/** No wildcard stands in a resource but the one at the end of a prefix. */
function objectsArn({ bucket, region, scope }: Goal, variables: boolean): string {
  switch (scope.kind) {
    case 'bucket':
      return objectArn(bucket, '*', region);
    case 'prefix':
      return `${exactArn(objectArn(bucket, scope.prefix, region), variables)}*`;
    case 'object':
      return exactArn(objectArn(bucket, scope.key, region), variables);
  }
}

function prefixCondition(scope: Scope, variables: boolean): StatementDraft {
  switch (scope.kind) {
    case 'bucket':
      return {};
    case 'prefix':
      return { Condition: { StringLike: { 's3:prefix': `${exactArn(scope.prefix, variables)}*` } } };
    case 'object':
      return { Condition: { StringLike: { 's3:prefix': exactArn(scope.key, variables) } } };
  }
}

/** The grantee's own policy on the key; S3 asks KMS in the grantee's name. */
export function allowOnKey({ key }: Permits, keyArn: string): readonly StatementDraft[] {
  return statement({}, key, { Resource: keyArn, ...throughS3(keyArn) });
}

/** A key policy's Resource is its key, always. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
export function allowInKeyPolicy(
  { key }: Permits,
  keyArn: string,
  principalArn: string,
): readonly StatementDraft[] {
  return statement({ Principal: { AWS: principalArn } }, key, { Resource: '*', ...throughS3(keyArn) });
}

/**
 * For S3 only, in the key's Region, where its buckets are.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function throughS3(keyArn: string): StatementDraft {
  const [, partition, , region] = keyArn.split(':');
  if (partition !== 'aws' || region === undefined) return {};
  return { Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } } };
}

function statement(whom: Whom, actions: readonly string[], rest: StatementDraft): readonly StatementDraft[] {
  if (actions.length === 0) return [];
  return [{ Effect: 'Allow', ...whom, Action: actions.length === 1 ? actions[0] : actions, ...rest }];
}
