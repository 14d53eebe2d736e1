import { isDeniedByPolicies } from '../situation.js';
import { ruledOut, textSource, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** What only S3 writes into an answer: a proxy or another store has neither its ids nor its words. */
const notFromS3: Detector = (situation) => {
  const { error, traced } = situation.evidence;
  if (traced !== undefined) return ruledOut('CloudTrail', 'S3 itself logged the request');
  if (error === undefined || error.causes?.includes('not-from-s3') === true) return UNKNOWN;
  if (error.requestId !== undefined || error.extendedRequestId !== undefined)
    return ruledOut('error message', "the answer carries S3's request id");
  return error.denyType === undefined
    ? UNKNOWN
    : ruledOut('error message', "the answer is in IAM's own words");
};

/** Waiting helps only where the policies, as they stand now, let the request pass. */
const policyPropagation: Detector = (situation) => {
  const { error } = situation.evidence;
  const code = error?.errorCode;
  if (code !== undefined && !/^(AccessDenied|403|Forbidden|ACCESS_DENIED)/.test(code))
    return ruledOut(textSource(situation), `no policy is behind the error code ${code}`);
  return isDeniedByPolicies(situation)
    ? ruledOut('simulation', 'the policies as they stand deny the request, however long they have been so')
    : UNKNOWN;
};

export const elsewhereDetectors: Detectors = {
  'not-from-s3': notFromS3,
  'policy-propagation': policyPropagation,
};
