import { matchesWildcard } from '../../../policy/index.js';
import { isPublicPolicy, splitArn } from '../../../s3/index.js';
import { asList, isRecord } from '../../json.js';
import { callerForPolicies } from '../caller-arn.js';
import {
  changeStatement,
  draftOf,
  hasVariables,
  statementsOf,
  type PolicyDraft,
  type StatementDraft,
} from '../document.js';
import { documentAt, editPolicy, keyOf } from '../drafts.js';
import { exactArn } from '../exact-arn.js';
import { allowInBucketPolicy, allowWhereMissing } from './allow.js';
import { narrowDeny, withConditionValue } from './deny.js';
import { askedFor } from './needs.js';
import {
  editStatement,
  forEachObstacle,
  placeOfBlocker,
  untouched,
  type Met,
  type Recipe,
} from './recipe.js';

/** Writes the Resource right that was meant for this request, where it stands; allows anew where it cannot be told which. */
export const correctResource = forEachObstacle((input, obstacle) => {
  const { nearMisses } = obstacle.blocker;
  const miss = nearMisses?.find(({ element, slip }) => element === 'Resource' && slip);
  if (miss === undefined) return allowWhereMissing(input);
  const place = placeOfBlocker(obstacle, miss.policy);
  const document = draftOf(documentAt(input.situation.evidence.snapshot, place));
  const statement = statementsOf(document)[miss.index];
  const resource = askedFor(obstacle);
  const { iamAction } = obstacle.simulation.permission;
  const written =
    input.situation.evidence.request.key === undefined
      ? resource
      : exactArn(resource, hasVariables(document));
  const correct = (one: StatementDraft) => rightResource(one, iamAction, resource, written);
  if (!isRecord(statement) || correct(statement) === undefined) return allowWhereMissing(input);
  return editStatement(input, place, miss.index, (before) => ({
    ...before,
    Resource: correct(before) ?? before['Resource'],
  }));
});

function rightResource(
  statement: StatementDraft,
  iamAction: string,
  resource: string,
  written: string,
): unknown {
  const values = asList(statement['Resource']);
  const at = values.findIndex(
    (value) => typeof value === 'string' && corrections(value, resource).length > 0,
  );
  const slip = values[at];
  if (typeof slip === 'string') {
    const [right] = corrections(slip, resource);
    return oneOrList(values.map((value, index) => (index === at ? right : value)));
  }
  // The bucket for its objects, or the other way round: what else the statement allows may need what stands there.
  if (!values.some((value) => typeof value === 'string' && isOtherForm(value, resource))) return undefined;
  const alone = asList(statement['Action']).every(
    (action) => typeof action === 'string' && action.toLowerCase() === iamAction.toLowerCase(),
  );
  const kept = values.filter(
    (value) => !(alone && typeof value === 'string' && isOtherForm(value, resource)),
  );
  return oneOrList([...new Set([...kept, written])]);
}

/** What a misspelled ARN may have meant: without blanks, in the right partition, whole. Its wildcards stay as they are. */
function corrections(value: string, resource: string): readonly string[] {
  const right = splitArn(resource);
  const compact = value.replaceAll(/\s/g, '');
  const name = splitArn(compact)?.resource ?? compact.replace(/^(arn:[^:]*:[^:]*:[^:]*:[^:]*:)?/, '');
  const whole =
    right === undefined
      ? []
      : [`arn:${right.partition}:${right.service}:${right.region}:${right.account}:${name}`];
  return [compact, ...whole].filter((one) => one !== value && matchesWildcard(one, resource));
}

function bucketPart(arn: string): string {
  return arn.split('/')[0] ?? arn;
}

function isOtherForm(value: string, resource: string): boolean {
  const differs = value.includes('/') !== resource.includes('/') || value.endsWith('/');
  return differs && matchesWildcard(bucketPart(value), bucketPart(resource));
}

function oneOrList(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}

const STALE = /^A(?:RO|ID)A[A-Z0-9]+$/;

/** Puts the caller's ARN in the place of the id that a deleted user or role left behind. */
export const replaceStalePrincipal = forEachObstacle((input, obstacle) => {
  const arn = callerForPolicies(input.situation);
  const miss = obstacle.blocker.nearMisses?.find(({ element }) => element === 'Principal');
  if (arn === undefined || miss === undefined) return allowInBucketPolicy(input);
  return editStatement(input, placeOfBlocker(obstacle, miss.policy), miss.index, (statement) =>
    withPrincipal(statement, arn),
  );
});

function withPrincipal(statement: StatementDraft, arn: string): StatementDraft {
  const principal = isRecord(statement['Principal']) ? statement['Principal'] : {};
  const named = asList(principal['AWS']);
  const stale = named.filter((value) => typeof value === 'string' && STALE.test(value));
  // Of several ids nobody can tell which one was the caller's.
  const kept =
    stale.length === 1 ? named.map((value) => (value === stale[0] ? arn : value)) : [...named, arn];
  return { ...statement, Principal: { ...principal, AWS: oneOrList([...new Set(kept)]) } };
}

/** Names the caller where the bucket policy lets everybody in, so that it is public no more. */
export const nameCallerNotEveryone: Recipe = (input) => {
  const { snapshot } = input.situation.evidence;
  const arn = callerForPolicies(input.situation);
  const place = { target: 'bucket.policy' };
  const document = documentAt(snapshot, place);
  if (arn === undefined || document === undefined || document === null) return untouched(input);
  const statements = statementsOf(draftOf(document));
  // What AWS calls public may be so in a way that is not seen here.
  if (
    !statements.some(isPublic) ||
    isPublicPolicy({ Statement: statements.filter((one) => !isPublic(one)) }) !== false
  )
    return untouched(input);
  const edited = editPolicy(input.drafts, snapshot, place, (draft) =>
    statementsOf(draft).reduce<PolicyDraft>(
      (policy, statement, index) =>
        isPublic(statement) ? changeStatement(policy, index, (before) => nameInstead(before, arn)) : policy,
      draft,
    ),
  );
  const settings = { ...edited.settings, 'bucket.policyIsPublic': false } as const;
  return { drafts: { ...edited, settings }, touched: [keyOf(place), 'bucket.policyIsPublic'] };
};

function isPublic(statement: unknown): boolean {
  return isPublicPolicy({ Statement: [statement] }) === true;
}

/** The caller in the place of the star; who is named beside it stays. */
function nameInstead(statement: StatementDraft, arn: string): StatementDraft {
  const principal = isRecord(statement['Principal']) ? statement['Principal'] : {};
  const others = asList(principal['AWS']).filter((value) => value !== '*' && value !== arn);
  return { ...statement, Principal: { ...principal, AWS: oneOrList([...others, arn]) } };
}

/** Adds what the request really says (an encryption context, the ARN of what sends it) to the list that a condition lets through. */
export const admitActualValue = forEachObstacle((input, obstacle) => {
  const { kind, conditions, nearMisses, policy, statement } = obstacle.blocker;
  const denies = kind === 'explicit_deny';
  const miss = nearMisses?.[0];
  const condition = denies ? conditions?.[0] : miss?.condition;
  const index = denies ? statement : miss?.index;
  const sent = condition === undefined ? undefined : sentValue(obstacle, condition.contextKey);
  const listsLetThrough = condition?.operator.toLowerCase().includes('not') === denies;
  if (condition === undefined || index === undefined || sent === undefined || !listsLetThrough)
    return narrowDeny(input);
  return editStatement(input, placeOfBlocker(obstacle, denies ? policy : miss?.policy), index, (before) =>
    withConditionValue(before, condition.operator, condition.contextKey, sent),
  );
});

function sentValue({ simulation }: Met, contextKey: string): string | undefined {
  const wanted = contextKey.toLowerCase();
  const found = Object.entries(simulation.request.context).find(([name]) => name.toLowerCase() === wanted);
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
