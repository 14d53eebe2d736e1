import type { AuditAccount } from '../collector.js';
import type { CollectionRun } from './collection-run.js';
import { notAudited } from './not-audited.js';
import { once } from './memo.js';
import { createPolicyTree, type PolicyLevels, type PolicyTree } from './policy-tree.js';
import { known, unknownBecause, type Answer, type Failure } from './read.js';
import {
  describeOrganization,
  listPoliciesForTarget,
  type ControlPolicyType,
  type Organization,
} from './reads/organization.js';

/** What the organizations of the accounts of one request say of them. */
export interface OrganizationReader {
  /** `null`: the account is in no organization. */
  membershipOf(account: string): Promise<Answer<Organization | null>>;
  /** `[]`: no policy of this type binds the account. */
  levelsOf(account: string, type: ControlPolicyType): Promise<Answer<PolicyLevels>>;
}

/**
 * An account tells its organization itself, but not its policies: those show only in the management account and in accounts to
 * which it delegates (`organization: true` in AUDIT_CONFIG). The latter are asked at once, without waiting to hear which
 * organization it is.
 */
export function createOrganizationReader(run: CollectionRun): OrganizationReader {
  const marked = run.accounts.filter(({ organization }) => organization === true);
  const trees = new Map<string, PolicyTree>();
  const treeOf = (reader: AuditAccount) => {
    const tree = trees.get(reader.account) ?? createPolicyTree(run, reader);
    trees.set(reader.account, tree);
    return tree;
  };
  const ownMembership = once((account) => askAccount(run, account));
  const markedTree = once((account) => firstWith(account, marked.map(treeOf)));
  const membershipOf = once(async (account) => {
    const own = await ownMembership(account);
    if (own.outcome === 'known') return own;
    const tree = await markedTree(account);
    return tree.outcome === 'known' ? tree.value.describe() : own;
  });
  const readThrough = async (account: string, type: ControlPolicyType) => {
    const tree = await markedTree(account);
    return tree.outcome === 'known' ? tree.value.levelsOf(account, type) : tree;
  };
  return {
    membershipOf,
    levelsOf: async (account, type) => {
      const reading = readThrough(account, type);
      const membership = await membershipOf(account);
      if (membership.outcome === 'known' && isFree(account, membership.value)) return known([]);
      const levels = await reading;
      if (levels.outcome === 'known') return levels;
      const manager = membership.outcome === 'known' ? membership.value?.managementAccount : undefined;
      const reader = manager === undefined ? undefined : run.accountOf(manager);
      if (reader !== undefined && !marked.includes(reader)) return treeOf(reader).levelsOf(account, type);
      if (levels.failures.length > 0) return levels;
      return membership.outcome === 'unknown' ? membership : unknownBecause(noReader(manager));
    },
  };
}

/**
 * Policies bind no account outside an organization, and neither principals nor resources of the management account:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function isFree(account: string, organization: Organization | null): boolean {
  return organization === null || !organization.hasPolicies || organization.managementAccount === account;
}

async function askAccount(run: CollectionRun, account: string): Promise<Answer<Organization | null>> {
  const entry = run.accountOf(account);
  if (entry === undefined) {
    return unknownBecause(notAudited(account));
  }
  return run.perform(describeOrganization, run.openSession(entry, { kind: 'account' }), undefined);
}

/** The tree that the account is in. No failures: none of them has it, as far as they could tell. */
async function firstWith(account: string, trees: readonly PolicyTree[]): Promise<Answer<PolicyTree>> {
  const parents = await Promise.all(trees.map((tree) => tree.parentOf(account)));
  const index = parents.findIndex((parent) => parent.outcome === 'known' && parent.value !== null);
  const found = trees[index];
  if (found !== undefined) return known(found);
  return unknownBecause(
    ...parents.flatMap((parent) => (parent.outcome === 'unknown' ? parent.failures : [])),
  );
}

function noReader(manager: string | undefined): Failure {
  const which = manager === undefined ? "the organization's management account" : `account ${manager}`;
  const reason = `the organization's policies show only in ${which} or a delegated administrator, and no audit role is configured there`;
  return { reason, neededPermission: listPoliciesForTarget.iamAction };
}
