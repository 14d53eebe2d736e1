/** S3 addresses written as ARNs: buckets, objects, access points, in every partition. */

import { splitArn, type ArnParts } from './arn.js';
import type { S3Address } from './types.js';

const S3_SERVICES = new Set(['s3', 's3express', 's3-object-lambda', 's3-outposts']);

/** The address that an ARN names, or undefined where it is no ARN of S3's. */
export function parseS3Arn(text: string): S3Address | undefined {
  const arn = splitArn(text);
  if (arn === undefined || !S3_SERVICES.has(arn.service)) return undefined;
  const region = arn.region === '' ? {} : { region: arn.region };
  const accessPoint = /^((?:outpost\/[^/:]+\/)?accesspoint[/:][^/:]+)(?:\/object)?(?:\/(.*))?$/s.exec(
    arn.resource,
  );
  if (accessPoint?.[1] !== undefined) {
    return { ...region, accessPointArn: joinArn(arn, accessPoint[1]), ...keyOf(accessPoint[2]) };
  }
  const resource = arn.resource.replace(/^(?:outpost\/[^/]+\/)?bucket\//, '');
  const slash = resource.indexOf('/');
  return {
    ...region,
    bucket: slash === -1 ? resource : resource.slice(0, slash),
    ...keyOf(slash === -1 ? undefined : resource.slice(slash + 1)),
  };
}

function joinArn(arn: ArnParts, resource: string): string {
  return `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.account}:${resource}`;
}

function keyOf(key: string | undefined): { key?: string } {
  return key ? { key } : {};
}
