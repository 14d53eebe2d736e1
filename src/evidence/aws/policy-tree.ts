import type { AuditAccount } from '../collector.js';
import type { NamedDocument } from './policy-document.js';
import type { CollectionRun } from './collection-run.js';
import { lazily, once } from './memo.js';
import { allKnown, known, unknownBecause, whenKnown, type Answer } from './read.js';
import {
  describeOrganization,
  describePolicy,
  listParents,
  listPoliciesForTarget,
  listRoots,
  type ControlPolicyType,
  type Organization,
  type Parent,
} from './reads/organization.js';

/** What is attached to the root, to each organizational unit and to the account itself, root first. */
export type PolicyLevels = readonly (readonly NamedDocument[])[];

/** One organization's policies, read in its management account or a delegated administrator's. */
export interface PolicyTree {
  describe(): Promise<Answer<Organization | null>>;
  /** The unit or root that an account is in; `null`: it is not in this organization. */
  parentOf(child: string): Promise<Answer<Parent | null>>;
  /** `[]` where the organization does not use policies of this type: nothing is forbidden then. */
  levelsOf(account: string, type: ControlPolicyType): Promise<Answer<PolicyLevels>>;
}

/** Everything is read once, whoever asks: two accounts have most of their levels in common. */
export function createPolicyTree(run: CollectionRun, reader: AuditAccount): PolicyTree {
  const session = run.openSession(reader, { kind: 'organization' });
  const describe = lazily(() => run.perform(describeOrganization, session, undefined));
  const enabledTypes = lazily(() => run.perform(listRoots, session, undefined));
  const parentOf = once((childId) => run.perform(listParents, session, { childId }));
  const policy = once((policyId) => run.perform(describePolicy, session, { policyId }));
  const readerOfLevels = (type: ControlPolicyType) => {
    const attached = once(async (targetId) => {
      const ids = await run.perform(listPoliciesForTarget, session, { targetId, type });
      return whenKnown(ids, async (found) => allKnown(await Promise.all(found.map(policy))));
    });
    return once((account) => levelsUpFrom(account, parentOf, attached));
  };
  const levels = {
    SERVICE_CONTROL_POLICY: readerOfLevels('SERVICE_CONTROL_POLICY'),
    RESOURCE_CONTROL_POLICY: readerOfLevels('RESOURCE_CONTROL_POLICY'),
  };
  return {
    describe,
    parentOf,
    levelsOf: async (account, type) => {
      const [enabled, found] = await Promise.all([enabledTypes(), levels[type](account)]);
      return whenKnown(enabled, async (types) => (types.includes(type) ? found : known([])));
    },
  };
}

/** From an account up to the root. What is attached to it itself is read while the way further up is looked for. */
async function levelsUpFrom(
  target: string,
  parentOf: PolicyTree['parentOf'],
  attached: (target: string) => Promise<Answer<readonly NamedDocument[]>>,
): Promise<Answer<PolicyLevels>> {
  const parent = await parentOf(target);
  if (parent.outcome === 'unknown') return parent;
  if (parent.value === null) return unknownBecause({ reason: `${target} is not in this organization` });
  const { id, isRoot } = parent.value;
  const [above, own] = await Promise.all([
    isRoot ? attached(id).then(asOneLevel) : levelsUpFrom(id, parentOf, attached),
    attached(target),
  ]);
  const both = allKnown([above, asOneLevel(own)]);
  return both.outcome === 'known' ? known(both.value.flat()) : both;
}

function asOneLevel(policies: Answer<readonly NamedDocument[]>): Answer<PolicyLevels> {
  return policies.outcome === 'known' ? known([policies.value]) : policies;
}
