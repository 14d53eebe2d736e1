import type { Blocker, LayerName } from '../../policy/types.js';
import { bucketArn, objectArn } from '../../s3/index.js';
import { asList, isRecord } from '../json.js';
import type { RecipeName } from '../names.js';
import type { Simulation, Situation } from '../situation.js';
import { callerForPolicies } from './caller-arn.js';
import { meetingValue } from './comply.js';
import { changeStatement, withStatement } from './document.js';
import {
  CONTEXT_KEY,
  documentAt,
  editPolicy,
  keyOf,
  placeOf,
  type DraftPlace,
  type Drafts,
} from './drafts.js';

/** What a recipe did: the drafts with its change in them, and which of them it touched. */
export interface Outcome {
  readonly drafts: Drafts;
  readonly touched: readonly string[];
}

/** What a recipe works on: the obstacles that are this cause, each with the simulation that met it. */
export interface RecipeInput {
  readonly situation: Situation;
  readonly obstacles: readonly { readonly blocker: Blocker; readonly simulation: Simulation }[];
  readonly drafts: Drafts;
}

type Recipe = (input: RecipeInput) => Outcome;

interface Need {
  readonly iamAction: string;
  readonly resource: string;
}

/** The permissions that are missing: from the simulations, else from the error text. */
function needsOf({ obstacles, situation }: RecipeInput): readonly Need[] {
  const needs = obstacles.map(({ simulation }) => ({
    iamAction: simulation.permission.iamAction,
    resource: simulation.request.resource,
  }));
  if (needs.length > 0) return needs;
  const { error, request } = situation.evidence;
  const bucket = request.bucket ?? error?.bucket;
  const key = request.key ?? error?.key;
  if (error?.action === undefined) return [];
  if (error.action.startsWith('kms:'))
    return situation.kms.keyArn === undefined
      ? []
      : [{ iamAction: error.action, resource: situation.kms.keyArn }];
  if (bucket === undefined) return [];
  return [
    { iamAction: error.action, resource: key === undefined ? bucketArn(bucket) : objectArn(bucket, key) },
  ];
}

function allowStatement(
  needs: readonly Need[],
  more: Readonly<Record<string, unknown>>,
): readonly Record<string, unknown>[] {
  const byResource = new Map<string, Set<string>>();
  for (const { iamAction, resource } of needs)
    byResource.set(resource, (byResource.get(resource) ?? new Set()).add(iamAction));
  return [...byResource].map(([resource, actions]) => ({
    Effect: 'Allow',
    ...(more['Principal'] === undefined ? {} : { Principal: more['Principal'] }),
    Action: actions.size === 1 ? [...actions][0] : [...actions],
    Resource: more['Resource'] ?? resource,
  }));
}

/** Adds the missing allow to a policy; for one that could not be read, tells the statement to add to it. */
function allowAt(
  place: DraftPlace,
  more: (input: RecipeInput) => Readonly<Record<string, unknown>> | undefined,
  ownPolicy = false,
): Recipe {
  return (input) => {
    const { situation, drafts } = input;
    const extra = more(input);
    const needs = needsOf(input);
    if (extra === undefined || needs.length === 0) return { drafts, touched: [] };
    const statements = allowStatement(needs, extra);
    const unread = documentAt(situation.evidence.snapshot, place) === undefined;
    const edited =
      unread && !ownPolicy
        ? { ...drafts, additions: new Map([...drafts.additions, [keyOf(place), statements]]) }
        : editPolicy(drafts, situation.evidence.snapshot, place, (draft) =>
            statements.reduce(withStatement, draft),
          );
    return { drafts: edited, touched: [keyOf(place)] };
  };
}

/** An inline policy of its own, so that nothing that exists is rewritten. */
export const OWN_POLICY = 's3denied-access';

const principalElement = ({ situation }: RecipeInput): Readonly<Record<string, unknown>> | undefined => {
  const arn = callerForPolicies(situation);
  return arn === undefined ? undefined : { Principal: { AWS: arn } };
};

/** The same allow in the policy that a blocker's layer holds, whatever its name. */
function allowInLayer(layer: LayerName): Recipe {
  return (input) => {
    const { caller } = input.situation.evidence.snapshot;
    const name =
      layer === 'permissionsBoundary'
        ? caller?.permissionsBoundary?.name
        : caller?.sessionPolicies?.[0]?.name;
    if (name === undefined) return { drafts: input.drafts, touched: [] };
    return allowAt(placeOf(layer, 's3', name, undefined), () => ({}))(input);
  };
}

const LAYER_RECIPES: Readonly<Partial<Record<LayerName, RecipeName>>> = {
  identity: 'allowInIdentityPolicy',
  permissionsBoundary: 'allowInPermissionsBoundary',
  session: 'allowInSessionPolicy',
  vpcEndpoint: 'allowInEndpointPolicy',
};

/** Adds what is missing in each layer in which it is missing. */
const allowWhereMissing: Recipe = (input) => {
  // Known from an error text or an answer alone: the caller's own policies are where it is mostly missing.
  if (input.obstacles.length === 0) return RECIPES.allowInIdentityPolicy(input);
  return input.obstacles.reduce<Outcome>(
    ({ drafts, touched }, obstacle) => {
      const { blocker, simulation } = obstacle;
      const onKey = simulation.service === 'kms' ? 'allowInKeyPolicy' : 'allowInBucketPolicy';
      const name = blocker.layer === 'resource' ? onKey : LAYER_RECIPES[blocker.layer];
      if (name === undefined) return { drafts, touched };
      const outcome = RECIPES[name]({ ...input, drafts, obstacles: [obstacle] });
      return { drafts: outcome.drafts, touched: [...new Set([...touched, ...outcome.touched])] };
    },
    { drafts: input.drafts, touched: [] },
  );
};

/** Exempts exactly this caller from the statements that deny it. */
const narrowDeny: Recipe = ({ situation, obstacles, drafts }) => {
  const arn = callerForPolicies(situation);
  if (arn === undefined) return { drafts, touched: [] };
  return obstacles.reduce<Outcome>(
    (outcome, { blocker, simulation }) => {
      if (blocker.kind !== 'explicit_deny' || blocker.statement === undefined) return outcome;
      const place = placeOf(blocker.layer, simulation.service, blocker.policy ?? '', blocker.level);
      const index = blocker.statement;
      const edited = editPolicy(outcome.drafts, situation.evidence.snapshot, place, (draft) =>
        changeStatement(draft, index, (statement) => exempt(statement, arn)),
      );
      return { drafts: edited, touched: [...new Set([...outcome.touched, keyOf(place)])] };
    },
    { drafts, touched: [] },
  );
};

function exempt(
  statement: Readonly<Record<string, unknown>>,
  arn: string,
): Readonly<Record<string, unknown>> {
  const condition = isRecord(statement['Condition']) ? statement['Condition'] : {};
  const operator = isRecord(condition['ArnNotLike']) ? 'ArnNotLike' : 'ArnNotEquals';
  const keys = isRecord(condition[operator]) ? condition[operator] : {};
  const name =
    Object.keys(keys).find((key) => key.toLowerCase() === 'aws:principalarn') ?? 'aws:PrincipalArn';
  const listed = asList(keys[name]);
  const values = listed.includes(arn) ? listed : [...listed, arn];
  return {
    ...statement,
    Condition: { ...condition, [operator]: { ...keys, [name]: values.length === 1 ? values[0] : values } },
  };
}

/** Has the request be what the condition wants: the way to comply with a deny that somebody made on purpose. */
const meetCondition: Recipe = ({ obstacles, drafts }) => {
  const wanted: Record<string, unknown> = {};
  for (const { blocker } of obstacles) {
    const denies = blocker.kind === 'explicit_deny';
    const conditions = denies ? (blocker.conditions ?? []).slice(0, 1) : missedConditions(blocker);
    for (const condition of conditions) {
      const value = meetingValue(condition, denies);
      if (value !== undefined) wanted[condition.contextKey] = value;
    }
  }
  if (Object.keys(wanted).length === 0) return { drafts, touched: [] };
  return { drafts: { ...drafts, context: { ...drafts.context, ...wanted } }, touched: [CONTEXT_KEY] };
};

function missedConditions(blocker: Blocker) {
  const condition = blocker.nearMisses?.[0]?.condition;
  return condition === undefined ? [] : [condition];
}

function setting(path: string, value: unknown): Recipe {
  return ({ drafts }) => ({
    drafts: { ...drafts, settings: { ...drafts.settings, [path]: value } },
    touched: [path],
  });
}

const sendRequestPayer: Recipe = ({ drafts }) => ({
  drafts: { ...drafts, context: { ...drafts.context, 'x-amz-request-payer': 'requester' } },
  touched: [CONTEXT_KEY],
});

const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  allowWhereMissing,
  allowInIdentityPolicy: allowAt({ target: 'caller.identityPolicies', name: OWN_POLICY }, () => ({}), true),
  allowInBucketPolicy: allowAt({ target: 'bucket.policy' }, principalElement),
  allowInKeyPolicy: allowAt({ target: 'kmsKey.policy' }, (input) => {
    const principal = principalElement(input);
    return principal === undefined ? undefined : { ...principal, Resource: '*' };
  }),
  allowInPermissionsBoundary: allowInLayer('permissionsBoundary'),
  allowInSessionPolicy: allowInLayer('session'),
  allowInEndpointPolicy: allowAt({ target: 'vpcEndpoint.policy' }, () => ({ Principal: '*' })),
  narrowDeny,
  meetCondition,
  sendRequestPayer,
  takeOwnership: setting('bucket.objectOwnership', 'BucketOwnerEnforced'),
};

export function runRecipe(name: RecipeName, input: RecipeInput): Outcome {
  return RECIPES[name](input);
}
