import { accessPointObjectArn, bucketArn, objectArn } from '../../../s3/index.js';
import type { Situation } from '../../situation.js';
import type { StatementDraft } from '../document.js';
import { exactArn } from '../exact-arn.js';
import type { Met, RecipeInput } from './recipe.js';

/** A permission that is missing. */
export interface Need {
  readonly iamAction: string;
  readonly resource: string;
  /** The key is not known: `resource` is a pattern, for every object. */
  readonly pattern: boolean;
}

/** The permissions that are missing: from the simulations, else from the error text. */
export function needsOf({ obstacles, situation }: RecipeInput): readonly Need[] {
  if (obstacles.length > 0) return obstacles.map((obstacle) => needOf(obstacle, situation));
  const { error, request } = situation.evidence;
  const bucket = request.bucket ?? error?.bucket;
  const key = request.key ?? error?.key;
  if (error?.action === undefined) return stillDenied(situation);
  if (error.action.startsWith('kms:')) {
    const { keyArn } = situation.kms;
    return keyArn === undefined ? [] : [{ iamAction: error.action, resource: keyArn, pattern: false }];
  }
  if (bucket === undefined) return [];
  const region = situation.evidence.snapshot.bucket?.region ?? request.region;
  const resource = key === undefined ? bucketArn(bucket, region) : objectArn(bucket, key, region);
  return [{ iamAction: error.action, resource, pattern: false }];
}

/** What the policies do not allow, whatever it is that S3 itself named as the cause. */
function stillDenied(situation: Situation): readonly Need[] {
  return situation.simulations
    .filter(
      ({ service, permission, evaluation }) =>
        service === 's3' && permission.required && evaluation.decision !== 'allowed',
    )
    .map((simulation) => needOf({ simulation, blocker: { layer: 'resource', kind: 'no_allow' } }, situation));
}

function needOf(obstacle: Met, { evidence }: Situation): Need {
  const { permission } = obstacle.simulation;
  return {
    iamAction: permission.iamAction,
    resource: askedFor(obstacle),
    pattern: permission.on === 'object' && evidence.request.key === undefined,
  };
}

/** The resource as the blocker's policies have to name it: all but the bucket's own know it by its access point, where there is one. */
export function askedFor({ blocker, simulation }: Met): string {
  return blocker.layer === 'resource' ? simulation.request.resource : simulation.callerResource;
}

/** What the access point is asked for, in its own form: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
export function atAccessPoint(
  { iamAction, resource, pattern }: Need,
  pointArn: string,
  key: string | undefined,
): Need {
  const isObject = resource.includes('/');
  return { iamAction, pattern, resource: isObject ? accessPointObjectArn(pointArn, key ?? '*') : pointArn };
}

/** One statement for each resource, with exactly the actions that are missing on it. */
export function allowStatements(
  needs: readonly Need[],
  { Principal: principal, Resource: anyResource, Condition: condition }: StatementDraft,
  variables: boolean,
): readonly StatementDraft[] {
  const byResource = new Map<string, Set<string>>();
  for (const { iamAction, resource, pattern } of needs) {
    const written = pattern ? resource : exactArn(resource, variables);
    byResource.set(written, (byResource.get(written) ?? new Set()).add(iamAction));
  }
  return [...byResource].map(([resource, actions]) => ({
    Effect: 'Allow',
    ...(principal === undefined ? {} : { Principal: principal }),
    Action: actions.size === 1 ? [...actions][0] : [...actions],
    Resource: anyResource ?? resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
}
