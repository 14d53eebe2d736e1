import { parseEncodedPolicy } from '../policy-document.js';
import {
  IDENTITY,
  IDENTITY_POLICIES,
  attachedSchema,
  identitySchema,
  namesSchema,
  type HolderReads,
  type PrincipalReads,
} from './identity.js';

const OF_PRINCIPAL = { duty: 'caller', scope: 'principal' } as const;

const getRole: PrincipalReads['getIdentity'] = {
  ...OF_PRINCIPAL,
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

const listRolePolicies: HolderReads['listInline'] = {
  ...OF_PRINCIPAL,
  call: 'iam:ListRolePolicies',
  iamAction: 'iam:ListRolePolicies',
  fields: IDENTITY_POLICIES,
  words: "the role's inline policies",
  purpose: "The names of the role's inline policies.",
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListRolePolicies({ client }, { RoleName: name }, options)) {
      found.push(...namesSchema.parse(page.PolicyNames));
    }
    return found;
  },
};

const getRolePolicy: HolderReads['getInline'] = {
  ...OF_PRINCIPAL,
  call: 'iam:GetRolePolicy',
  iamAction: 'iam:GetRolePolicy',
  fields: IDENTITY_POLICIES,
  words: "the role's inline policies",
  purpose: "The role's inline policies.",
  run: async (clients, { name, policyName }, options) => {
    const { client, sdk } = await clients.iam();
    const command = new sdk.GetRolePolicyCommand({ RoleName: name, PolicyName: policyName });
    return parseEncodedPolicy((await client.send(command, options)).PolicyDocument);
  },
};

const listAttachedRolePolicies: HolderReads['listAttached'] = {
  ...OF_PRINCIPAL,
  call: 'iam:ListAttachedRolePolicies',
  iamAction: 'iam:ListAttachedRolePolicies',
  fields: IDENTITY_POLICIES,
  words: "the role's managed policies",
  purpose: 'Which managed policies the role has.',
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListAttachedRolePolicies({ client }, { RoleName: name }, options)) {
      found.push(...attachedSchema.parse(page.AttachedPolicies));
    }
    return found;
  },
};

export const ROLE_READS: PrincipalReads = {
  getIdentity: getRole,
  listInline: listRolePolicies,
  getInline: getRolePolicy,
  listAttached: listAttachedRolePolicies,
};
