/** What an error text says → which causes it makes likely. A table: the first rule that fits counts, so the special ones come first. */

import type { ErrorFacts, ErrorPolicyType } from '../types.js';
import type { PhraseId } from './phrases.js';

/** Everything that a rule may ask about. */
export interface CauseClues {
  readonly facts: ErrorFacts;
  readonly phrases: ReadonlySet<PhraseId>;
  /** The denied resource's ARN, where the text names it. */
  readonly resource?: string;
  /** The first type of a transitive denial. */
  readonly through?: ErrorPolicyType;
  readonly trustPolicy: boolean;
  /** The principal reads `anonymous`. */
  readonly anonymous: boolean;
}

interface CauseRule {
  readonly phrases?: readonly PhraseId[];
  readonly codes?: readonly string[];
  readonly policy?: readonly ErrorPolicyType[];
  readonly deny?: 'explicit' | 'implicit';
  readonly action?: RegExp;
  readonly operations?: readonly string[];
  readonly resource?: RegExp;
  readonly through?: ErrorPolicyType;
  readonly trustPolicy?: true;
  readonly anonymous?: true;
  /** No policy type and no deny type in the text: S3 said nothing but the code. */
  readonly bare?: true;
  readonly causes: readonly string[];
}

const KMS = /^kms:/i;
const ACCESS_POINT = /:accesspoint[/:]/;
const BARE_CODE = [
  'AccessDenied',
  'AccessDeniedException',
  '403',
  'Forbidden',
  '403 Forbidden',
  'ACCESS_DENIED',
];

/** Sentences and codes that leave no doubt. */
const PLAIN: readonly CauseRule[] = [
  { phrases: ['assume-denied'], causes: ['assume-role-trust', 'identity-no-allow'] },
  { phrases: ['vpce-cross-region'], causes: ['vpce-cross-region'] },
  { phrases: ['mfa-delete'], causes: ['mfa-delete'] },
  { phrases: ['object-lock'], causes: ['object-lock'] },
  { phrases: ['grant-read', 'grant-write', 'grant-readwrite'], causes: ['access-grants-no-grant'] },
  { codes: ['StsNotAuthorizedError', 'StsValidationError'], causes: ['access-grants-role'] },
  { policy: ['bpa-BlockPublicAcls'], causes: ['bpa-block-public-acls'] },
  { policy: ['bpa-BlockPublicPolicy'], causes: ['bpa-block-public-policy'] },
  { policy: ['blocked-encryption-type'], causes: ['ssec-blocked'] },
  { phrases: ['acls-disabled'], causes: ['acls-disabled'] },
  { codes: ['AccessControlListNotSupported'], causes: ['acls-disabled'] },
  { phrases: ['archived', 'archived-tier'], causes: ['archived-object'] },
  { codes: ['InvalidObjectState'], causes: ['archived-object'] },
  { phrases: ['unsigned-header'], causes: ['presigned-unsigned-header'] },
  { phrases: ['post-expired'], causes: ['presigned-post-expired'] },
  { phrases: ['post-condition'], causes: ['presigned-post-condition'] },
  { phrases: ['request-expired'], causes: ['presigned-expired'] },
  { codes: ['RequestExpired'], causes: ['presigned-expired', 'clock-skew'] },
  { phrases: ['signature'], causes: ['signature-mismatch'] },
  { codes: ['SignatureDoesNotMatch'], causes: ['signature-mismatch'] },
  { phrases: ['clock-skew'], causes: ['clock-skew'] },
  { codes: ['RequestTimeTooSkewed'], causes: ['clock-skew'] },
  { phrases: ['unknown-key-id'], causes: ['invalid-access-key'] },
  { codes: ['InvalidAccessKeyId'], causes: ['invalid-access-key'] },
  { phrases: ['token-expired', 'token-expired-included'], causes: ['expired-token'] },
  { codes: ['ExpiredToken', 'ExpiredTokenException'], causes: ['expired-token'] },
  { phrases: ['token-invalid'], causes: ['invalid-session-token', 'opt-in-region-token'] },
  { codes: ['InvalidToken'], causes: ['invalid-session-token', 'opt-in-region-token'] },
  { phrases: ['token-invalid-included'], causes: ['invalid-access-key', 'invalid-session-token'] },
  {
    codes: ['InvalidClientTokenId', 'UnrecognizedClientException'],
    causes: ['invalid-access-key', 'invalid-session-token'],
  },
  { phrases: ['wrong-region', 'wrong-endpoint'], causes: ['wrong-region'] },
  {
    codes: ['AuthorizationHeaderMalformed', 'PermanentRedirect', 'IllegalLocationConstraintException'],
    causes: ['wrong-region'],
  },
  { phrases: ['all-disabled'], causes: ['account-suspended'] },
  {
    codes: ['AllAccessDisabled', 'AccountProblem', 'NotSignedUp', 'InvalidPayer'],
    causes: ['account-suspended'],
  },
  { codes: ['UnauthorizedAccess', 'UnauthorizedAccessError', 'UnexpectedIPError'], causes: ['china-icp'] },
];

const KMS_RULES: readonly CauseRule[] = [
  {
    phrases: ['ciphertext'],
    causes: ['kms-identity-no-allow', 'kms-key-pending-deletion', 'kms-managed-key-cross-account'],
  },
  {
    phrases: ['kms-unreachable'],
    causes: ['kms-managed-key-cross-account', 'kms-key-policy-no-allow', 'kms-wrong-region'],
  },
  { phrases: ['kms-pending-deletion'], causes: ['kms-key-pending-deletion'] },
  {
    codes: ['KMS.KMSInvalidStateException', 'KMSInvalidStateException'],
    causes: ['kms-key-pending-deletion', 'kms-key-disabled'],
  },
  { codes: ['KMS.DisabledException', 'DisabledException'], causes: ['kms-key-disabled'] },
  {
    codes: ['KMS.NotFoundException'],
    phrases: ['kms-alias'],
    causes: ['kms-alias-in-caller-account', 'kms-wrong-region'],
  },
  { codes: ['KMS.NotFoundException'], causes: ['kms-wrong-region', 'kms-alias-in-caller-account'] },
  { policy: ['identity'], deny: 'implicit', action: KMS, causes: ['kms-identity-no-allow'] },
  { policy: ['resource'], deny: 'implicit', action: KMS, causes: ['kms-key-policy-no-allow'] },
  { policy: ['resource'], deny: 'explicit', action: KMS, causes: ['kms-key-policy-deny'] },
  {
    policy: ['session'],
    deny: 'implicit',
    action: KMS,
    causes: ['session-policy-implicit', 'kms-identity-no-allow'],
  },
  { action: KMS, bare: true, causes: ['kms-identity-no-allow', 'kms-key-policy-no-allow'] },
];

/** The enhanced texts: a policy type and how it denied. */
const TYPED: readonly CauseRule[] = [
  { trustPolicy: true, causes: ['assume-role-trust'] },
  { action: /^sts:AssumeRole/i, bare: true, causes: ['assume-role-trust', 'identity-no-allow'] },
  { policy: ['resource'], action: /^sts:AssumeRole/i, causes: ['assume-role-trust'] },
  { policy: ['scp'], through: 'vpce', causes: ['scp-deny', 'vpce-policy-deny'] },
  { policy: ['rcp'], through: 'vpce', causes: ['rcp-deny', 'vpce-policy-deny'] },
  { policy: ['scp'], deny: 'explicit', causes: ['scp-deny'] },
  { policy: ['scp'], deny: 'implicit', causes: ['scp-implicit'] },
  { policy: ['rcp'], causes: ['rcp-deny'] },
  { policy: ['boundary'], deny: 'explicit', causes: ['boundary-deny'] },
  { policy: ['boundary'], deny: 'implicit', causes: ['boundary-implicit'] },
  { policy: ['vpce'], deny: 'explicit', causes: ['vpce-policy-deny'] },
  { policy: ['vpce'], deny: 'implicit', causes: ['vpce-policy-implicit'] },
  { policy: ['session'], deny: 'explicit', causes: ['session-policy-deny'] },
  {
    policy: ['session'],
    deny: 'implicit',
    resource: ACCESS_POINT,
    causes: ['session-policy-implicit', 'access-point-arn-mismatch'],
  },
  { policy: ['session'], deny: 'implicit', causes: ['session-policy-implicit'] },
  { policy: ['identity'], deny: 'explicit', causes: ['identity-deny'] },
  {
    policy: ['identity'],
    deny: 'implicit',
    resource: ACCESS_POINT,
    causes: ['identity-no-allow', 'access-point-arn-mismatch'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3:ListBucket$/i,
    operations: ['GetObject', 'HeadObject'],
    causes: ['missing-object-masked', 'list-bucket-missing', 'identity-no-allow'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3:ListBucket$/i,
    causes: ['identity-no-allow', 'list-bucket-missing'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3:Put(?:Object|ObjectVersion)Acl$/i,
    causes: ['identity-no-allow', 'put-object-acl-missing'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3:\w+ObjectVersion$/i,
    causes: ['identity-no-allow', 'get-version-missing'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3:(?:Get|Put)Object(?:Version)?Tagging$/i,
    causes: ['identity-no-allow', 'copy-tags-missing'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3express:/i,
    causes: ['directory-bucket-createsession', 'identity-no-allow'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3-object-lambda:/i,
    causes: ['identity-no-allow', 'object-lambda'],
  },
  {
    policy: ['identity'],
    deny: 'implicit',
    action: /^s3-outposts:/i,
    causes: ['identity-no-allow', 'outposts-mrap'],
  },
  { policy: ['identity'], deny: 'implicit', causes: ['identity-no-allow'] },
  {
    policy: ['resource'],
    deny: 'implicit',
    resource: ACCESS_POINT,
    causes: ['access-point-policy', 'access-point-not-delegated'],
  },
  {
    policy: ['resource'],
    deny: 'implicit',
    action: /^s3:ListBucket$/i,
    operations: ['GetObject', 'HeadObject'],
    causes: ['missing-object-masked', 'bucket-policy-no-allow'],
  },
  {
    policy: ['resource'],
    deny: 'implicit',
    action: /^s3:Get/i,
    causes: ['bucket-policy-no-allow', 'object-not-owned', 'bpa-ignore-public-acls'],
  },
  { policy: ['resource'], deny: 'implicit', causes: ['bucket-policy-no-allow', 'bpa-ignore-public-acls'] },
  {
    policy: ['resource'],
    deny: 'explicit',
    action: /^s3:PutObject$/i,
    causes: ['bucket-policy-deny', 'condition-encryption-header'],
  },
  {
    policy: ['resource'],
    deny: 'explicit',
    action: /^s3:PutObjectAcl$/i,
    causes: ['bucket-policy-deny', 'condition-acl'],
  },
  {
    policy: ['resource'],
    deny: 'explicit',
    action: /^s3:ListBucket$/i,
    causes: ['bucket-policy-deny', 'condition-prefix'],
  },
  { policy: ['resource'], deny: 'explicit', causes: ['bucket-policy-deny'] },
];

/** Nothing but "Access Denied": what the operation makes likely. For operations that are not here, the text tells no cause. */
const BARE: readonly CauseRule[] = [
  {
    phrases: [
      'anonymous-forbidden',
      'anonymous-user',
      'anonymous-principal',
      'anonymous-account',
      'anonymous-account-spaced',
    ],
    causes: ['anonymous-request'],
  },
  { anonymous: true, causes: ['anonymous-request'] },
  { phrases: ['website-page'], causes: ['website-endpoint', 'anonymous-request'] },
  { phrases: ['cloudfront', 'cloudfront-page'], causes: ['cloudfront-oac', 'not-from-s3'] },
  { phrases: ['nginx', 'cloudflare', 'squid'], causes: ['not-from-s3'] },
  { operations: ['CreateSession'], codes: BARE_CODE, causes: ['directory-bucket-createsession'] },
  {
    operations: ['ListObjectsV2', 'ListObjects', 'ListObjectVersions'],
    codes: BARE_CODE,
    causes: ['list-bucket-missing', 'requester-pays', 'vpce-policy-deny'],
  },
  {
    operations: ['HeadObject'],
    codes: BARE_CODE,
    causes: ['missing-object-masked', 'identity-no-allow', 'clock-skew'],
  },
  {
    operations: ['GetObject'],
    codes: BARE_CODE,
    causes: ['missing-object-masked', 'identity-no-allow', 'requester-pays'],
  },
  {
    operations: ['PutBucketPolicy'],
    codes: BARE_CODE,
    causes: ['bpa-block-public-policy', 'identity-no-allow'],
  },
  {
    operations: ['PutBucketAcl', 'PutObjectAcl'],
    codes: BARE_CODE,
    causes: ['bpa-block-public-acls', 'identity-no-allow'],
  },
  {
    operations: ['GetObjectTagging', 'PutObjectTagging'],
    codes: BARE_CODE,
    causes: ['copy-tags-missing', 'identity-no-allow'],
  },
  { operations: ['GetDataAccess'], codes: BARE_CODE, causes: ['access-grants-no-grant'] },
  {
    operations: ['AssumeRole', 'AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML'],
    codes: BARE_CODE,
    causes: ['assume-role-trust'],
  },
];

const CAUSE_RULES: readonly CauseRule[] = [
  ...PLAIN,
  ...KMS_RULES,
  ...TYPED,
  ...BARE.map((rule) => ({ ...rule, bare: true as const })),
];

/** Ids of the cause catalogue, the likeliest first; empty where the text makes none likelier than another. */
export function causesOf(clues: CauseClues): readonly string[] {
  return CAUSE_RULES.find((rule) => fits(rule, clues))?.causes ?? [];
}

function fits(rule: CauseRule, { facts, ...clues }: CauseClues): boolean {
  return (
    (rule.phrases?.some((phrase) => clues.phrases.has(phrase)) ?? true) &&
    oneOf(rule.codes, facts.errorCode ?? facts.httpStatus?.toString()) &&
    oneOf(rule.policy, facts.policyType) &&
    oneOf(rule.operations, facts.operation) &&
    (rule.deny === undefined || rule.deny === facts.denyType) &&
    (rule.action?.test(facts.action ?? '') ?? true) &&
    (rule.resource?.test(clues.resource ?? '') ?? true) &&
    (rule.through === undefined || rule.through === clues.through) &&
    (rule.trustPolicy === undefined || clues.trustPolicy) &&
    (rule.anonymous === undefined || clues.anonymous) &&
    (rule.bare === undefined || (facts.denyType === undefined && facts.policyType === undefined))
  );
}

function oneOf(allowed: readonly string[] | undefined, value: string | undefined): boolean {
  return allowed === undefined || (value !== undefined && allowed.includes(value));
}
