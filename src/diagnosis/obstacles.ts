import { compilePolicies, evaluateRequest } from '../policy/index.js';
import type { Blocker, NearMiss, PolicySet, Residual } from '../policy/types.js';
import { operationNamed } from '../s3/index.js';
import { causeOf, type Obstacle } from './classify.js';
import { isCloudFront, isThroughEndpoint, type Simulation, type Situation } from './situation.js';
import { statementOf } from './policy-evidence.js';

// Every cause of the catalogue asks which blockers are its own; a blocker belongs to one simulation of one situation.
const causes = new WeakMap<Blocker, string>();

/** Which cause a blocker is. */
export function causeOfBlocker(blocker: Blocker, simulation: Simulation, situation: Situation): string {
  const known = causes.get(blocker) ?? causeOf(obstacleOf(blocker, simulation, situation));
  causes.set(blocker, known);
  return known;
}

function obstacleOf(blocker: Blocker, simulation: Simulation, situation: Situation): Obstacle {
  const nearest = blocker.nearMisses?.[0];
  return {
    ...commonOf(simulation, situation),
    layer: blocker.layer,
    kind: blocker.kind,
    contextKeys: blocker.conditions?.map(({ contextKey }) => contextKey) ?? conditionKeys(nearest),
    missed: nearest?.element,
    slip: nearest?.slip ?? false,
    namesBucketOnly:
      blocker.layer === 'identity' && blocker.kind === 'no_allow' && namesBucketOnly(simulation),
    stalePrincipal: blocker.nearMisses?.some((miss) => isStale(miss)) ?? false,
  };
}

function conditionKeys(miss: NearMiss | undefined): readonly string[] {
  return miss?.condition === undefined ? [] : [miss.condition.contextKey];
}

function isStale(miss: NearMiss): boolean {
  return miss.element === 'Principal' && /\b(AROA|AIDA)[A-Z0-9]+/.test(miss.because);
}

export function obstacleOfResidual(
  residual: Residual,
  simulation: Simulation,
  situation: Situation,
): Obstacle {
  return {
    ...commonOf(simulation, situation),
    layer: residual.layer,
    kind: statementOf(simulation.evaluation, residual)?.effect === 'Deny' ? 'explicit_deny' : 'no_allow',
    contextKeys: [residual.contextKey],
    missed: 'Condition',
  };
}

function commonOf(simulation: Simulation, situation: Situation) {
  const { crossAccount, operation } = situation;
  return {
    service: simulation.service,
    iamAction: simulation.permission.iamAction,
    on: simulation.permission.on,
    managedKey: situation.kms.key?.manager === 'AWS',
    crossAccount,
    throughEndpoint: isThroughEndpoint(situation),
    accessPointAllows:
      simulation.evaluation.layers.some(
        ({ layer, outcome }) => layer === 'accessPoint' && outcome === 'allow',
      ) || isSaidToPass(situation),
    abacOff: situation.evidence.snapshot.bucket?.abacEnabled === false,
    bucketKey: situation.kms.bucketKey === true,
    serviceCaller: isCloudFront(situation) ? ('cloudfront' as const) : undefined,
    main: operation === undefined || isMain(operation, simulation.permission.iamAction),
  };
}

/** Somebody has looked at the access point's own policy, and it lets the request pass. */
function isSaidToPass({ evidence }: Situation): boolean {
  return evidence.stated.some(
    ({ causeId, status }) => causeId === 'access-point-policy' && status === 'ruled_out',
  );
}

function isMain(operation: string, iamAction: string): boolean {
  const row = operationNamed(operation);
  const own = [...(row?.needs ?? []).map((need) => need.iamAction), row?.versionAction ?? ''];
  return row === undefined || own.some((name) => name.toLowerCase() === iamAction.toLowerCase());
}

/** Whether the caller's own policies would allow the request if it did not go through the access point. */
function namesBucketOnly({ layers, request }: Simulation): boolean {
  const { accessPoint, identity } = layers.policies;
  if (accessPoint === undefined) return false;
  const alone = { ...NO_POLICIES, identity };
  return evaluateRequest(request, compilePolicies(alone)).layers.some(
    ({ layer, outcome }) => layer === 'identity' && outcome === 'allow',
  );
}

const NO_POLICIES: PolicySet = {
  identity: [],
  permissionsBoundary: null,
  session: [],
  resource: null,
  vpcEndpoint: null,
  serviceControl: [],
  resourceControl: [],
};
