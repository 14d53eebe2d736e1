/**
 * What the host name of an S3 URL says, in every form that endpoints have had.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */

import { PARTITIONS, partitionOfRegion } from './arn.js';

export interface HostFacts {
  /** The bucket, where it stands in the host name; else it is the first part of the path. */
  readonly bucket?: string;
  readonly region?: string;
  readonly accessPointArn?: string;
  readonly website: boolean;
}

const DOMAINS = [...new Set(PARTITIONS.map(({ domain }) => domain))].sort((a, b) => b.length - a.length);
const REGION = /^[a-z]{2,4}(?:-[a-z]+){1,2}-\d$/;
/** The label that names the service; the Region may be part of it in the older forms (`s3-eu-west-1`). */
const SERVICE_LABEL =
  /^(s3-website|s3-accelerate|s3-accesspoint-fips|s3-accesspoint|s3-object-lambda|s3-outposts|s3-control|s3-fips|s3-global|s3express-[a-z0-9-]+|s3-external-1|s3)(?:-([a-z]{2,4}(?:-[a-z]+){1,2}-\d))?$/;
/** Labels that say how the endpoint is reached, not where it is. */
const DECORATION = new Set(['dualstack', 'fips', 'vpce']);

/** What an S3 host name says, or undefined where it is not one of S3's. `host` may carry a port. */
export function parseS3Host(host: string): HostFacts | undefined {
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '');
  const domain = DOMAINS.find((suffix) => name.endsWith(`.${suffix}`));
  if (domain === undefined) return undefined;
  const labels = name.slice(0, -domain.length - 1).split('.');
  const at = labels.findLastIndex((label) => SERVICE_LABEL.test(label));
  const match = SERVICE_LABEL.exec(labels[at] ?? '');
  if (!match?.[1]) return undefined;
  // Not object addresses: S3 Control, and Multi-Region access points, whose account the host name does not tell.
  if (match[1] === 's3-control' || match[1] === 's3-global') return undefined;
  const rest = labels.slice(at + 1).filter((label) => !DECORATION.has(label));
  if (rest.length > 1 || rest.some((label) => !REGION.test(label))) return undefined;
  return describe(match[1], labels.slice(0, at), match[2] ?? rest[0]);
}

function describe(service: string, before: readonly string[], region: string | undefined): HostFacts {
  const base = { website: service === 's3-website', ...(region === undefined ? {} : { region }) };
  const left = withoutEndpointId(before);
  const last = left.at(-1);
  if (last === undefined) return base;
  if (service.startsWith('s3-accesspoint') || service === 's3-object-lambda') {
    return { ...base, ...accessPointOf(service, last, region) };
  }
  return { ...base, bucket: left.join('.') };
}

/** Interface endpoints: `bucket.vpce-1a2b3c4d-5e6f.s3.…` (path style) and `name.bucket.vpce-….s3.…` (virtual-hosted). */
function withoutEndpointId(labels: readonly string[]): readonly string[] {
  const at = labels.findLastIndex((label) => label.startsWith('vpce-'));
  if (at === -1) return labels;
  return labels.slice(0, Math.max(0, at - 1));
}

/** `<name>-<account>.s3-accesspoint.<region>…` */
function accessPointOf(
  service: string,
  label: string,
  region: string | undefined,
): { accessPointArn?: string } {
  const match = /^(.+)-(\d{12})$/.exec(label);
  if (!match || region === undefined) return {};
  const arnService = service === 's3-object-lambda' ? 's3-object-lambda' : 's3';
  return {
    accessPointArn: `arn:${partitionOfRegion(region)}:${arnService}:${region}:${match[2]}:accesspoint/${match[1]}`,
  };
}
