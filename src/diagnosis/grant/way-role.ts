import { analyse } from '../analyse.js';
import type { Patch } from '../types.js';
import type { GrantContext } from './context.js';
import { granteePart, isAllowedToday, nothingToDo, policyPart } from './part.js';
import { allowInKeyPolicy } from './permits.js';
import { asRoleProbes } from './role-probes.js';
import { roleSnippets } from './role-snippets.js';
import { mayAssume, roleOf, type NewRole } from './role.js';
import type { GrantPart } from './types.js';
import { addToGrantee, goalInWords } from './words.js';

/**
 * A role in the bucket's account, which the grantee assumes: S3 then sees a caller of the bucket's own account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export function planRole(context: GrantContext): readonly GrantPart[] {
  const { goal, situation } = context;
  const { grantee, bucketAccount } = goal;
  const role = roleOf(context);
  return [
    {
      owner: 'bucket-account',
      ...(bucketAccount === undefined ? {} : { account: bucketAccount }),
      summary: `Make the role ${role.name}: its trust policy lets ${grantee.words} assume it, and nobody else; its own policy lets it ${goalInWords(goal)}. The bucket policy need not change.`,
      snippets: roleSnippets(role),
      patches: rolePatches(role),
      diffs: [],
    },
    ...roleKeyParts(context, role),
    granteePart(
      {
        owner: 'caller-account',
        account: grantee.account,
        summary: `${addToGrantee(grantee)}: it allows assuming the role, and nothing else.`,
      },
      goal,
      situation,
      [mayAssume(role)],
    ),
  ];
}

function rolePatches({ name, trust, permissions }: NewRole): readonly Patch[] {
  return [
    { target: 'role.trustPolicy', name, document: trust },
    { target: 'role.identityPolicies', name, document: permissions },
  ];
}

/** Within one account the role's own policy is enough where the key policy leaves it to the account's policies, as the default one does. */
function roleKeyParts(context: GrantContext, role: NewRole): readonly GrantPart[] {
  const { goal, permits, key } = context;
  if (key.used !== 'customer' || permits.key.length === 0) return [];
  const owner = {
    owner: 'key-account',
    ...(key.account === undefined ? {} : { account: key.account }),
  } as const;
  const asRole = asRoleProbes(context, role).map(({ evidence }) => analyse(evidence));
  const isOwn = key.account !== undefined && key.account === goal.bucketAccount;
  const sims = asRole.flatMap(({ simulations }) => simulations.filter(({ service }) => service === 'kms'));
  const blocked = sims.some(({ evaluation }) =>
    evaluation.blockers.some(({ layer, kind }) => layer === 'resource' && kind === 'no_allow'),
  );
  const isRead = key.situation.kms.key?.policy !== undefined;
  if (isAllowedToday(asRole, 'resource', ['kms']) || (isOwn && isRead && !blocked))
    return [
      nothingToDo({ ...owner, summary: 'Nothing to add here: the key policy lets the role in already.' }),
    ];
  const summary =
    isOwn && !isRead
      ? 'The role may use the key where the key policy leaves it to the policies of its account, as the default one does. If yours does not, add this statement.'
      : `Add this statement to the policy of the KMS key that encrypts the objects: it lets the role ${role.name} use it, through S3 only.`;
  return [
    policyPart({ ...owner, summary }, { target: 'kmsKey.policy' }, key.situation, () =>
      allowInKeyPolicy(permits, key.arn, role.arn),
    ),
  ];
}
