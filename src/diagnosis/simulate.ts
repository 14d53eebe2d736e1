import { compilePolicies, evaluateRequest, type Principal } from '../policy/index.js';
import type { PolicyRequest } from '../policy/types.js';
import { bucketArn, objectArn } from '../s3/index.js';
import type { RequiredPermission } from '../s3/types.js';
import { elsewhereContext, keyRequestContext } from './context.js';
import { copySource } from './copy-source.js';
import { aclGrant, accessPointLayer, kmsGrant } from './grants.js';
import { callerText } from './identity.js';
import type { KmsUse } from './kms-use.js';
import { bucketResourceControl, keyResourceControl, layersOf, type Layers } from './layers.js';
import type { Simulation, Situation } from './situation.js';
import { absentTags } from './tag-keys.js';

/** What all the policies together say of each permission that the request needs. */
export function simulateAll(situation: Situation): readonly Simulation[] {
  const { principal } = situation;
  // An account id names nobody in particular: whose policies count is not known.
  if (principal === undefined || /^\d{12}$/.test(callerText(situation.evidence) ?? '')) return [];
  return situation.permissions.flatMap((permission) => {
    const simulation = simulate(situation, principal, permission);
    return simulation === undefined ? [] : [simulation];
  });
}

function simulate(
  situation: Situation,
  principal: Principal,
  permission: RequiredPermission,
): Simulation | undefined {
  switch (permission.on) {
    case 'object':
    case 'bucket':
      return simulateS3(situation, principal, permission);
    case 'key':
      return simulateKms(situation, principal, permission, situation.kms);
    case 'source-object':
      return simulateSource(situation, principal, permission);
    case 'source-key':
      return situation.sourceKms === undefined
        ? undefined
        : simulateKms(situation, principal, permission, situation.sourceKms);
    case 'service':
      return undefined;
  }
}

function simulateS3(
  situation: Situation,
  principal: Principal,
  permission: RequiredPermission,
): Simulation | undefined {
  const { request, snapshot } = situation.evidence;
  const bucket = request.bucket ?? snapshot.bucket?.name;
  if (bucket === undefined) return undefined;
  const region = snapshot.bucket?.region ?? request.region;
  const resource =
    permission.on === 'bucket' ? bucketArn(bucket, region) : objectArn(bucket, request.key ?? '*', region);
  const layers = layersOf(snapshot, principal, {
    ...bucketSide(situation, permission),
    ...accessPointLayer(situation.evidence, permission),
  });
  return evaluate(situation, permission, {
    service: 's3',
    layers,
    resource,
    account: bucketOwner(situation),
  });
}

function bucketSide(situation: Situation, permission: RequiredPermission) {
  const { snapshot } = situation.evidence;
  return {
    policy: snapshot.bucket?.policy,
    name: 'the bucket policy',
    resourceControl: bucketResourceControl(snapshot),
    vpcEndpoint: snapshot.vpcEndpoint,
    resourceGrant: aclGrant(situation, permission),
  };
}

/** A copy also reads its source. Of a source in another bucket only the caller's own side is known. */
function simulateSource(
  situation: Situation,
  principal: Principal,
  permission: RequiredPermission,
): Simulation | undefined {
  const { request, snapshot } = situation.evidence;
  const source = copySource(request);
  if (source === undefined) return undefined;
  const resource = objectArn(source.bucket, source.key, snapshot.bucket?.region ?? request.region);
  if (source.bucket === snapshot.bucket?.name) {
    const layers = layersOf(snapshot, principal, bucketSide(situation, permission));
    return evaluate(situation, permission, {
      service: 's3',
      layers,
      resource,
      account: bucketOwner(situation),
    });
  }
  const layers = layersOf(snapshot, principal, {
    policy: undefined,
    name: "the source's bucket policy",
    resourceControl: undefined,
    vpcEndpoint: snapshot.vpcEndpoint,
    resourceGrant: 'unknown',
  });
  return evaluate(situation, permission, {
    service: 's3',
    layers,
    resource,
    account: undefined,
    context: elsewhereContext(situation.evidence),
  });
}

/** Where the two are said to be in one account, the bucket's account is the caller's. */
function bucketOwner({ bucketAccount, crossAccount, callerAccount }: Situation): string | undefined {
  return bucketAccount ?? (crossAccount === false ? callerAccount : undefined);
}

function simulateKms(
  situation: Situation,
  principal: Principal,
  permission: RequiredPermission,
  kms: KmsUse,
): Simulation | undefined {
  const { evidence } = situation;
  if (kms.keyArn === undefined) return undefined;
  const layers = layersOf(evidence.snapshot, principal, {
    policy: kms.key?.policy,
    name: 'the key policy',
    resourceControl: keyResourceControl(evidence.snapshot, kms.key),
    // S3 calls KMS itself: the caller's VPC endpoint does not see that call.
    vpcEndpoint: null,
    resourceGrant: kmsGrant(evidence, kms, permission),
  });
  return evaluate(situation, permission, {
    service: 'kms',
    layers,
    resource: kms.keyArn,
    account: kms.keyAccount,
    context: keyRequestContext(evidence, kms),
  });
}

interface Question {
  readonly service: 's3' | 'kms';
  readonly layers: Layers;
  readonly resource: string;
  readonly account: string | undefined;
  /** Left out: the request's own. */
  readonly context?: Situation['context'];
}

function evaluate(
  situation: Situation,
  permission: RequiredPermission,
  { service, layers, resource, account, context }: Question,
): Simulation {
  const request: PolicyRequest = {
    principal: callerText(situation.evidence) ?? 'anonymous',
    action: permission.iamAction,
    resource,
    ...(account === undefined ? {} : { resourceAccount: account }),
    context: context ?? { ...situation.context, ...absentTags(situation, layers.policies) },
    contextComplete: false,
  };
  return {
    permission,
    service,
    request,
    callerResource: layers.policies.accessPoint?.resource ?? resource,
    layers,
    evaluation: evaluateRequest(request, compilePolicies(layers.policies), layers.unknown),
  };
}
