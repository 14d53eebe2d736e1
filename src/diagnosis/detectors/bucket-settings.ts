import { headerState, headerValue } from '../../s3/index.js';
import { isDeniedByPolicies } from '../situation.js';
import {
  confirmed,
  possible,
  ruledOut,
  sourceOf,
  UNKNOWN,
  type Detector,
  type Detectors,
} from './detector.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
const requesterPays: Detector = (situation) => {
  const { evidence, crossAccount, principal } = situation;
  const source = sourceOf(situation, 'bucket.requestPayer', 's3:GetBucketRequestPayment');
  const payer = evidence.snapshot.bucket?.requestPayer;
  const header = headerState(evidence.request, 'x-amz-request-payer');
  if (payer === 'BucketOwner') return ruledOut(source, 'Payer is BucketOwner');
  if (crossAccount === false) return ruledOut('snapshot', 'caller and bucket are in one account');
  if (payer !== undefined && principal?.kind === 'anonymous')
    return confirmed(source, 'Payer is Requester, and an anonymous request can never pay');
  if (header.state === 'sent') return ruledOut('request', 'the request carries x-amz-request-payer');
  if (payer === undefined) return UNKNOWN;
  return header.state === 'absent'
    ? confirmed(source, 'Payer is Requester, and the request did not say x-amz-request-payer')
    : possible(source, 'Payer is Requester; whether the request said x-amz-request-payer is not known');
};

const CUSTOMER_KEY = 'x-amz-server-side-encryption-customer-algorithm';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html */
const ssecBlocked: Detector = ({ evidence }) => {
  const sent = headerState(evidence.request, CUSTOMER_KEY);
  const blocked = evidence.snapshot.bucket?.encryption?.blockedEncryptionTypes;
  const call = 's3:GetEncryptionConfiguration';
  if (sent.state === 'absent') return ruledOut('request', 'the request brings no key of its own');
  if (blocked === undefined) return UNKNOWN;
  if (!blocked.includes('SSE-C')) return ruledOut(call, 'BlockedEncryptionTypes does not hold SSE-C');
  return sent.state === 'sent'
    ? confirmed(call, 'the request brings a key of its own (SSE-C), and the bucket blocks that')
    : UNKNOWN;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html */
const abacPutBucketTagging: Detector = (situation) => {
  const { operation, evidence } = situation;
  const source = sourceOf(situation, 'bucket.abacEnabled', 's3:GetBucketAbac');
  if (operation !== undefined && !/^(Put|Delete)BucketTagging$/.test(operation))
    return ruledOut('request', `${operation} changes no tags of the bucket`);
  const enabled = evidence.snapshot.bucket?.abacEnabled;
  if (enabled === undefined || (enabled && operation === undefined)) return UNKNOWN;
  return enabled
    ? confirmed(source, `attribute-based access control is on, which ${operation ?? ''} does not go with`)
    : ruledOut(source, 'attribute-based access control is off');
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html#WebsiteRestEndpointDiff */
const websiteEndpoint: Detector = (situation) => {
  const { evidence, principal } = situation;
  const { bucket } = evidence.snapshot;
  const call = 's3:GetBucketWebsite';
  if (bucket?.website === null) return ruledOut(call, 'the bucket is no website');
  if (principal !== undefined && principal.kind !== 'anonymous')
    return ruledOut('request', 'the request was signed, which a website endpoint does not take');
  const page = evidence.error?.causes?.[0] === 'website-endpoint';
  if (page && bucket?.website !== undefined)
    return confirmed(call, "the answer is a website endpoint's page, and the bucket is a website");
  return isDeniedByPolicies(situation) && bucket?.website !== undefined
    ? possible(call, 'the bucket is a website, and the object is not open to everyone')
    : UNKNOWN;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
const expectedOwnerMismatch: Detector = ({ evidence, bucketAccount }) => {
  const header = 'x-amz-expected-bucket-owner';
  const state = headerState(evidence.request, header);
  if (state.state === 'absent') return ruledOut('request', `the request says no ${header}`);
  const expected = headerValue(evidence.request, header);
  if (expected === undefined || bucketAccount === undefined) return UNKNOWN;
  return expected === bucketAccount
    ? ruledOut('request', `the bucket belongs to ${bucketAccount}, as the request expects`)
    : confirmed(
        'request',
        `the request expects owner ${expected}, and the bucket belongs to ${bucketAccount}`,
      );
};

/** A name that belongs to the caller's own account is nobody else's; one that was said to and does not, is. */
const wrongBucket: Detector = ({ evidence, bucketAccount, callerAccount }) => {
  if (bucketAccount === undefined || callerAccount === undefined) return UNKNOWN;
  if (bucketAccount === callerAccount)
    return ruledOut('s3:ListAllMyBuckets', "the bucket belongs to the caller's own account");
  if (headerValue(evidence.request, 'x-amz-expected-bucket-owner') === bucketAccount)
    return ruledOut('request', `the request expects the bucket to belong to ${bucketAccount}`);
  if (evidence.request.crossAccount !== false) return UNKNOWN;
  return confirmed(
    's3:ListAllMyBuckets',
    `the bucket was said to be in the caller's account ${callerAccount}, and belongs to ${bucketAccount}`,
  );
};

/** Directory buckets end in `--AZ--x-s3`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html */
const directoryBucket: Detector = ({ evidence, operation }) => {
  const bucket = evidence.request.bucket ?? evidence.snapshot.bucket?.name;
  const { error } = evidence;
  const session = operation === 'CreateSession' || error?.action === 's3express:CreateSession';
  if (bucket === undefined) return UNKNOWN;
  if (!bucket.endsWith('--x-s3')) return ruledOut('request', 'the bucket is a general purpose bucket');
  return session && error !== undefined
    ? confirmed('request', `${bucket} is a directory bucket, and no session with it was granted`)
    : possible('request', `${bucket} is a directory bucket, which needs s3express:CreateSession`);
};

export const bucketSettingDetectors: Detectors = {
  'requester-pays': requesterPays,
  'ssec-blocked': ssecBlocked,
  'abac-put-bucket-tagging': abacPutBucketTagging,
  'website-endpoint': websiteEndpoint,
  'expected-owner-mismatch': expectedOwnerMismatch,
  'wrong-bucket': wrongBucket,
  'directory-bucket-createsession': directoryBucket,
};
