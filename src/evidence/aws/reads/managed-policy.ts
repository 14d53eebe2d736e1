import { z } from 'zod';
import type { Read } from '../read.js';
import { parseEncodedPolicy } from '../policy-document.js';

const OF_POLICY = { duty: 'caller', scope: 'policies' } as const;

interface PolicyVersionTarget {
  readonly policyArn: string;
  readonly versionId: string;
}

export const getPolicy: Read<{ readonly policyArn: string }, string> = {
  ...OF_POLICY,
  call: 'iam:GetPolicy',
  iamAction: 'iam:GetPolicy',
  fields: ['caller.identityPolicies', 'caller.permissionsBoundary'],
  words: 'managed policies',
  purpose: 'Which version of a managed policy, or of the permissions boundary, is in force.',
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
  fields: ['caller.identityPolicies', 'caller.permissionsBoundary'],
  words: 'managed policies',
  purpose: 'The text of that version.',
  run: async (clients, { policyArn, versionId }, options) => {
    const { client, sdk } = await clients.iam();
    const command = new sdk.GetPolicyVersionCommand({ PolicyArn: policyArn, VersionId: versionId });
    return parseEncodedPolicy((await client.send(command, options)).PolicyVersion?.Document);
  },
};
