import type { Read } from '../read.js';
import { holderReads } from './holder.js';
import {
  IDENTITY,
  IDENTITY_POLICIES,
  identitySchema,
  namesSchema,
  type Named,
  type PrincipalReads,
} from './identity.js';

const getUser: PrincipalReads['getIdentity'] = {
  duty: 'caller',
  scope: 'principal',
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

export const listGroupsForUser: Read<Named, readonly string[]> = {
  duty: 'caller',
  scope: 'principal',
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

const POLICIES = holderReads({
  kind: 'User',
  scope: 'principal',
  whose: "the user's",
  has: 'the user has',
  inlinePages: ({ client, sdk }, name, options) =>
    sdk.paginateListUserPolicies({ client }, { UserName: name }, options),
  inlinePolicy: ({ client, sdk }, name, policyName, options) =>
    client.send(new sdk.GetUserPolicyCommand({ UserName: name, PolicyName: policyName }), options),
  attachedPages: ({ client, sdk }, name, options) =>
    sdk.paginateListAttachedUserPolicies({ client }, { UserName: name }, options),
});

export const USER_READS: PrincipalReads = { getIdentity: getUser, ...POLICIES };
