import { z } from 'zod';
import type { Snapshot } from '../../snapshot.js';
import { MalformedAnswerError, parsePolicy } from '../policy-document.js';
import { accessControlListSchema, ownershipSchema, requestPayerSchema } from './answer-schemas.js';
import { getBucketAbac, getBucketTagging } from './bucket-tags.js';
import { BUCKET_SETTING, ownedBucket, type BucketRead } from './bucket-target.js';
import { getBucketVersioning, getObjectLockConfiguration } from './bucket-versions.js';
import { getBucketWebsite } from './bucket-website.js';
import { publicAccessBlockOf } from './public-access-block.js';

const getBucketPolicy: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketPolicy',
  iamAction: 's3:GetBucketPolicy',
  fields: ['bucket.policy'],
  words: 'bucket policy',
  purpose: 'The bucket policy, to see what it allows and denies.',
  absent: { codes: ['NoSuchBucketPolicy'], value: { bucket: { policy: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketPolicyCommand(ownedBucket(target)), options);
    return { bucket: { policy: parsePolicy(answer.Policy) } };
  },
};

const getBucketPolicyStatus: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketPolicyStatus',
  iamAction: 's3:GetBucketPolicyStatus',
  fields: ['bucket.policyIsPublic'],
  words: 'whether the bucket policy counts as public',
  purpose: 'Whether S3 counts the bucket policy as public, on which Block Public Access depends.',
  absent: { codes: ['NoSuchBucketPolicy'], value: { bucket: { policyIsPublic: false } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketPolicyStatusCommand(ownedBucket(target)), options);
    return { bucket: { policyIsPublic: z.boolean().parse(answer.PolicyStatus?.IsPublic) } };
  },
};

const getPublicAccessBlock: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetPublicAccessBlock',
  iamAction: 's3:GetBucketPublicAccessBlock',
  fields: ['bucket.publicAccessBlock'],
  words: "the bucket's Block Public Access",
  purpose: "The bucket's Block Public Access settings.",
  absent: { codes: ['NoSuchPublicAccessBlockConfiguration'], value: { bucket: { publicAccessBlock: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetPublicAccessBlockCommand(ownedBucket(target)), options);
    return { bucket: { publicAccessBlock: publicAccessBlockOf(answer.PublicAccessBlockConfiguration) } };
  },
};

const getAccountPublicAccessBlock: BucketRead = {
  call: 's3control:GetPublicAccessBlock',
  iamAction: 's3:GetAccountPublicAccessBlock',
  duty: 'bucket',
  scope: 'everything',
  fields: ['bucket.accountPublicAccessBlock'],
  words: "the account's Block Public Access",
  purpose: "The account's Block Public Access settings, which apply to each of its buckets.",
  absent: {
    codes: ['NoSuchPublicAccessBlockConfiguration'],
    value: { bucket: { accountPublicAccessBlock: null } },
  },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3Control(target.region ?? clients.region);
    const command = new sdk.GetPublicAccessBlockCommand({ AccountId: target.account });
    const answer = await client.send(command, options);
    return {
      bucket: { accountPublicAccessBlock: publicAccessBlockOf(answer.PublicAccessBlockConfiguration) },
    };
  },
};

const getBucketOwnershipControls: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketOwnershipControls',
  iamAction: 's3:GetBucketOwnershipControls',
  fields: ['bucket.objectOwnership'],
  words: 'object ownership',
  purpose: 'Whether ACLs count, and who owns what others upload.',
  absent: { codes: ['OwnershipControlsNotFoundError'], value: { bucket: { objectOwnership: null } } },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketOwnershipControlsCommand(ownedBucket(target)), options);
    const rule = answer.OwnershipControls?.Rules?.[0];
    return { bucket: { objectOwnership: ownershipSchema.parse(rule?.ObjectOwnership) } };
  },
};

const getBucketAcl: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketAcl',
  iamAction: 's3:GetBucketAcl',
  fields: ['bucket.acl', 'bucket.ownerId'],
  words: 'bucket ACL and owner',
  purpose: "The bucket's ACL and the canonical id of its owner.",
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketAclCommand(ownedBucket(target)), options);
    const acl = accessControlListSchema.parse(answer);
    return { bucket: { acl, ownerId: acl.Owner.ID } };
  },
};

const getBucketRequestPayment: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketRequestPayment',
  iamAction: 's3:GetBucketRequestPayment',
  fields: ['bucket.requestPayer'],
  words: 'who pays for requests',
  purpose: 'Whether the bucket is Requester Pays.',
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketRequestPaymentCommand(ownedBucket(target)), options);
    return { bucket: { requestPayer: requestPayerSchema.parse(answer.Payer) } };
  },
};

export const getBucketEncryption: BucketRead = {
  ...BUCKET_SETTING,
  call: 's3:GetBucketEncryption',
  iamAction: 's3:GetEncryptionConfiguration',
  fields: ['bucket.encryption'],
  words: 'default encryption',
  purpose: 'The default encryption with its KMS key, and the kinds of encryption that are blocked.',
  absent: {
    codes: ['ServerSideEncryptionConfigurationNotFoundError'],
    value: { bucket: { encryption: null } },
  },
  run: async (clients, target, options) => {
    const { client, sdk } = await clients.s3(target.region);
    const answer = await client.send(new sdk.GetBucketEncryptionCommand(ownedBucket(target)), options);
    return { bucket: { encryption: encryptionOf(answer.ServerSideEncryptionConfiguration?.Rules?.[0]) } };
  },
};

interface EncryptionRule {
  readonly ApplyServerSideEncryptionByDefault?:
    | { readonly SSEAlgorithm?: string | undefined; readonly KMSMasterKeyID?: string | undefined }
    | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly BlockedEncryptionTypes?: { readonly EncryptionType?: readonly string[] | undefined } | undefined;
}

function encryptionOf(rule: EncryptionRule | undefined): NonNullable<Snapshot['bucket']>['encryption'] {
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  if (byDefault?.SSEAlgorithm === undefined)
    throw new MalformedAnswerError('no default encryption in the answer');
  const blocked = rule?.BlockedEncryptionTypes?.EncryptionType ?? [];
  return {
    algorithm: byDefault.SSEAlgorithm,
    kmsKeyId: byDefault.KMSMasterKeyID ?? null,
    bucketKeyEnabled: rule?.BucketKeyEnabled ?? false,
    // S3 answers NONE where nothing is blocked.
    blockedEncryptionTypes: blocked.filter((type) => type !== 'NONE'),
  };
}

/**
 * Read side by side, and with {@link getBucketEncryption} (on which reading the key depends), once it is known in which account the
 * bucket lies. A new setting is a new row.
 */
export const BUCKET_READS: readonly BucketRead[] = [
  getBucketPolicy,
  getBucketPolicyStatus,
  getPublicAccessBlock,
  getAccountPublicAccessBlock,
  getBucketOwnershipControls,
  getBucketAcl,
  getBucketRequestPayment,
  getBucketVersioning,
  getObjectLockConfiguration,
  getBucketWebsite,
  getBucketTagging,
  getBucketAbac,
];
