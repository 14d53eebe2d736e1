import { asList, isRecord } from '../../json.js';
import { callerForPolicies } from '../caller-arn.js';
import type { StatementDraft } from '../document.js';
import { allowThroughEndpoint, allowWhereMissing } from './allow.js';
import { editStatement, forEachObstacle, placeOfBlocker, untouched } from './recipe.js';

/** Exempts exactly this caller from the statements that deny it; where an allow did not take, adds one. */
export const narrowDeny = forEachObstacle((input, obstacle) => {
  const { kind, policy, statement: index } = obstacle.blocker;
  if (kind === 'no_allow') return allowWhereMissing(input);
  const arn = callerForPolicies(input.situation);
  if (arn === undefined || index === undefined) return untouched(input);
  return editStatement(input, placeOfBlocker(obstacle, policy), index, (statement) => exempt(statement, arn));
});

function exempt(statement: StatementDraft, arn: string): StatementDraft {
  const condition = isRecord(statement['Condition']) ? statement['Condition'] : {};
  const operator = isRecord(condition['ArnNotLike']) ? 'ArnNotLike' : 'ArnNotEquals';
  return withConditionValue(statement, operator, 'aws:PrincipalArn', arn);
}

/** A Deny on addresses spares what comes through the endpoint, where a request has no public address at all. */
export const exemptEndpoint = forEachObstacle((input, obstacle) => {
  const endpoint = input.situation.evidence.snapshot.vpcEndpoint?.id;
  const { kind, policy, statement: index } = obstacle.blocker;
  if (endpoint === undefined) return narrowDeny(input);
  if (kind === 'no_allow') return allowThroughEndpoint(input);
  if (index === undefined) return untouched(input);
  return editStatement(input, placeOfBlocker(obstacle, policy), index, (statement) =>
    withConditionValue(statement, 'StringNotEquals', 'aws:SourceVpce', endpoint),
  );
});

/** A Deny on what belongs to others spares the account that owns this bucket. */
export const exemptBucketAccount = forEachObstacle((input, obstacle) => {
  const { bucketAccount } = input.situation;
  const { kind, policy, statement: index } = obstacle.blocker;
  if (kind === 'no_allow' || bucketAccount === undefined || index === undefined) return narrowDeny(input);
  return editStatement(input, placeOfBlocker(obstacle, policy), index, (statement) =>
    withConditionValue(statement, 'StringNotEquals', 'aws:ResourceAccount', bucketAccount),
  );
});

/** The statement with one more value in a condition; a key that is there, however it is spelled, is kept. */
export function withConditionValue(
  statement: StatementDraft,
  operator: string,
  contextKey: string,
  value: string,
): StatementDraft {
  const condition = isRecord(statement['Condition']) ? statement['Condition'] : {};
  const keys = isRecord(condition[operator]) ? condition[operator] : {};
  const name = Object.keys(keys).find((key) => key.toLowerCase() === contextKey.toLowerCase()) ?? contextKey;
  const listed = asList(keys[name]);
  const values = listed.includes(value) ? listed : [...listed, value];
  return {
    ...statement,
    Condition: {
      ...condition,
      [operator]: { ...keys, [name]: values.length === 1 ? values[0] : values },
    },
  };
}
