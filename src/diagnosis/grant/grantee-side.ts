import type { GrantContext } from './context.js';
import { granteePart, isAllowedToday, nothingToDo, policyPart } from './part.js';
import { allowInKeyPolicy, allowInS3, allowOnKey } from './permits.js';
import type { GrantPart } from './types.js';
import { addToGrantee, goalInWords, listed } from './words.js';

/** Across accounts the grantee's own account has to allow it as well, whatever the bucket's side says. */
export function granteeAllows({ goal, situation, situations, permits, key }: GrantContext): GrantPart {
  const { grantee } = goal;
  const owner = { owner: 'caller-account', account: grantee.account } as const;
  const onKey = key.used === 'customer' ? allowOnKey(permits, key.arn) : [];
  if (isAllowedToday(situations, 'identity', ['s3', 'kms']))
    return nothingToDo({
      ...owner,
      summary: `Nothing to add here: the policies of ${grantee.words} allow ${goalInWords(goal)} already.`,
    });
  const summary = `${addToGrantee(grantee)}: it allows ${listed(actionsOf(onKey.length > 0, permits))}.`;
  const statements = [...allowInS3(permits, goal, {}, true), ...onKey];
  return granteePart({ ...owner, summary }, goal, situation, statements);
}

function actionsOf(withKey: boolean, permits: GrantContext['permits']): readonly string[] {
  const { bucket, objects, handedOver, key } = permits;
  return [...new Set([...bucket, ...objects, ...handedOver, ...(withKey ? key : [])])];
}

/** The key's policy, where a customer managed key encrypts the objects. */
export function keyAllows({ goal, situations, permits, key }: GrantContext): readonly GrantPart[] {
  if (key.used !== 'customer' || permits.key.length === 0) return [];
  const owner = {
    owner: 'key-account',
    ...(key.account === undefined ? {} : { account: key.account }),
  } as const;
  const { words, arn } = goal.grantee;
  if (isAllowedToday(situations, 'resource', ['kms']))
    return [
      nothingToDo({ ...owner, summary: `Nothing to add here: the key policy lets ${words} in already.` }),
    ];
  const summary = `Add this statement to the policy of the KMS key that encrypts the objects: it lets ${words} use ${listed(permits.key)}, through S3 only.`;
  return [
    policyPart({ ...owner, summary }, { target: 'kmsKey.policy' }, key.situation, () =>
      allowInKeyPolicy(permits, key.arn, arn),
    ),
  ];
}
