import type { ErrorFacts } from '../../s3/types.js';
import type { Situation } from '../situation.js';
import {
  confirmed,
  possible,
  ruledOut,
  textSource,
  UNKNOWN,
  type Detector,
  type Detectors,
} from './detector.js';

/** Causes that S3 names by the error code itself: another code rules them out. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'expired-token': ['ExpiredToken', 'ExpiredTokenException'],
  'invalid-access-key': ['InvalidAccessKeyId'],
  'invalid-session-token': ['InvalidToken'],
  'signature-mismatch': ['SignatureDoesNotMatch'],
  'clock-skew': ['RequestTimeTooSkewed'],
  'account-suspended': ['AllAccessDisabled', 'AccountProblem', 'NotSignedUp', 'InvalidPayer'],
  'china-icp': ['UnauthorizedAccess', 'UnauthorizedAccessError', 'UnexpectedIPError'],
  'access-grants-role': ['StsNotAuthorizedError', 'StsValidationError'],
};
const REGION_CODES = [
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'TemporaryRedirect',
  'IllegalLocationConstraintException',
];

/** What says nothing beyond "no": a HEAD has no body, so any cause may be behind it. */
const UNTELLING = new Set(['403', 'Forbidden', '403 Forbidden', '400', 'Bad Request']);

function tellingCode(error: ErrorFacts | undefined): string | undefined {
  const code = error?.errorCode;
  return code === undefined || UNTELLING.has(code) ? undefined : code;
}

function byCode(causeId: string, codes: readonly string[]): Detector {
  return (situation) => {
    const { error } = situation.evidence;
    const code = tellingCode(error);
    const source = textSource(situation);
    if (code !== undefined && codes.includes(code)) return confirmed(source, `the error code is ${code}`);
    if (error?.causes?.includes(causeId) === true) return UNKNOWN;
    if (code !== undefined) return ruledOut(source, `the error code is ${code}`);
    return error?.denyType === undefined ? UNKNOWN : ruledOut(source, 'a policy is named as the reason');
  };
}

/** Causes that S3 tells in words of their own: where its words are about something else, they are ruled out. */
export function byText(causeId: string): Detector {
  return (situation) => {
    const { error } = situation.evidence;
    if (error === undefined || error.causes?.includes(causeId) === true) return UNKNOWN;
    if (error.denyType !== undefined)
      return ruledOut(textSource(situation), 'a policy is named as the reason');
    const code = tellingCode(error);
    return code === undefined || code.startsWith('AccessDenied')
      ? UNKNOWN
      : ruledOut(textSource(situation), `the error code is ${code}`);
  };
}

const wrongRegion: Detector = (situation, policies) => {
  const { request, snapshot, error } = situation.evidence;
  const verdict = byCode('wrong-region', REGION_CODES)(situation, policies);
  const asked = request.region;
  const actual = snapshot.bucket?.region;
  if (verdict.status !== 'unknown' || asked === undefined || actual === undefined) return verdict;
  if (asked === actual)
    return ruledOut('s3:GetBucketLocation', `the request went to ${actual}, where the bucket is`);
  return error === undefined
    ? UNKNOWN
    : possible('s3:GetBucketLocation', `the bucket is in ${actual}, and the request went to ${asked}`);
};

/** Regions that an account has to opt in to. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const OPT_IN =
  /^(af-south-1|ap-east-[12]|ap-south-2|ap-southeast-[34567]|ca-west-1|eu-central-2|eu-south-[12]|il-central-1|me-(central|south|west)-1|mx-central-1)$/;

/** A token of the global STS endpoint does not work in those. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html */
const optInRegionToken: Detector = (situation) => {
  const { error, request, snapshot } = situation.evidence;
  const code = tellingCode(error);
  const region = snapshot.bucket?.region ?? request.region ?? error?.region;
  if (code !== undefined && code !== 'InvalidToken')
    return ruledOut(textSource(situation), `the error code is ${code}`);
  if (region === undefined) return UNKNOWN;
  if (!OPT_IN.test(region)) return ruledOut('s3:GetBucketLocation', `${region} is enabled in every account`);
  return code === undefined ? UNKNOWN : possible('s3:GetBucketLocation', `${region} has to be opted in to`);
};

const crossRegion: Detector = (situation, policies) =>
  situation.evidence.snapshot.vpcEndpoint === null
    ? ruledOut('ec2:DescribeVpcEndpoints', 'the request came through no VPC endpoint')
    : byText('vpce-cross-region')(situation, policies);

const noGrant: Detector = (situation, policies) =>
  situation.operation !== undefined && situation.operation !== 'GetDataAccess' && !isGrantText(situation)
    ? ruledOut('request', `${situation.operation} asks S3 Access Grants for nothing`)
    : byText('access-grants-no-grant')(situation, policies);

function isGrantText({ evidence }: Situation): boolean {
  return evidence.error?.policyType === 'access-grant';
}

export const errorCodeDetectors: Detectors = {
  ...Object.fromEntries(Object.entries(CODES).map(([id, codes]) => [id, byCode(id, codes)])),
  'wrong-region': wrongRegion,
  'opt-in-region-token': optInRegionToken,
  'vpce-cross-region': crossRegion,
  'access-grants-no-grant': noGrant,
};
