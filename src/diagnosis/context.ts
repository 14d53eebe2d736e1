import type { ContextValue } from '../policy/types.js';
import { contextFromRequest } from '../s3/index.js';
import type { KmsUse } from './kms-use.js';
import type { Evidence } from './types.js';

type Context = Record<string, ContextValue>;

/**
 * The request context that follows from all that is known: what the request itself says, what a person told, and what the snapshot
 * holds of caller, bucket, object and network. A key that nobody knows is missing, which is *unknown*; `null` is known to be absent.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(evidence: Evidence): Context {
  return {
    ...callerContext(evidence),
    ...bucketContext(evidence),
    ...networkContext(evidence),
    ...contextFromRequest(evidence.request),
    ...evidence.request.context,
  };
}

/** The same request as another bucket sees it: nothing is known of that bucket and its objects. */
export function elsewhereContext(evidence: Evidence): Context {
  const { bucket: _, object: __, ...snapshot } = evidence.snapshot;
  return requestContext({ ...evidence, snapshot });
}

/** S3's call to KMS in the caller's name: the resource is the key, so the bucket's and the object's own keys are not in it. */
export function keyRequestContext(evidence: Evidence, kms: KmsUse): Context {
  const { bucket } = evidence.snapshot;
  const sameOwner = bucket?.account !== undefined && bucket.account === kms.keyAccount;
  return {
    ...elsewhereContext(evidence),
    ...(bucket?.region === undefined ? {} : { 'aws:RequestedRegion': bucket.region }),
    ...(sameOwner && bucket.organizationId !== undefined
      ? { 'aws:ResourceOrgID': bucket.organizationId }
      : {}),
    ...kms.context,
  };
}

function callerContext({ snapshot, request }: Evidence): Context {
  const context: Context = {};
  const caller = snapshot.caller;
  // A session's ARN does not tell its role's path; the role's own does.
  if (caller?.arn !== undefined && /:role\//.test(caller.arn)) context['aws:PrincipalArn'] = caller.arn;
  if (caller?.organizationId !== undefined) context['aws:PrincipalOrgID'] = caller.organizationId;
  for (const [tag, value] of Object.entries(caller?.tags ?? {})) context[`aws:PrincipalTag/${tag}`] = value;
  if (request.principal === 'anonymous') {
    context['aws:MultiFactorAuthPresent'] = null;
    context['aws:PrincipalOrgID'] = null;
  }
  return context;
}

function bucketContext({ snapshot }: Evidence): Context {
  const context: Context = {};
  const { bucket, object } = snapshot;
  if (bucket?.organizationId !== undefined) context['aws:ResourceOrgID'] = bucket.organizationId;
  if (bucket?.region !== undefined) context['aws:RequestedRegion'] = bucket.region;
  for (const [tag, value] of Object.entries(object?.tags ?? {}))
    context[`s3:ExistingObjectTag/${tag}`] = value;
  if (bucket?.abacEnabled === true)
    for (const [tag, value] of Object.entries(bucket.tags ?? {})) {
      context[`aws:ResourceTag/${tag}`] = value;
      context[`s3:BucketTag/${tag}`] = value;
    }
  return context;
}

/** Requests through a VPC endpoint have no `aws:SourceIp`; all others have none of the VPC keys. */
function networkContext({ snapshot }: Evidence): Context {
  const endpoint = snapshot.vpcEndpoint;
  if (endpoint === undefined) return {};
  if (endpoint === null)
    return {
      'aws:SourceVpce': null,
      'aws:SourceVpc': null,
      'aws:SourceVpcArn': null,
      'aws:VpcSourceIp': null,
    };
  return { 'aws:SourceIp': null, ...(endpoint.id === undefined ? {} : { 'aws:SourceVpce': endpoint.id }) };
}
