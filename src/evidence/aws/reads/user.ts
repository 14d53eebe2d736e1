import type { Read } from '../read.js';
import { parseEncodedPolicy } from '../policy-document.js';
import {
  IDENTITY,
  IDENTITY_POLICIES,
  attachedSchema,
  identitySchema,
  namesSchema,
  type HolderReads,
  type Named,
  type PrincipalReads,
} from './identity.js';

const OF_PRINCIPAL = { duty: 'caller', scope: 'principal' } as const;

const getUser: PrincipalReads['getIdentity'] = {
  ...OF_PRINCIPAL,
  call: 'iam:GetUser',
  iamAction: 'iam:GetUser',
  fields: IDENTITY,
  words: 'the user',
  purpose: "The user's tags, and which permissions boundary it has.",
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const answer = await client.send(new sdk.GetUserCommand({ UserName: name }), options);
    return identitySchema.parse(answer.User);
  },
};

const listUserPolicies: HolderReads['listInline'] = {
  ...OF_PRINCIPAL,
  call: 'iam:ListUserPolicies',
  iamAction: 'iam:ListUserPolicies',
  fields: IDENTITY_POLICIES,
  words: "the user's inline policies",
  purpose: "The names of the user's inline policies.",
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListUserPolicies({ client }, { UserName: name }, options)) {
      found.push(...namesSchema.parse(page.PolicyNames));
    }
    return found;
  },
};

const getUserPolicy: HolderReads['getInline'] = {
  ...OF_PRINCIPAL,
  call: 'iam:GetUserPolicy',
  iamAction: 'iam:GetUserPolicy',
  fields: IDENTITY_POLICIES,
  words: "the user's inline policies",
  purpose: "The user's inline policies.",
  run: async (clients, { name, policyName }, options) => {
    const { client, sdk } = await clients.iam();
    const command = new sdk.GetUserPolicyCommand({ UserName: name, PolicyName: policyName });
    return parseEncodedPolicy((await client.send(command, options)).PolicyDocument);
  },
};

const listAttachedUserPolicies: HolderReads['listAttached'] = {
  ...OF_PRINCIPAL,
  call: 'iam:ListAttachedUserPolicies',
  iamAction: 'iam:ListAttachedUserPolicies',
  fields: IDENTITY_POLICIES,
  words: "the user's managed policies",
  purpose: 'Which managed policies the user has.',
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListAttachedUserPolicies({ client }, { UserName: name }, options)) {
      found.push(...attachedSchema.parse(page.AttachedPolicies));
    }
    return found;
  },
};

export const listGroupsForUser: Read<Named, readonly string[]> = {
  ...OF_PRINCIPAL,
  call: 'iam:ListGroupsForUser',
  iamAction: 'iam:ListGroupsForUser',
  fields: IDENTITY_POLICIES,
  words: "the user's groups",
  purpose: 'Which groups the user is in, as it has their policies too.',
  run: async (clients, { name }, options) => {
    const { client, sdk } = await clients.iam();
    const found: string[] = [];
    for await (const page of sdk.paginateListGroupsForUser({ client }, { UserName: name }, options)) {
      found.push(...namesSchema.parse(page.Groups?.map((group) => group.GroupName)));
    }
    return found;
  },
};

export const USER_READS: PrincipalReads = {
  getIdentity: getUser,
  listInline: listUserPolicies,
  getInline: getUserPolicy,
  listAttached: listAttachedUserPolicies,
};
