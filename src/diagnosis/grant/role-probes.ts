import { compilePolicies, evaluateRequest } from '../../policy/index.js';
import { analyse } from '../analyse.js';
import { bucketResourceControl, layersOf } from '../layers.js';
import type { Evidence } from '../types.js';
import type { GrantContext } from './context.js';
import type { Probe } from './probes.js';
import type { NewRole } from './role.js';
import type { Goal } from './types.js';
import type { Verification } from './verify.js';

/** The probes as the role sends them: a new one, of which everything is known but what the bucket's organization allows it. */
export function asRoleProbes({ goal, probes, key }: GrantContext, role: NewRole): readonly Probe[] {
  const { bucketAccount } = goal;
  const session = role.arn.replace(
    /^(arn:[^:]+):iam::(\d{12}):role\/(.+)$/,
    '$1:sts::$2:assumed-role/$3/s3denied-test',
  );
  return probes.map(({ operation, evidence }) => {
    const { caller: _, ...snapshot } = evidence.snapshot;
    const { bucket } = snapshot;
    const caller = {
      arn: role.arn,
      ...(bucketAccount === undefined ? {} : { account: bucketAccount }),
      ...(bucket?.organizationId === undefined ? {} : { organizationId: bucket.organizationId }),
      identityPolicies: [{ name: role.name, document: role.permissions }],
      permissionsBoundary: null,
      sessionPolicies: [],
      tags: {},
    };
    const asRole = {
      ...evidence,
      request: { ...evidence.request, principal: session },
      snapshot: { ...snapshot, caller },
    };
    // The AWS managed key serves everybody of its account that S3 asks for; its policy cannot be changed.
    return { operation, evidence: key.used === 'managed' ? withoutKms(asRole) : asRole };
  });
}

function withoutKms(evidence: Evidence): Evidence {
  const { bucket, object, ...snapshot } = evidence.snapshot;
  const { encryption: _default, ...plainBucket } = bucket ?? {};
  const { encryption: _own, ...plainObject } = object ?? {};
  return {
    ...evidence,
    snapshot: {
      ...snapshot,
      ...(bucket === undefined ? {} : { bucket: plainBucket }),
      ...(object === undefined ? {} : { object: plainObject }),
      kmsKey: null,
    },
  };
}

/** Whether the grantee may assume the role once both sides' policies are in place. */
export function verifyAssuming(
  applied: Evidence,
  role: NewRole,
  { grantee, bucketAccount }: Goal,
): Verification {
  const { snapshot, request } = applied;
  const { principal } = analyse(applied);
  if (principal === undefined || bucketAccount === undefined)
    return { verified: null, because: ['the account that owns the bucket'] };
  const { policies, unknown } = layersOf(snapshot, principal, {
    policy: role.trust,
    name: 'the trust policy',
    // What binds the bucket binds the role: both are in one account.
    resourceControl: bucketResourceControl(snapshot),
    // Which endpoint, if any, leads to STS is not the one that leads to S3.
    vpcEndpoint: null,
    resourceGrant: 'no',
  });
  const evaluation = evaluateRequest(
    {
      principal: grantee.arn,
      action: 'sts:AssumeRole',
      resource: role.arn,
      resourceAccount: bucketAccount,
      context: request.context,
      contextComplete: false,
    },
    compilePolicies(policies),
    unknown,
  );
  switch (evaluation.decision) {
    case 'allowed':
      return { verified: true, because: [`sts:AssumeRole on ${role.name} is allowed by every policy`] };
    case 'undetermined':
      return {
        verified: null,
        because: [`the policies that decide whether ${grantee.words} may call sts:AssumeRole`],
      };
    case 'explicit_deny':
    case 'implicit_deny':
      return {
        verified: false,
        because: [`a policy of ${grantee.words} or its account denies sts:AssumeRole`],
      };
  }
}
