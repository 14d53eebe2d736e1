import { confirmed, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** Causes that S3 names by the error code itself: another code rules them out. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'expired-token': ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
  'invalid-access-key': ['InvalidAccessKeyId'],
  'invalid-session-token': ['InvalidToken'],
  'signature-mismatch': ['SignatureDoesNotMatch'],
  'clock-skew': ['RequestTimeTooSkewed'],
  'wrong-region': [
    'AuthorizationHeaderMalformed',
    'PermanentRedirect',
    'TemporaryRedirect',
    'IllegalLocationConstraintException',
  ],
  'account-suspended': ['AllAccessDisabled', 'AccountProblem', 'NotSignedUp', 'InvalidPayer'],
  'china-icp': ['UnauthorizedAccessError', 'UnexpectedIPError'],
};

/** What says nothing beyond "no": a HEAD has no body, so any cause may be behind it. */
const UNTELLING = new Set(['403', 'Forbidden', '400', 'Bad Request']);

function byCode(codes: readonly string[]): Detector {
  return ({ evidence }) => {
    const code = evidence.error?.errorCode;
    if (code === undefined || UNTELLING.has(code)) return UNKNOWN;
    return codes.includes(code)
      ? confirmed('error message', `the error code is ${code}`)
      : ruledOut('error message', `the error code is ${code}`);
  };
}

/** Causes that only the error text can tell, in words of their own. */
const BY_TEXT_ONLY = [
  'assume-role-trust',
  'bpa-block-public-policy',
  'bpa-block-public-acls',
  'mfa-delete',
  'vpce-cross-region',
  'ssec-blocked',
  'directory-bucket-createsession',
  'access-grants-no-grant',
] as const;

export const errorCodeDetectors: Detectors = {
  ...Object.fromEntries(Object.entries(CODES).map(([id, codes]) => [id, byCode(codes)])),
  ...Object.fromEntries(BY_TEXT_ONLY.map((id) => [id, (): typeof UNKNOWN => UNKNOWN])),
};
