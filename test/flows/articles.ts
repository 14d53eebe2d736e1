/** The headings of the articles, in their order: what the flows' steps are held against. */
export const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  'general-403': [
    'Use the AWS Systems Manager automation document',
    'Check bucket and object ownership',
    'Confirm the account that owns the objects',
    'Copy all new objects to a bucket in another account',
    'Create an IAM role with permissions to your bucket',
    'Check the bucket policy or IAM user policies',
    'Deny statement conditions',
    'Bucket policies or IAM policies',
    'Other policy errors',
    'Confirm that IAM permissions boundaries allow access to Amazon S3',
    "Check the bucket's Amazon S3 Block Public Access settings",
    'Review user credentials',
    'Review temporary security credentials',
    'Confirm that the Amazon VPC endpoint policy includes the correct permissions to access your S3 buckets and objects',
    "Review your Amazon S3 access point's IAM policy",
    "Confirm that the object isn't missing object or contains special characters",
    'Check the AWS KMS encryption configuration',
    "Confirm that the request-payer parameter is specified by users (if you're using Requester Pays)",
    'Check your AWS Organizations service control policy',
  ],
  'cross-account': [
    "The user's IAM policy doesn't grant access to the bucket",
    "The object is encrypted by AWS KMS, and the user doesn't have access to the AWS KMS key",
    "A deny statement in the bucket policy or IAM policy is blocking the user's access",
    'The VPC endpoint policy is blocking access to the bucket',
    'The AWS Organizations service control policy is blocking access to the bucket',
    "The object doesn't belong to the AWS account that owns the bucket",
    'You turned on Requester Pays for the bucket',
    "You passed a session policy that's blocking access to the bucket",
  ],
  'kms-cross-account': [
    'Short description',
    'The bucket policy in Account A must grant access to the user in Account B',
    'The AWS KMS key policy in Account A must grant access to the user in Account B',
    'The IAM user policy in Account B must grant the user access to both the bucket and key in Account A',
  ],
  'upload-denied': [
    'IAM user permission to s3:PutObjectAcl',
    'Conditions in the bucket policy',
    'Access allowed by a VPC endpoint policy',
    'AWS KMS encryption',
  ],
};

/** Headings that hold no cause of their own but ways to mend one: they are part of that cause's fix. */
export const FIX_HEADINGS: Readonly<Record<string, string>> = {
  'Copy all new objects to a bucket in another account': 'object-not-owned',
  'Create an IAM role with permissions to your bucket': 'object-not-owned',
};

/** Every cause that the articles name, by heading: each has to be reachable by answering by hand alone. */
export const CAUSES_BY_HEADING: readonly (readonly [string, string, readonly string[]])[] = [
  ['general-403', 'Use the AWS Systems Manager automation document', ['anonymous-request']],
  ['general-403', 'Confirm the account that owns the objects', ['object-not-owned']],
  ['general-403', 'Check the bucket policy or IAM user policies', ['bucket-policy-deny', 'identity-deny']],
  [
    'general-403',
    'Deny statement conditions',
    [
      'condition-mfa',
      'condition-encryption-header',
      'condition-kms-key-id',
      'condition-source-ip',
      'sourceip-through-vpce',
      'condition-source-vpce',
      'condition-principal-org',
      'condition-secure-transport',
      'condition-acl',
    ],
  ],
  [
    'general-403',
    'Bucket policies or IAM policies',
    ['put-object-acl-missing', 'list-bucket-missing', 'identity-no-allow', 'bucket-policy-no-allow'],
  ],
  ['general-403', 'Other policy errors', ['wrong-arn-form', 'bucket-policy-stale-principal']],
  [
    'general-403',
    'Confirm that IAM permissions boundaries allow access to Amazon S3',
    ['boundary-implicit', 'boundary-deny'],
  ],
  [
    'general-403',
    "Check the bucket's Amazon S3 Block Public Access settings",
    ['bpa-restrict-public-buckets', 'bpa-ignore-public-acls'],
  ],
  ['general-403', 'Review user credentials', ['wrong-credentials']],
  [
    'general-403',
    'Review temporary security credentials',
    ['session-policy-implicit', 'session-policy-deny'],
  ],
  [
    'general-403',
    'Confirm that the Amazon VPC endpoint policy includes the correct permissions to access your S3 buckets and objects',
    ['vpce-policy-implicit', 'vpce-policy-deny'],
  ],
  [
    'general-403',
    "Review your Amazon S3 access point's IAM policy",
    ['access-point-not-delegated', 'access-point-policy'],
  ],
  [
    'general-403',
    "Confirm that the object isn't missing object or contains special characters",
    ['missing-object-masked', 'key-encoding'],
  ],
  [
    'general-403',
    'Check the AWS KMS encryption configuration',
    [
      'kms-key-policy-no-allow',
      'kms-key-policy-deny',
      'kms-managed-key-cross-account',
      'kms-identity-no-allow',
    ],
  ],
  [
    'general-403',
    "Confirm that the request-payer parameter is specified by users (if you're using Requester Pays)",
    ['requester-pays'],
  ],
  [
    'general-403',
    'Check your AWS Organizations service control policy',
    ['scp-deny', 'scp-implicit', 'rcp-deny'],
  ],
  [
    'cross-account',
    "The user's IAM policy doesn't grant access to the bucket",
    ['identity-no-allow', 'bucket-policy-no-allow'],
  ],
  [
    'cross-account',
    "The object is encrypted by AWS KMS, and the user doesn't have access to the AWS KMS key",
    [
      'kms-key-policy-no-allow',
      'kms-key-policy-deny',
      'kms-managed-key-cross-account',
      'kms-identity-no-allow',
    ],
  ],
  [
    'cross-account',
    "A deny statement in the bucket policy or IAM policy is blocking the user's access",
    [
      'bucket-policy-deny',
      'identity-deny',
      'condition-mfa',
      'condition-encryption-header',
      'condition-kms-key-id',
      'condition-source-ip',
      'sourceip-through-vpce',
      'condition-source-vpce',
      'condition-principal-org',
      'condition-secure-transport',
      'condition-acl',
    ],
  ],
  [
    'cross-account',
    'The VPC endpoint policy is blocking access to the bucket',
    ['vpce-policy-implicit', 'vpce-policy-deny'],
  ],
  [
    'cross-account',
    'The AWS Organizations service control policy is blocking access to the bucket',
    ['scp-deny', 'scp-implicit', 'rcp-deny'],
  ],
  [
    'cross-account',
    "The object doesn't belong to the AWS account that owns the bucket",
    ['object-not-owned'],
  ],
  ['cross-account', 'You turned on Requester Pays for the bucket', ['requester-pays']],
  [
    'cross-account',
    "You passed a session policy that's blocking access to the bucket",
    ['session-policy-implicit', 'session-policy-deny'],
  ],
  [
    'kms-cross-account',
    'Short description',
    ['kms-alias-in-caller-account', 'kms-wrong-region', 'kms-managed-key-cross-account'],
  ],
  [
    'kms-cross-account',
    'The bucket policy in Account A must grant access to the user in Account B',
    ['bucket-policy-no-allow'],
  ],
  [
    'kms-cross-account',
    'The AWS KMS key policy in Account A must grant access to the user in Account B',
    ['kms-key-policy-no-allow', 'kms-key-policy-deny'],
  ],
  [
    'kms-cross-account',
    'The IAM user policy in Account B must grant the user access to both the bucket and key in Account A',
    ['identity-no-allow', 'kms-identity-no-allow'],
  ],
  ['upload-denied', 'IAM user permission to s3:PutObjectAcl', ['put-object-acl-missing']],
  [
    'upload-denied',
    'Conditions in the bucket policy',
    [
      'condition-source-ip',
      'sourceip-through-vpce',
      'condition-storage-class',
      'condition-acl',
      'condition-kms-key-id',
      'condition-encryption-header',
    ],
  ],
  ['upload-denied', 'Access allowed by a VPC endpoint policy', ['vpce-policy-implicit', 'vpce-policy-deny']],
  [
    'upload-denied',
    'AWS KMS encryption',
    [
      'kms-key-policy-no-allow',
      'kms-key-policy-deny',
      'kms-managed-key-cross-account',
      'kms-identity-no-allow',
    ],
  ],
];
