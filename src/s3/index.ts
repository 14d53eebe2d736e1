/** What S3 adds to IAM. Pure: no I/O, no clock, no AWS client. */

export {
  accessPointObjectArn,
  type ArnParts,
  bucketArn,
  objectArn,
  partitionOfRegion,
  splitArn,
} from './arn.js';
export { ACTION_ACL_PERMISSIONS, type AclCaller, aclAllows } from './acl.js';
export { type AddressResult, MAX_KEY_BYTES, parseAddress } from './address.js';
export { bucketNameProblem, isAccessPointAlias, isBucketName } from './bucket-name.js';
export { type ErrorDetail, parseErrorDetail, parseErrorText } from './error-text/parse.js';
export { headerState, type HeaderState, headerValue, isSent } from './headers.js';
export {
  type EncryptionContext,
  type GrantAnswer,
  grantAllows,
  type KmsKeyReference,
  parseKmsKey,
  s3EncryptionContext,
} from './kms.js';
export { findOperation, operationNamed, type OperationMatch } from './operations.js';
export { CLI_COMMANDS, OPERATIONS, type OperationKind, type OperationRow } from './operation-table.js';
export { type EncryptionFacts, requiredPermissions } from './permissions.js';
export {
  isPrincipalArn,
  parsePrincipalInput,
  PRINCIPAL_KINDS,
  type PrincipalInput,
  type PrincipalKind,
  type PrincipalResult,
} from './principal-input.js';
export {
  effectivePublicAccessBlock,
  isPublicPolicy,
  PUBLIC_ACCESS_SETTINGS,
  type PublicAccessBlock,
  type PublicAccessSetting,
} from './public-access.js';
export { redactLabelledSecrets, redactSecrets } from './redact.js';
export { contextFromRequest, keyCanOccur, type RequestContext } from './request-context.js';
export { undoSlackMarkup } from './slack-text.js';
export {
  ERROR_POLICY_TYPES,
  type ErrorFacts,
  type ErrorPolicyType,
  type RequestFacts,
  type RequiredPermission,
  type S3Address,
} from './types.js';
