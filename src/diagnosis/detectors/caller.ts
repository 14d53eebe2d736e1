import { accountIn, sameIdentity } from '../identity.js';
import { isDeniedByPolicies, type Situation } from '../situation.js';
import type { Verdict } from '../types.js';
import {
  confirmed,
  possible,
  ruledOut,
  textSource,
  UNKNOWN,
  type Detector,
  type Detectors,
} from './detector.js';

/** The principal in the error text, or in CloudTrail, is who called; where somebody expected another, that is the cause. */
const wrongCredentials: Detector = (situation) => {
  const { evidence, expectedCallers } = situation;
  const called = evidence.error?.principalArn;
  const [anyone] = expectedCallers;
  if (anyone === undefined) return UNKNOWN;
  if (called === undefined) return byAccount(situation);
  const expected = expectedCallers.find((one) => !sameIdentity(called, one)) ?? anyone;
  const source = evidence.traced?.has('error.principalArn') === true ? 'CloudTrail' : textSource(situation);
  return sameIdentity(called, expected)
    ? ruledOut(source, `the request was made as ${called}, as expected`)
    : confirmed(source, `the request was made as ${called}, not as ${expected}`);
};

/** Of a caller from another account, CloudTrail tells the account only: another one than expected is the cause, the same one no proof. */
function byAccount({ evidence, expectedCallers }: Situation): Verdict {
  const account = evidence.traced?.has('error.accountId') === true ? evidence.error?.accountId : undefined;
  const expected = expectedCallers.find((one) => (accountIn(one) ?? account) !== account);
  return account === undefined || expected === undefined
    ? UNKNOWN
    : confirmed('CloudTrail', `the request was made from account ${account}, not as ${expected}`);
}

const anonymousRequest: Detector = (situation) => {
  const { principal } = situation;
  if (principal === undefined) return UNKNOWN;
  if (principal.kind !== 'anonymous') return ruledOut('request', 'the request was signed');
  return isDeniedByPolicies(situation)
    ? confirmed('simulation', 'the request carried no credentials, and the bucket is not open to everyone')
    : possible('request', 'the request carried no credentials');
};

/** Whoever got as far as asking S3 or KMS has got the role. */
const assumeRoleTrust: Detector = (situation) => {
  const action = situation.evidence.error?.action?.toLowerCase();
  if (action?.startsWith('sts:') === true) return UNKNOWN;
  if (action !== undefined) return ruledOut(textSource(situation), `the denied action is ${action}`);
  return isLogged(situation) ? ruledOut('CloudTrail', 'the request reached S3, with credentials') : UNKNOWN;
};

function isLogged({ evidence }: Situation): boolean {
  return evidence.traced !== undefined && evidence.error?.principalArn !== undefined;
}

/** Actions that only S3's own replication asks for. https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
const REPLICATION =
  /^s3:(replicate(object|delete|tags)|objectowneroverridetobucketowner|getobjectversionforreplication)$/i;

const replicationRole: Detector = (situation) => {
  const { evidence, principal, operation } = situation;
  const action = evidence.error?.action;
  if (action !== undefined && REPLICATION.test(action))
    return confirmed(textSource(situation), `${action} is what replication needs`);
  // S3 names the sessions of a replication role so.
  if (principal?.kind === 'assumed-role' && principal.arn.endsWith('/s3-replication'))
    return possible('request', 'the request was made by S3 replication');
  if (principal?.kind === 'user' || principal?.kind === 'root' || principal?.kind === 'anonymous')
    return ruledOut('request', 'S3 replicates as a role, and no role made the request');
  return operation === undefined ? UNKNOWN : ruledOut('request', `a client asked for ${operation}`);
};

export const callerDetectors: Detectors = {
  'wrong-credentials': wrongCredentials,
  'anonymous-request': anonymousRequest,
  'assume-role-trust': assumeRoleTrust,
  'replication-role': replicationRole,
};
