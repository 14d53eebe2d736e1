import { z } from 'zod';
import { parsePolicy } from '../policy-document.js';
import type { NamedDocument } from '../policy-document.js';
import type { Read } from '../read.js';

/** The organization that an account is in. */
export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
  /** false: it only shares a bill, and has no policies at all. */
  readonly hasPolicies: boolean;
}

const organizationSchema = z
  .object({
    Id: z.string().regex(/^o-[a-z0-9]{10,32}$/),
    MasterAccountId: z.string().regex(/^\d{12}$/),
    FeatureSet: z.string(),
  })
  .transform(
    ({ Id, MasterAccountId, FeatureSet }): Organization => ({
      id: Id,
      managementAccount: MasterAccountId,
      hasPolicies: FeatureSet !== 'CONSOLIDATED_BILLING',
    }),
  );

/** Any account may ask that of itself. `null`: it is in no organization. */
export const describeOrganization: Read<undefined, Organization | null> = {
  call: 'organizations:DescribeOrganization',
  iamAction: 'organizations:DescribeOrganization',
  duty: 'membership',
  scope: 'everything',
  fields: ['caller.organizationId', 'caller.managementAccount', 'bucket.organizationId'],
  words: 'the organization',
  purpose: "The organization's id and which account manages it.",
  absent: { codes: ['AWSOrganizationsNotInUseException'], value: null },
  run: async (clients, _, options) => {
    const { client, sdk } = await clients.organizations();
    const answer = await client.send(new sdk.DescribeOrganizationCommand({}), options);
    return organizationSchema.parse(answer.Organization);
  },
};

/** Who is bound by which kind of policy: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html */
export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

const OF_ORGANIZATION = {
  duty: 'organization',
  scope: 'everything',
  fields: [
    'caller.serviceControlPolicies',
    'caller.resourceControlPolicies',
    'bucket.resourceControlPolicies',
    'kmsKey.resourceControlPolicies',
  ],
} as const;

/**
 * Which types of policy are in force. One that is not has no attachments either: its empty levels would look as if they allowed
 * nothing, although they forbid nothing.
 */
export const listRoots: Read<undefined, readonly string[]> = {
  ...OF_ORGANIZATION,
  call: 'organizations:ListRoots',
  iamAction: 'organizations:ListRoots',
  words: 'which policies the organization uses',
  purpose: 'Whether service and resource control policies are switched on at all.',
  run: async (clients, _, options) => {
    const { client, sdk } = await clients.organizations();
    const enabled: string[] = [];
    for await (const page of sdk.paginateListRoots({ client }, {}, options)) {
      const types = z
        .array(rootSchema)
        .parse(page.Roots)
        .flatMap((root) => root.PolicyTypes);
      enabled.push(...types.filter(({ Status }) => Status === 'ENABLED').map(({ Type }) => Type));
    }
    return enabled;
  },
};

const rootSchema = z.object({
  PolicyTypes: z.array(z.object({ Type: z.string(), Status: z.string() })).default([]),
});

export interface Parent {
  readonly id: string;
  readonly isRoot: boolean;
}

const parentSchema = z
  .object({ Id: z.string(), Type: z.enum(['ROOT', 'ORGANIZATIONAL_UNIT']) })
  .transform(({ Id, Type }): Parent => ({ id: Id, isRoot: Type === 'ROOT' }));

/** The one parent that an account or unit has. `null`: it is not in this organization. */
export const listParents: Read<{ readonly childId: string }, Parent | null> = {
  ...OF_ORGANIZATION,
  call: 'organizations:ListParents',
  iamAction: 'organizations:ListParents',
  words: 'the organizational units',
  purpose: 'In which organizational units an account is.',
  absent: { codes: ['ChildNotFoundException'], value: null },
  run: async (clients, { childId }, options) => {
    const { client, sdk } = await clients.organizations();
    for await (const page of sdk.paginateListParents({ client }, { ChildId: childId }, options)) {
      const [parent] = z.array(parentSchema).parse(page.Parents);
      if (parent !== undefined) return parent;
    }
    return null;
  },
};

/** An account, unit or root, and what is attached to it itself. */
interface PolicyTarget {
  readonly targetId: string;
  readonly type: ControlPolicyType;
}

/** The ids of the policies. */
export const listPoliciesForTarget: Read<PolicyTarget, readonly string[]> = {
  ...OF_ORGANIZATION,
  call: 'organizations:ListPoliciesForTarget',
  iamAction: 'organizations:ListPoliciesForTarget',
  words: 'service and resource control policies',
  purpose: 'Which of these policies the root, each organizational unit and the account itself have.',
  run: async (clients, { targetId, type }, options) => {
    const { client, sdk } = await clients.organizations();
    const query = { TargetId: targetId, Filter: type };
    const found: string[] = [];
    for await (const page of sdk.paginateListPoliciesForTarget({ client }, query, options)) {
      found.push(
        ...z
          .array(z.object({ Id: z.string() }))
          .parse(page.Policies)
          .map(({ Id }) => Id),
      );
    }
    return found;
  },
};

/** Named by its ARN, as the error texts name it. */
export const describePolicy: Read<{ readonly policyId: string }, NamedDocument> = {
  ...OF_ORGANIZATION,
  call: 'organizations:DescribePolicy',
  iamAction: 'organizations:DescribePolicy',
  words: 'service and resource control policies',
  purpose: 'The text of these policies.',
  run: async (clients, { policyId }, options) => {
    const { client, sdk } = await clients.organizations();
    const answer = await client.send(new sdk.DescribePolicyCommand({ PolicyId: policyId }), options);
    const name = z.string().parse(answer.Policy?.PolicySummary?.Arn);
    return { name, document: parsePolicy(answer.Policy?.Content) };
  },
};

/** What reading levels of policies takes, in the organization's own account. */
export const ORGANIZATION_READS = [listRoots, listParents, listPoliciesForTarget, describePolicy] as const;
