/**
 * The names that flow files may bind to: what finds a cause (detectors), what writes its fix (recipes), and what texts may mention
 * (placeholders). A detector's name is its first cause's id in camel case.
 */
export const RECIPES = [
  'admitActualValue',
  'allowInAccessPointPolicy',
  'allowInBucketPolicy',
  'allowInEndpointPolicy',
  'allowInIdentityPolicy',
  'allowInKeyPolicy',
  'allowInPermissionsBoundary',
  'allowInServiceControlPolicy',
  'allowInSessionPolicy',
  'allowWhereMissing',
  'correctResource',
  'enableKey',
  'exemptBucketAccount',
  'exemptEndpoint',
  'expectActualOwner',
  'leaveOutAcl',
  'leaveOutCustomerKey',
  'meetCondition',
  'nameCallerNotEveryone',
  'nameKeyByArn',
  'narrowDeny',
  'replaceStalePrincipal',
  'restoreObject',
  'sendRequestPayer',
  'takeOwnership',
] as const;
export type RecipeName = (typeof RECIPES)[number];

export const PLACEHOLDERS = {
  bucket: 'BUCKET',
  key: 'KEY',
  bucketArn: 'arn:aws:s3:::BUCKET',
  objectArn: 'arn:aws:s3:::BUCKET/KEY',
  region: 'REGION',
  operation: 'the operation',
  action: 's3:ACTION',
  principal: 'PRINCIPAL_ARN',
  principalName: 'NAME',
  principalKind: 'user or role',
  principalAccount: 'CALLER_ACCOUNT',
  bucketAccount: 'BUCKET_ACCOUNT',
  keyArn: 'KMS_KEY_ARN',
  keyAccount: 'KEY_ACCOUNT',
  partition: 'aws',
  statement: 'a statement',
  policyName: 'the policy',
  policyArn: 'POLICY_ARN',
  contextKey: 'a condition key',
  operator: 'an operator',
  values: 'the values it names',
  vpceId: 'VPC_ENDPOINT_ID',
} as const;
export type Placeholder = keyof typeof PLACEHOLDERS;

/** What is not known, in a sentence. Others read as in `PLACEHOLDERS`. */
export const PROSE_STAND_INS: Readonly<Partial<Record<Placeholder, string>>> = {
  action: 'the action',
  principal: 'the caller',
  principalName: 'the caller',
  principalAccount: "the caller's account",
  bucketAccount: "the bucket's account",
  objectArn: 'the object',
  bucketArn: 'the bucket',
  region: 'its Region',
  keyArn: 'the key',
  keyAccount: "the key's account",
  policyArn: 'the policy',
  vpceId: 'the VPC endpoint',
};
