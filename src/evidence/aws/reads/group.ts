import { holderReads } from './holder.js';
import type { HolderReads } from './identity.js';

export const GROUP_READS: HolderReads = holderReads({
  kind: 'Group',
  scope: 'groups',
  whose: "the groups'",
  has: 'the groups have',
  inlinePages: ({ client, sdk }, name, options) =>
    sdk.paginateListGroupPolicies({ client }, { GroupName: name }, options),
  inlinePolicy: ({ client, sdk }, name, policyName, options) =>
    client.send(new sdk.GetGroupPolicyCommand({ GroupName: name, PolicyName: policyName }), options),
  attachedPages: ({ client, sdk }, name, options) =>
    sdk.paginateListAttachedGroupPolicies({ client }, { GroupName: name }, options),
});
