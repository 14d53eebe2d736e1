import { parseEncodedPolicy } from '../policy-document.js';
import { IDENTITY_POLICIES, attachedSchema, namesSchema, type HolderReads } from './identity.js';

const OF_GROUP = { duty: 'caller', scope: 'groups' } as const;

const listGroupPolicies: HolderReads['listInline'] = {
  ...OF_GROUP,
  call: 'iam:ListGroupPolicies',
  iamAction: 'iam:ListGroupPolicies',
  fields: IDENTITY_POLICIES,
  words: "the groups' inline policies",
  purpose: "The names of the groups' inline policies.",
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListGroupPolicies({ client }, { GroupName: name }, options)) {
      found.push(...namesSchema.parse(page.PolicyNames));
    }
    return found;
  },
};

const getGroupPolicy: HolderReads['getInline'] = {
  ...OF_GROUP,
  call: 'iam:GetGroupPolicy',
  iamAction: 'iam:GetGroupPolicy',
  fields: IDENTITY_POLICIES,
  words: "the groups' inline policies",
  purpose: "The groups' inline policies.",
  run: async (clients, { name, policyName }, options) => {
    const { client, sdk } = await clients.iam();
    const command = new sdk.GetGroupPolicyCommand({ GroupName: name, PolicyName: policyName });
    return parseEncodedPolicy((await client.send(command, options)).PolicyDocument);
  },
};

const listAttachedGroupPolicies: HolderReads['listAttached'] = {
  ...OF_GROUP,
  call: 'iam:ListAttachedGroupPolicies',
  iamAction: 'iam:ListAttachedGroupPolicies',
  fields: IDENTITY_POLICIES,
  words: "the groups' managed policies",
  purpose: 'Which managed policies the groups have.',
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListAttachedGroupPolicies(
      { client },
      { GroupName: name },
      options,
    )) {
      found.push(...attachedSchema.parse(page.AttachedPolicies));
    }
    return found;
  },
};

export const GROUP_READS: HolderReads = {
  listInline: listGroupPolicies,
  getInline: getGroupPolicy,
  listAttached: listAttachedGroupPolicies,
};
