import { createHash } from 'node:crypto';
import type { LayerName } from '../../../policy/types.js';
import { isRecord } from '../../json.js';
import type { Situation } from '../../situation.js';
import { callerForPolicies } from '../caller-arn.js';
import { hasVariables, policyOf, statementsOf, withStatement, type StatementDraft } from '../document.js';
import { documentAt, editPolicy, keyOf, type DraftPlace } from '../drafts.js';
import { isAwsManaged, permissionSetOf } from '../holder.js';
import { allowStatements, atAccessPoint, needsOf, type Need } from './needs.js';
import {
  forEachObstacle,
  placeOfBlocker,
  untouched,
  type Outcome,
  type Recipe,
  type RecipeInput,
} from './recipe.js';

/** An inline policy of its own, so that nothing that exists is rewritten. */
const OWN_POLICY = 's3denied-access';

/** The one inline policy that IAM Identity Center gives a role. */
const PERMISSION_SET_POLICY = 'AwsSSOInlinePolicy';

/** Adds the missing allow to a policy; for one that could not be read, or that AWS keeps, tells the statement to add. */
function allowAt(
  input: RecipeInput,
  place: DraftPlace,
  needs: readonly Need[],
  more: StatementDraft,
): Outcome {
  const { situation, drafts } = input;
  if (needs.length === 0) return untouched(input);
  const today = documentToday(situation, place);
  if (today === undefined || isAwsManaged(place.name)) {
    const before = drafts.additions.get(keyOf(place))?.statements ?? [];
    const statements = [...before, ...allowStatements(needs, more, true)];
    const additions = new Map([...drafts.additions, [keyOf(place), { place, statements }]]);
    return { drafts: { ...drafts, additions }, touched: [keyOf(place)] };
  }
  const edited = editPolicy(drafts, situation.evidence.snapshot, place, (draft) =>
    allowStatements(needs, more, hasVariables(draft)).reduce(withStatement, draft),
  );
  return { drafts: edited, touched: [keyOf(place)] };
}

/** Of a key that is not the one that was read, the policy is unread. */
function documentToday({ evidence, kms, sourceKms }: Situation, place: DraftPlace): unknown {
  const isAnotherKey = place.target === 'kmsKey.policy' && (kms.key ?? sourceKms?.key) === undefined;
  return isAnotherKey ? undefined : documentAt(evidence.snapshot, place);
}

export const allowInIdentityPolicy: Recipe = (input) => {
  const needs = needsOf(input);
  if (needs.length === 0) return untouched(input);
  const { principal, evidence } = input.situation;
  const { snapshot } = evidence;
  if (principal !== undefined && 'name' in principal && permissionSetOf(principal.name) !== undefined)
    return allowAt(input, { target: 'caller.identityPolicies', name: PERMISSION_SET_POLICY }, needs, {});
  if (snapshot.caller?.identityPolicies !== undefined)
    return allowAt(input, { target: 'caller.identityPolicies', name: OWN_POLICY }, needs, {});
  // Nobody has read which policies there are: a name that only this very statement has overwrites none of them.
  const statements = allowStatements(needs, {}, true);
  const digest = createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 8);
  const place = { target: 'caller.identityPolicies', name: `${OWN_POLICY}-${digest}` };
  const edited = editPolicy(input.drafts, snapshot, place, (draft) =>
    statements.reduce(withStatement, draft),
  );
  return { drafts: edited, touched: [keyOf(place)] };
};

function principalOf({ situation }: RecipeInput): StatementDraft | undefined {
  const arn = callerForPolicies(situation);
  return arn === undefined ? undefined : { Principal: { AWS: arn } };
}

/** Allows the caller by name in a policy of the resource's side; nothing where nobody can be named. */
function allowByName(target: string, more: (input: RecipeInput) => StatementDraft = () => ({})): Recipe {
  return (input) => {
    const principal = principalOf(input);
    return principal === undefined
      ? untouched(input)
      : allowAt(input, { target }, needsOf(input), { ...principal, ...more(input) });
  };
}

/** For a request through an access point, only for such: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
export const allowInBucketPolicy = allowByName('bucket.policy', ({ situation }) => {
  const account = accessPointOf(situation)?.split(':')[4];
  return account === undefined
    ? {}
    : { Condition: { StringEquals: { 's3:DataAccessPointAccount': account } } };
});

function accessPointOf({ evidence }: Situation): string | undefined {
  return evidence.snapshot.accessPoint?.arn ?? evidence.request.accessPointArn;
}

/** A key policy's Resource is its key, always. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
export const allowInKeyPolicy = allowByName('kmsKey.policy', () => ({ Resource: '*' }));

export const allowThroughEndpoint = allowByName('bucket.policy', ({ situation }) => {
  const endpoint = situation.evidence.snapshot.vpcEndpoint?.id;
  return endpoint === undefined ? {} : { Condition: { StringEquals: { 'aws:SourceVpce': endpoint } } };
});

export const allowInAccessPointPolicy: Recipe = (input) => {
  const { request } = input.situation.evidence;
  const arn = accessPointOf(input.situation);
  const principal = principalOf(input);
  if (arn === undefined || principal === undefined) return untouched(input);
  const asked = needsOf(input);
  const needs =
    input.obstacles.length > 0 ? asked : asked.map((need) => atAccessPoint(need, arn, request.key));
  return allowAt(input, { target: 'accessPoint.policy' }, needs, principal);
};

/** An endpoint policy's Principal says little; who may is a condition: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
export const allowInEndpointPolicy: Recipe = (input) => {
  const arn = callerForPolicies(input.situation);
  const needs = needsOf(input);
  // Through an access point the endpoint has to allow the bucket behind it as well.
  const behind = input.obstacles.flatMap(({ simulation: { request } }, index) => {
    const need = needs[index];
    return need === undefined ? [] : [{ ...need, resource: request.resource }];
  });
  return allowAt(input, { target: 'vpcEndpoint.policy' }, [...needs, ...behind], {
    Principal: '*',
    ...(arn === undefined ? {} : { Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }),
  });
};

export const allowInPermissionsBoundary: Recipe = (input) => {
  const name = input.situation.evidence.snapshot.caller?.permissionsBoundary?.name;
  const place = { target: 'caller.permissionsBoundary', ...(name === undefined ? {} : { name }) };
  return allowAt(input, place, needsOf(input), {});
};

/** The policies that were passed for a session allow together: one of them is enough. */
export const allowInSessionPolicy: Recipe = (input) => {
  const policies = input.situation.evidence.snapshot.caller?.sessionPolicies ?? [];
  const name = (policies.find((policy) => !isAwsManaged(policy.name)) ?? policies[0])?.name;
  const place = { target: 'caller.sessionPolicies', ...(name === undefined ? {} : { name }) };
  return allowAt(input, place, needsOf(input), {});
};

/** At the level that allows nothing: in a list of allowed services that is there, else in a policy of its own. */
export const allowInServiceControlPolicy = forEachObstacle((input, obstacle) => {
  const level = obstacle.blocker.level ?? 0;
  const policies = input.situation.evidence.snapshot.caller?.serviceControlPolicies?.[level] ?? [];
  const allowing = policies.find(({ name, document }) => !isAwsManaged(name) && allowsSomething(document));
  const place = placeOfBlocker(obstacle, allowing?.name ?? OWN_POLICY);
  return allowAt(input, place, needsOf(input), {});
});

function allowsSomething(document: unknown): boolean {
  return statementsOf(policyOf(document) ?? {}).some(
    (statement) => isRecord(statement) && statement['Effect'] === 'Allow',
  );
}

const IN_LAYER: Readonly<Record<LayerName, Recipe>> = {
  identity: allowInIdentityPolicy,
  permissionsBoundary: allowInPermissionsBoundary,
  session: allowInSessionPolicy,
  resource: allowInBucketPolicy,
  accessPoint: allowInAccessPointPolicy,
  vpcEndpoint: allowInEndpointPolicy,
  serviceControl: allowInServiceControlPolicy,
  // A resource control policy that AWS attaches everywhere allows everything: none is ever missing.
  resourceControl: untouched,
};

const whereObstaclesAre = forEachObstacle((input, { blocker, simulation }) =>
  blocker.layer === 'resource' && simulation.service === 'kms'
    ? allowInKeyPolicy(input)
    : IN_LAYER[blocker.layer](input),
);

/** Adds what is missing in each layer in which it is missing. */
export const allowWhereMissing: Recipe = (input) =>
  // Known from an error text or an answer alone: the caller's own policies are where it is mostly missing.
  input.obstacles.length === 0 ? allowInIdentityPolicy(input) : whereObstaclesAre(input);
