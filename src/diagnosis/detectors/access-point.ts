import type { Evidence } from '../types.js';
import { confirmed, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** Whether the request goes through an access point, as far as that is known. */
export function throughAccessPoint(evidence: Evidence): boolean | undefined {
  if (evidence.snapshot.accessPoint === null) return false;
  if (evidence.snapshot.accessPoint !== undefined || evidence.request.accessPointArn !== undefined)
    return true;
  // A bucket name that is no access point alias is the bucket itself.
  return evidence.request.bucket === undefined ? undefined : evidence.request.bucket.endsWith('-s3alias');
}

const accessPointVpcOrigin: Detector = (situation) => {
  const { accessPoint, vpcEndpoint } = situation.evidence.snapshot;
  if (throughAccessPoint(situation.evidence) === false)
    return ruledOut('request', 'the request goes through no access point');
  if (accessPoint?.networkOrigin === 'Internet')
    return ruledOut('s3:GetAccessPoint', 'NetworkOrigin is Internet');
  if (accessPoint?.networkOrigin === 'VPC' && vpcEndpoint === null)
    return confirmed(
      's3:GetAccessPoint',
      `NetworkOrigin is VPC (${accessPoint.vpcId ?? 'unknown'}), and the request came from outside`,
    );
  return UNKNOWN;
};

const accessPointNotDelegated: Detector = (situation, policies) => {
  if (throughAccessPoint(situation.evidence) === false)
    return ruledOut('request', 'the request goes through no access point');
  const point = policies.get('access-point-policy');
  const bucket = policies.get('bucket-policy-no-allow');
  if (
    throughAccessPoint(situation.evidence) === true &&
    bucket?.status === 'confirmed' &&
    point === undefined
  )
    return confirmed('s3:GetBucketPolicy', 'the access point allows the request, the bucket policy does not');
  return UNKNOWN;
};

export const accessPointDetectors: Detectors = {
  'access-point-vpc-origin': accessPointVpcOrigin,
  'access-point-not-delegated': accessPointNotDelegated,
};
