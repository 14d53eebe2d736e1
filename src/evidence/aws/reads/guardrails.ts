import { z } from 'zod';
import { MalformedAnswerError } from '../policy-document.js';
import type { Facts, Read } from '../read.js';

/** `all` or `none`; in an effective policy as a plain value, in an attached one under the operator that assigns it. */
const switchSchema = z.enum(['all', 'none']);

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_s3_syntax.html; more keys may come. */
const s3PolicySchema = z.looseObject({
  s3_attributes: z
    .looseObject({
      public_access_block_configuration: z
        .union([switchSchema, z.object({ '@@assign': switchSchema }).transform((value) => value['@@assign'])])
        .optional(),
    })
    .optional(),
});

/** What the organization's S3 policies come to for the account that asks. They override the account's own Block Public Access. */
export const describeEffectivePolicy: Read<undefined, Facts> = {
  call: 'organizations:DescribeEffectivePolicy',
  iamAction: 'organizations:DescribeEffectivePolicy',
  duty: 'guardrails',
  scope: 'everything',
  fields: ['bucket.organizationPublicAccessBlock'],
  words: "the organization's Block Public Access",
  purpose: 'Whether the organization enforces Block Public Access on the account.',
  absent: {
    codes: ['EffectivePolicyNotFoundException', 'AWSOrganizationsNotInUseException'],
    value: { bucket: { organizationPublicAccessBlock: null } },
  },
  run: async (clients, _, options) => {
    const { client, sdk } = await clients.organizations();
    const command = new sdk.DescribeEffectivePolicyCommand({ PolicyType: 'S3_POLICY' });
    const answer = await client.send(command, options);
    return { bucket: { organizationPublicAccessBlock: enforcedBy(answer.EffectivePolicy?.PolicyContent) } };
  },
};

/** The four settings go together; `null` where the policy says nothing of them. */
function enforcedBy(content: string | undefined) {
  if (content === undefined) throw new MalformedAnswerError('no effective policy in the answer');
  const value = s3PolicySchema.parse(JSON.parse(content)).s3_attributes?.public_access_block_configuration;
  if (value === undefined) return null;
  const on = value === 'all';
  return { BlockPublicAcls: on, IgnorePublicAcls: on, BlockPublicPolicy: on, RestrictPublicBuckets: on };
}
