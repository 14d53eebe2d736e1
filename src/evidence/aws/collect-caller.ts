import { assertNever } from '../../errors.js';
import type { ReadInfo } from '../read-info.js';
import { createPolicyReader, joined, type Policies, type PolicyReader } from './collect-policies.js';
import { collectSessionPolicies, type SessionHints } from './collect-session-policies.js';
import type { CollectionRun } from './collection-run.js';
import { notAudited } from './not-audited.js';
import type { CallerIdentity } from './principal.js';
import { whenKnown, type Answer } from './read.js';
import { lookUpSignIns } from './reads/caller-account.js';
import { GROUP_READS } from './reads/group.js';
import type { Identity } from './reads/identity.js';
import { getPolicy, getPolicyVersion } from './reads/managed-policy.js';
import { ROLE_READS } from './reads/role.js';
import { listGroupsForUser, USER_READS } from './reads/user.js';
import type { StsSession } from './sts-session.js';

type Principal = Extract<CallerIdentity, { kind: 'user' | 'role' }>;

const IDENTITY_FIELDS = ['caller.identityPolicies', 'caller.permissionsBoundary', 'caller.tags'];

/** Which rows of the table apply to a caller; none where no identity can be read. */
export function readsOfCaller(caller: CallerIdentity): readonly ReadInfo[] {
  const managed = [getPolicy, getPolicyVersion];
  if (caller.kind === 'role') return [...Object.values(ROLE_READS), ...managed, lookUpSignIns];
  if (caller.kind !== 'user') return [];
  return [...Object.values(USER_READS), listGroupsForUser, ...Object.values(GROUP_READS), ...managed];
}

/** Notes who called and what their own account grants them. */
export async function collectCaller(
  run: CollectionRun,
  caller: CallerIdentity,
  hints: SessionHints,
): Promise<void> {
  const { draft } = run;
  switch (caller.kind) {
    case 'user':
    case 'role':
      return collectPrincipal(run, caller, hints);
    case 'root':
      // The root user has no identity policies, and neither a boundary nor a session policy applies to it.
      return draft.noteKnown({ caller: { arn: caller.arn, account: caller.account, ...NOTHING } });
    case 'withoutIdentity':
      return draft.noteKnown({ caller: { arn: caller.arn, ...NOTHING } });
    case 'account':
      return draft.noteKnown({ caller: { account: caller.account } });
    case 'federated':
      draft.noteKnown({ caller: { arn: caller.arn, account: caller.account } });
      return draft.noteUnknown(
        [...IDENTITY_FIELDS, 'caller.sessionPolicies'],
        [{ reason: "no AWS API tells with which user's credentials a federated session was made" }],
      );
    case 'unreadable':
      return draft.noteUnknown(IDENTITY_FIELDS, [{ reason: 'what was given is no ARN of a user or role' }]);
    default:
      return assertNever(caller, 'caller');
  }
}

const NOTHING = { identityPolicies: [], permissionsBoundary: null, sessionPolicies: [], tags: {} };

async function collectPrincipal(run: CollectionRun, caller: Principal, hints: SessionHints): Promise<void> {
  const { draft } = run;
  draft.noteKnown({ caller: { arn: caller.arn, account: caller.account } });
  // Only the credentials of a role or of a federated user can be narrowed by a session policy.
  if (caller.kind === 'user') draft.noteKnown({ caller: { sessionPolicies: [] } });
  if (caller.kind === 'role' && caller.sessionName !== undefined) {
    draft.noteUnknown(['caller.sessionTags'], [SESSION_TAGS]);
  }
  const account = run.accountOf(caller.account);
  if (account === undefined) {
    const fields = [...IDENTITY_FIELDS, 'caller.sessionPolicies'];
    return draft.noteUnknown(fields, [notAudited(caller.account)]);
  }
  const session = run.openSession(account, { kind: 'caller', caller });
  const policies = createPolicyReader(run, session);
  await Promise.all([
    collectIdentity(run, session, caller, policies),
    collectIdentityPolicies(run, session, caller, policies),
    caller.kind === 'role' ? collectSessionPolicies(run, account, policies, caller, hints) : undefined,
  ]);
}

const SESSION_TAGS = {
  reason: "no AWS API tells a session's own tags; `caller.tags` are the role's",
};

async function collectIdentity(
  run: CollectionRun,
  session: Promise<StsSession>,
  caller: Principal,
  policies: PolicyReader,
): Promise<void> {
  const { getIdentity } = caller.kind === 'user' ? USER_READS : ROLE_READS;
  const identity: Answer<Identity> = await run.perform(getIdentity, session, { name: caller.name });
  if (identity.outcome === 'unknown') return run.draft.noteUnknown(getIdentity.fields, identity.failures);
  const { tags, boundaryArn } = identity.value;
  run.draft.noteKnown({ caller: { tags } });
  if (boundaryArn === null) return run.draft.noteKnown({ caller: { permissionsBoundary: null } });
  const boundary = await policies.managed(boundaryArn);
  if (boundary.outcome === 'known') run.draft.noteKnown({ caller: { permissionsBoundary: boundary.value } });
  else run.draft.noteUnknown(['caller.permissionsBoundary'], boundary.failures);
}

async function collectIdentityPolicies(
  run: CollectionRun,
  session: Promise<StsSession>,
  caller: Principal,
  policies: PolicyReader,
): Promise<void> {
  const held = caller.kind === 'user' ? USER_READS : ROLE_READS;
  const lists = [policies.heldBy(held, caller.name)];
  if (caller.kind === 'user') lists.push(groupPolicies(run, session, caller.name, policies));
  const all = joined(await Promise.all(lists));
  if (all.outcome === 'known') run.draft.noteKnown({ caller: { identityPolicies: [...all.value] } });
  else run.draft.noteUnknown(['caller.identityPolicies'], all.failures);
}

async function groupPolicies(
  run: CollectionRun,
  session: Promise<StsSession>,
  userName: string,
  policies: PolicyReader,
): Promise<Policies> {
  const groups = await run.perform(listGroupsForUser, session, { name: userName });
  return whenKnown(groups, async (groupNames) =>
    joined(await Promise.all(groupNames.map((name) => policies.heldBy(GROUP_READS, name, `group/${name}/`)))),
  );
}
