import type { Blocker } from '../../../policy/types.js';
import type { Situation } from '../../situation.js';
import { meetingValue } from '../comply.js';
import { CONTEXT_KEY } from '../drafts.js';
import { untouched, type Met, type Outcome, type Recipe, type RecipeInput } from './recipe.js';

/** Has the request be what the condition wants: the way to comply with a deny that somebody made on purpose. */
export const meetCondition: Recipe = (input) => {
  const wanted: Record<string, unknown> = {};
  for (const obstacle of input.obstacles) {
    const { blocker } = obstacle;
    const denies = blocker.kind === 'explicit_deny';
    const conditions = denies ? (blocker.conditions ?? []).slice(0, 1) : missedConditions(blocker);
    for (const condition of conditions) {
      const values = condition.values.flatMap(
        (text) => withoutVariables(text, obstacle, input.situation) ?? [],
      );
      const value = meetingValue({ ...condition, values }, denies);
      if (value !== undefined) wanted[condition.contextKey] = value;
    }
  }
  return sending(input, wanted);
};

function missedConditions(blocker: Blocker) {
  const condition = blocker.nearMisses?.[0]?.condition;
  return condition === undefined ? [] : [condition];
}

/** A value of a policy with what the request says in place of its variables; undefined where that is not known. */
function withoutVariables(text: string, { simulation }: Met, { principal }: Situation): string | undefined {
  let known = true;
  const filled = text.replaceAll(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (/^[*?$]$/.test(inner)) return inner;
    const key = inner.split(',')[0]?.trim().toLowerCase();
    const given = Object.entries(simulation.request.context).find(
      ([name]) => name.toLowerCase() === key,
    )?.[1];
    if (typeof given === 'string') return given;
    if (key === 'aws:username' && principal?.kind === 'user') return principal.name;
    known = false;
    return '';
  });
  return known ? filled : undefined;
}

/** Nobody can be billed for a request that nobody signed. */
export const sendRequestPayer: Recipe = (input) =>
  input.situation.principal?.kind === 'anonymous'
    ? untouched(input)
    : sending(input, { 'x-amz-request-payer': 'requester' });

/** Leaves out the headers of one kind that the request is known to have. */
function leaveOut(kind: RegExp): Recipe {
  return (input) => {
    const sent = Object.entries(input.situation.evidence.request.headers);
    const names = sent.filter(([name, value]) => kind.test(name) && value !== null).map(([name]) => name);
    return sending(input, Object.fromEntries(names.map((name) => [name, null])));
  };
}

export const leaveOutAcl = leaveOut(/^x-amz-(acl$|grant-)/);
export const leaveOutCustomerKey = leaveOut(/^x-amz-server-side-encryption-customer-/);

/** The account that really owns the bucket, for who is sure that it is the right one. */
export const expectActualOwner: Recipe = (input) => {
  const { bucketAccount } = input.situation;
  return bucketAccount === undefined
    ? untouched(input)
    : sending(input, { 'x-amz-expected-bucket-owner': bucketAccount });
};

function sending(input: RecipeInput, wanted: Readonly<Record<string, unknown>>): Outcome {
  if (Object.keys(wanted).length === 0) return untouched(input);
  const { drafts } = input;
  return { drafts: { ...drafts, context: { ...drafts.context, ...wanted } }, touched: [CONTEXT_KEY] };
}
