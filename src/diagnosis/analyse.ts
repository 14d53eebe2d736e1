import { compilePolicies, evaluateRequest, parsePrincipal, type Principal } from '../policy/index.js';
import type { PolicyRequest } from '../policy/types.js';
import { bucketArn, objectArn, operationNamed, requiredPermissions } from '../s3/index.js';
import type { RequiredPermission } from '../s3/types.js';
import type { OperationKind } from './catalogue.js';
import { requestContext } from './context.js';
import { callerText, withActualCaller } from './identity.js';
import { accessPointLayer, aclGrant, kmsGrant } from './grants.js';
import { kmsUse, type KmsUse } from './kms-use.js';
import { bucketResourceControl, keyResourceControl, layersOf, type Layers } from './layers.js';
import type { Simulation, Situation } from './situation.js';
import type { Evidence } from './types.js';

/** Everything that follows from the evidence: accounts, encryption, the permissions needed, and what the policies say of each. */
export function analyse(given: Evidence): Situation {
  const evidence = withActualCaller(given);
  const operation = evidence.request.operation ?? evidence.error?.operation;
  const principal = principalOf(evidence);
  const callerAccount =
    accountOf(principal) ?? evidence.snapshot.caller?.account ?? evidence.error?.accountId;
  const bucketAccount = evidence.snapshot.bucket?.account;
  const kind =
    operation === undefined ? kindOfAction(evidence.error?.action) : operationNamed(operation)?.kind;
  const kms = kmsUse(evidence, kind);
  const base = {
    evidence,
    operation,
    kind,
    principal,
    callerAccount,
    bucketAccount,
    crossAccount: isCrossAccount(evidence, principal, callerAccount, bucketAccount),
    kms,
  };
  const permissions = permissionsOf(evidence, operation, kms);
  return { ...base, permissions, simulations: simulateAll({ ...base, permissions, simulations: [] }) };
}

function principalOf(evidence: Evidence): Principal | undefined {
  const text = callerText(evidence);
  if (text === undefined) return undefined;
  const principal = parsePrincipal(text);
  return principal.kind === 'unrecognized' ? undefined : principal;
}

function isAccountOnly(evidence: Evidence): boolean {
  return /^\d{12}$/.test(callerText(evidence) ?? '');
}

export function accountOf(principal: Principal | undefined): string | undefined {
  return principal !== undefined && 'account' in principal ? principal.account : undefined;
}

function isCrossAccount(
  { request }: Evidence,
  principal: Principal | undefined,
  caller: string | undefined,
  bucket: string | undefined,
): boolean | undefined {
  if (principal?.kind === 'anonymous') return true;
  if (caller !== undefined && bucket !== undefined) return caller !== bucket;
  return request.crossAccount;
}

function kindOfAction(action: string | undefined): OperationKind | undefined {
  if (action === undefined) return undefined;
  const name = action.slice(action.indexOf(':') + 1);
  if (action.toLowerCase().startsWith('kms:')) return name.toLowerCase() === 'decrypt' ? 'read' : 'write';
  return operationNamed(name)?.kind;
}

function permissionsOf(
  evidence: Evidence,
  operation: string | undefined,
  kms: KmsUse,
): readonly RequiredPermission[] {
  const { request, error } = evidence;
  const needed =
    operation === undefined
      ? []
      : requiredPermissions(
          { ...request, operation },
          { kms: kms.used === 'yes', bucketKey: kms.bucketKey === true },
        );
  const action = error?.action;
  if (
    action === undefined ||
    needed.some(({ iamAction }) => iamAction.toLowerCase() === action.toLowerCase())
  )
    return needed;
  const on = action.toLowerCase().startsWith('kms:')
    ? 'key'
    : (request.key ?? error?.key) === undefined
      ? 'bucket'
      : 'object';
  return [...needed, { iamAction: action, on, required: true }];
}

function simulateAll(situation: Situation): readonly Simulation[] {
  const { principal } = situation;
  // An account id names nobody in particular: whose policies count is not known.
  if (principal === undefined || isAccountOnly(situation.evidence)) return [];
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
      return simulateKms(situation, principal, permission);
    case 'source-object':
    case 'source-key':
    case 'service':
      return undefined;
  }
}

function simulateS3(
  situation: Situation,
  principal: Principal,
  permission: RequiredPermission,
): Simulation | undefined {
  const { evidence } = situation;
  const { request, snapshot } = evidence;
  const bucket = request.bucket ?? snapshot.bucket?.name;
  if (bucket === undefined) return undefined;
  const region = snapshot.bucket?.region ?? request.region;
  const resource =
    permission.on === 'bucket' ? bucketArn(bucket, region) : objectArn(bucket, request.key ?? '*', region);
  const layers = layersOf(snapshot, principal, {
    policy: snapshot.bucket?.policy,
    name: 'the bucket policy',
    resourceControl: bucketResourceControl(snapshot),
    vpcEndpoint: snapshot.vpcEndpoint,
    resourceGrant: aclGrant(situation, permission),
    ...accessPointLayer(snapshot, permission, request.key),
  });
  return evaluate(situation, permission, 's3', layers, resource, resourceAccountOf(situation));
}

/** Where the two are said to be in one account, the bucket's account is the caller's. */
function resourceAccountOf({ bucketAccount, crossAccount, callerAccount }: Situation): string | undefined {
  return bucketAccount ?? (crossAccount === false ? callerAccount : undefined);
}

function simulateKms(
  situation: Situation,
  principal: Principal,
  permission: RequiredPermission,
): Simulation | undefined {
  const { snapshot } = situation.evidence;
  const { keyArn, keyAccount } = situation.kms;
  if (keyArn === undefined) return undefined;
  const layers = layersOf(snapshot, principal, {
    policy: snapshot.kmsKey?.policy,
    name: 'the key policy',
    resourceControl: keyResourceControl(snapshot),
    // S3 calls KMS itself: the caller's VPC endpoint does not see that call.
    vpcEndpoint: null,
    resourceGrant: kmsGrant(situation, permission),
  });
  return evaluate(situation, permission, 'kms', layers, keyArn, keyAccount);
}

function evaluate(
  situation: Situation,
  permission: RequiredPermission,
  service: 's3' | 'kms',
  layers: Layers,
  resource: string,
  resourceAccount: string | undefined,
): Simulation {
  const { evidence } = situation;
  const request: PolicyRequest = {
    principal: callerText(evidence) ?? 'anonymous',
    action: permission.iamAction,
    resource,
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
    context: { ...requestContext(evidence), ...(service === 'kms' ? situation.kms.context : {}) },
    contextComplete: false,
  };
  return {
    permission,
    service,
    request,
    layers,
    evaluation: evaluateRequest(request, compilePolicies(layers.policies), layers.unknown),
  };
}
