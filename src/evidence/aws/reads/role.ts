import { holderReads } from './holder.js';
import { IDENTITY, identitySchema, type PrincipalReads } from './identity.js';

const getRole: PrincipalReads['getIdentity'] = {
  duty: 'caller',
  scope: 'principal',
  call: 'iam:GetRole',
  iamAction: 'iam:GetRole',
  fields: IDENTITY,
  words: 'the role',
  purpose: "The role's tags, and which permissions boundary it has.",
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const answer = await client.send(new sdk.GetRoleCommand({ RoleName: name }), options);
    return identitySchema.parse(answer.Role);
  },
};

const POLICIES = holderReads({
  kind: 'Role',
  scope: 'principal',
  whose: "the role's",
  has: 'the role has',
  inlinePages: ({ client, sdk }, name, options) =>
    sdk.paginateListRolePolicies({ client }, { RoleName: name }, options),
  inlinePolicy: ({ client, sdk }, name, policyName, options) =>
    client.send(new sdk.GetRolePolicyCommand({ RoleName: name, PolicyName: policyName }), options),
  attachedPages: ({ client, sdk }, name, options) =>
    sdk.paginateListAttachedRolePolicies({ client }, { RoleName: name }, options),
});

export const ROLE_READS: PrincipalReads = { getIdentity: getRole, ...POLICIES };
