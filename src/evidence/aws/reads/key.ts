import { z } from 'zod';
import type { Facts, Read } from '../read.js';
import { parsePolicy } from '../policy-document.js';
import { keyMetadataSchema } from './answer-schemas.js';

export interface KeyTarget {
  /** Key id, key ARN, alias name or alias ARN. */
  readonly keyId: string;
  readonly region: string;
}

export type KeyRead = Read<KeyTarget, Facts>;

const KEY = { duty: 'key', scope: 'key' } as const;

/** Takes an alias too, and tells the ARN that the other two need. */
export const describeKey: Read<KeyTarget, { readonly arn: string; readonly facts: Facts }> = {
  ...KEY,
  call: 'kms:DescribeKey',
  iamAction: 'kms:DescribeKey',
  fields: ['kmsKey.arn', 'kmsKey.account', 'kmsKey.region', 'kmsKey.manager', 'kmsKey.state'],
  words: 'KMS key',
  purpose: "The key's ARN, state, and whether AWS or the customer manages it.",
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.kms(target.region);
    const answer = await client.send(new sdk.DescribeKeyCommand({ KeyId: target.keyId }), options);
    const key = keyMetadataSchema.parse(answer.KeyMetadata);
    const facts: Facts = {
      kmsKey: {
        arn: key.Arn,
        account: key.AWSAccountId,
        region: key.Arn.split(':')[3] ?? target.region,
        manager: key.KeyManager,
        state: key.KeyState,
      },
    };
    return { arn: key.Arn, facts };
  },
};

const getKeyPolicy: KeyRead = {
  ...KEY,
  call: 'kms:GetKeyPolicy',
  iamAction: 'kms:GetKeyPolicy',
  fields: ['kmsKey.policy'],
  words: 'key policy',
  purpose: 'The key policy, without which nothing else can allow the use of the key.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.kms(target.region);
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html: the only name there is.
    const command = new sdk.GetKeyPolicyCommand({ KeyId: target.keyId, PolicyName: 'default' });
    const answer = await client.send(command, options);
    return { kmsKey: { policy: parsePolicy(answer.Policy) } };
  },
};

const listGrants: KeyRead = {
  ...KEY,
  call: 'kms:ListGrants',
  iamAction: 'kms:ListGrants',
  fields: ['kmsKey.grants'],
  words: 'key grants',
  purpose: 'The grants of the key, which allow its use beside the key policy.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.kms(target.region);
    const grants: Record<string, unknown>[] = [];
    for await (const page of sdk.paginateListGrants({ client }, { KeyId: target.keyId }, options)) {
      grants.push(...z.array(grantSchema).parse(page.Grants));
    }
    return { kmsKey: { grants } };
  },
};

/** As in JSON: a date becomes its ISO text. */
const grantSchema = z.record(z.string(), z.unknown()).transform((grant) =>
  Object.fromEntries(
    Object.entries(grant)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ),
);

/** Read side by side once the key's ARN is known. */
export const KEY_READS: readonly KeyRead[] = [getKeyPolicy, listGrants];
