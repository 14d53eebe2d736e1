import { z } from 'zod';
import type { Read } from '../read.js';
import { parseEncodedPolicy } from '../policy-document.js';

const POLICY_FIELDS = [
  'caller.identityPolicies',
  'caller.permissionsBoundary',
  'caller.sessionPolicies',
] as const;

const OF_POLICY = { duty: 'caller', scope: 'policies', fields: POLICY_FIELDS } as const;

interface PolicyVersionTarget {
  readonly policyArn: string;
  readonly versionId: string;
}

export const getPolicy: Read<{ readonly policyArn: string }, string> = {
  ...OF_POLICY,
  call: 'iam:GetPolicy',
  iamAction: 'iam:GetPolicy',
  words: 'managed policies',
  purpose:
    'Which version of a managed policy, of the permissions boundary, or of a managed session policy is in force.',
  run: async (clients, { policyArn }, options) => {
    const { client, sdk } = await clients.iam();
    const answer = await client.send(new sdk.GetPolicyCommand({ PolicyArn: policyArn }), options);
    return z.string().parse(answer.Policy?.DefaultVersionId);
  },
};

export const getPolicyVersion: Read<PolicyVersionTarget, unknown> = {
  ...OF_POLICY,
  call: 'iam:GetPolicyVersion',
  iamAction: 'iam:GetPolicyVersion',
  words: 'managed policies',
  purpose: 'The text of that version.',
  run: async (clients, { policyArn, versionId }, options) => {
    const { client, sdk } = await clients.iam();
    const command = new sdk.GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId: versionId });
    return parseEncodedPolicy((await client.send(command, options)).PolicyVersion?.Document);
  },
};
