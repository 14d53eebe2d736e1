import type { LayerName } from '../policy/types.js';
import type { EvidenceItem, FixOwner } from './types.js';

/** Where each layer's policies are read: what a verdict cites. */
export const SOURCE_OF_LAYER: Readonly<Record<LayerName, Readonly<Record<'s3' | 'kms', string>>>> = {
  identity: { s3: 'identity policies', kms: 'identity policies' },
  permissionsBoundary: { s3: 'permissions boundary', kms: 'permissions boundary' },
  session: { s3: 'session policies', kms: 'session policies' },
  resource: { s3: 's3:GetBucketPolicy', kms: 'kms:GetKeyPolicy' },
  accessPoint: { s3: 's3:GetAccessPointPolicy', kms: 's3:GetAccessPointPolicy' },
  vpcEndpoint: { s3: 'ec2:DescribeVpcEndpoints', kms: 'ec2:DescribeVpcEndpoints' },
  serviceControl: { s3: 'service control policies', kms: 'service control policies' },
  resourceControl: { s3: 'resource control policies', kms: 'resource control policies' },
};

/** The policies of the snapshot that a source stands for. */
const POLICY_OF_SOURCE: Readonly<Record<string, string>> = {
  'identity policies': 'caller.identityPolicies',
  'permissions boundary': 'caller.permissionsBoundary',
  'session policies': 'caller.sessionPolicies',
  's3:GetBucketPolicy': 'bucket.policy',
  'kms:GetKeyPolicy': 'kmsKey.policy',
  's3:GetAccessPointPolicy': 'accessPoint.policy',
  'ec2:DescribeVpcEndpoints': 'vpcEndpoint.policy',
};

/** What a person has pasted was not read: it is cited as the answer that it is. */
export function citeAnswered(
  items: readonly EvidenceItem[],
  answered: ReadonlySet<string> | undefined,
): readonly EvidenceItem[] {
  return items.map((item) => {
    const policy = POLICY_OF_SOURCE[item.source];
    return policy !== undefined && answered?.has(policy) === true ? { ...item, source: 'answer' } : item;
  });
}

/** Who has to apply a fix, as a person is told. */
export const OWNER_WORDS: Readonly<Record<FixOwner, string>> = {
  client: 'you, in the client that makes the request',
  'caller-account': "an administrator of the caller's account",
  'bucket-account': "an administrator of the bucket's account",
  'key-account': "an administrator of the KMS key's account",
  'object-owner': 'the account that owns the object',
  'network-owner': 'whoever owns the VPC endpoint or network',
  'organization-admin': 'an administrator of the AWS organization',
  'aws-support': 'AWS Support',
};
