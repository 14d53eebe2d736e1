/** Error codes of S3, KMS and STS, and what each tells. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */

/** Codes that mean "no", whatever the HTTP status. */
const DENIAL_CODES = [
  'AccessDenied',
  'AccessDeniedException',
  'AccessForbidden',
  'AllAccessDisabled',
  'AccountProblem',
  'NotSignedUp',
  'InvalidPayer',
  'AccessControlListNotSupported',
  'AuthorizationHeaderMalformed',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidToken',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidObjectState',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'RequestExpired',
  'PermanentRedirect',
  'UnauthorizedAccess',
  'UnauthorizedAccessError',
  'UnauthorizedOperation',
  'UnexpectedIPError',
  'StsNotAuthorizedError',
  'StsValidationError',
  'InvalidTag',
  'UnrecognizedClientException',
  'IncompleteSignature',
] as const;

/** Codes that only S3 or KMS uses: they show whose error it is. */
const S3_CODES = [
  'AllAccessDisabled',
  'AccessControlListNotSupported',
  'AuthorizationHeaderMalformed',
  'InvalidObjectState',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'InvalidAccessKeyId',
  'PermanentRedirect',
  'NoSuchKey',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'BucketAlreadyExists',
  'InvalidPayer',
  'StsNotAuthorizedError',
] as const;

/** Codes that are found even where they only stand before a colon (`AccessDenied: Access Denied`). */
export const BARE_CODES = [
  ...new Set([
    ...DENIAL_CODES,
    ...S3_CODES,
    'NoSuchUpload',
    'InternalError',
    'SlowDown',
    'InvalidRequest',
    'MalformedPolicy',
    'NotFound',
  ]),
].sort((a, b) => b.length - a.length);

export function isDenialCode(code: string): boolean {
  return (
    DENIAL_CODES.some((known) => known === code) ||
    code.startsWith('KMS.') ||
    /^(?:403\b|Forbidden$|ACCESS_DENIED$)/.test(code)
  );
}

export function isS3Code(code: string): boolean {
  return S3_CODES.some((known) => known === code) || code.startsWith('KMS.');
}
