import { sameIdentity } from '../identity.js';
import { confirmed, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** The principal in the error text is who called; where somebody expected another, that is the cause. */
const wrongCredentials: Detector = ({ evidence }) => {
  const called = evidence.error?.principalArn;
  const expected = evidence.request.principal ?? evidence.snapshot.caller?.arn;
  if (called === undefined || expected === undefined) return UNKNOWN;
  return sameIdentity(called, expected)
    ? ruledOut('error message', `the request was made as ${called}, as expected`)
    : confirmed('error message', `the request was made as ${called}, not as ${expected}`);
};

const anonymousRequest: Detector = ({ principal, simulations }) => {
  if (principal === undefined) return UNKNOWN;
  if (principal.kind !== 'anonymous') return ruledOut('request', 'the request was signed');
  const denied = simulations.some(({ evaluation }) => evaluation.decision.endsWith('_deny'));
  return denied
    ? confirmed('simulation', 'the request carried no credentials, and the bucket is not open to everyone')
    : UNKNOWN;
};

export const callerDetectors: Detectors = {
  'wrong-credentials': wrongCredentials,
  'anonymous-request': anonymousRequest,
};
