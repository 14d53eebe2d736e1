import type { Scope } from '../../read-info.js';
import type { AwsClients } from '../clients.js';
import { parseEncodedPolicy } from '../policy-document.js';
import type { CallOptions } from '../read.js';
import { IDENTITY_POLICIES, attachedSchema, namesSchema, type HolderReads } from './identity.js';

type Iam = Awaited<ReturnType<AwsClients['iam']>>;

/** What tells users, roles and groups apart in IAM: the names of its calls, and nothing that they do. */
export interface HolderCalls {
  /** As the calls name it. */
  readonly kind: 'User' | 'Role' | 'Group';
  readonly scope: Scope;
  /** For people: "the role's", "the role has". */
  readonly whose: string;
  readonly has: string;
  inlinePages(
    iam: Iam,
    name: string,
    options: CallOptions,
  ): AsyncIterable<{ PolicyNames?: string[] | undefined }>;
  inlinePolicy(
    iam: Iam,
    name: string,
    policyName: string,
    options: CallOptions,
  ): Promise<{ PolicyDocument?: string | undefined }>;
  attachedPages(
    iam: Iam,
    name: string,
    options: CallOptions,
  ): AsyncIterable<{ AttachedPolicies?: unknown[] | undefined }>;
}

export function holderReads(calls: HolderCalls): HolderReads {
  const { kind, scope, whose, has } = calls;
  const ofHolder = { duty: 'caller', scope, fields: IDENTITY_POLICIES } as const;
  return {
    listInline: {
      ...ofHolder,
      call: `iam:List${kind}Policies`,
      iamAction: `iam:List${kind}Policies`,
      words: `${whose} inline policies`,
      purpose: `The names of ${whose} inline policies.`,
      run: async (clients, { name }, options) => {
        const found: string[] = [];
        for await (const page of calls.inlinePages(await clients.iam(), name, options))
          found.push(...namesSchema.parse(page.PolicyNames));
        return found;
      },
    },
    getInline: {
      ...ofHolder,
      call: `iam:Get${kind}Policy`,
      iamAction: `iam:Get${kind}Policy`,
      words: `${whose} inline policies`,
      purpose: `${capitalized(whose)} inline policies.`,
      run: async (clients, { name, policyName }, options) => {
        const answer = await calls.inlinePolicy(await clients.iam(), name, policyName, options);
        return parseEncodedPolicy(answer.PolicyDocument);
      },
    },
    listAttached: {
      ...ofHolder,
      call: `iam:ListAttached${kind}Policies`,
      iamAction: `iam:ListAttached${kind}Policies`,
      words: `${whose} managed policies`,
      purpose: `Which managed policies ${has}.`,
      run: async (clients, { name }, options) => {
        const found: string[] = [];
        for await (const page of calls.attachedPages(await clients.iam(), name, options))
          found.push(...attachedSchema.parse(page.AttachedPolicies));
        return found;
      },
    },
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
