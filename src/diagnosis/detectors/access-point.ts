import { splitArn } from '../../s3/index.js';
import type { Situation } from '../situation.js';
import type { Evidence } from '../types.js';
import { confirmed, possible, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** Whether the request goes through an access point, as far as that is known. */
export function throughAccessPoint(evidence: Evidence): boolean | undefined {
  if (evidence.snapshot.accessPoint === null) return false;
  const { request, snapshot } = evidence;
  if (snapshot.accessPoint !== undefined || request.accessPointArn !== undefined) return true;
  if (request.throughAccessPoint === true) return true;
  // A bucket name that is no access point alias is the bucket itself.
  return request.bucket === undefined ? undefined : request.bucket.endsWith('-s3alias');
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

type AddressKind = 'bucket' | 'access point' | 'Object Lambda' | 'Outposts' | 'Multi-Region';

/** By the action that S3 names, the ARN, or the alias: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html */
function addressKind({ evidence }: Situation): AddressKind | undefined {
  const { snapshot, request } = evidence;
  const arn = splitArn(snapshot.accessPoint?.arn ?? request.accessPointArn ?? '');
  if (arn?.service === 's3-object-lambda') return 'Object Lambda';
  if (arn?.service === 's3-outposts') return 'Outposts';
  if (arn !== undefined) return arn.resource.endsWith('.mrap') ? 'Multi-Region' : 'access point';
  const { bucket } = request;
  if (bucket === undefined) return undefined;
  if (bucket.endsWith('--ol-s3')) return 'Object Lambda';
  if (bucket.endsWith('--op-s3')) return 'Outposts';
  return bucket.endsWith('-s3alias') ? 'access point' : 'bucket';
}

/** Kinds of access point whose permissions have names of their own. */
function byAddress(kinds: readonly AddressKind[], service: string): Detector {
  return (situation) => {
    const action = situation.evidence.error?.action;
    if (action?.toLowerCase().startsWith(`${service}:`) === true)
      return confirmed('error message', `the denied action is ${action}`);
    const kind = addressKind(situation);
    if (kind === undefined) return UNKNOWN;
    return kinds.includes(kind)
      ? possible('request', `the request goes to a ${kind} access point, which needs permissions of its own`)
      : ruledOut('request', `the request goes to ${kind === 'bucket' ? 'a bucket' : 'an S3 access point'}`);
  };
}

export const accessPointDetectors: Detectors = {
  'access-point-vpc-origin': accessPointVpcOrigin,
  'object-lambda': byAddress(['Object Lambda'], 's3-object-lambda'),
  'outposts-mrap': byAddress(['Outposts', 'Multi-Region'], 's3-outposts'),
};
