/**
 * ARNs as S3 uses them. An ARN has six colon-separated parts, the last of which may hold colons and slashes itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html
 */

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Region prefix → partition and the domain of its endpoints; the first that fits counts. */
export const PARTITIONS = [
  { regionPrefix: 'cn-', partition: 'aws-cn', domain: 'amazonaws.com.cn' },
  { regionPrefix: 'us-gov-', partition: 'aws-us-gov', domain: 'amazonaws.com' },
  { regionPrefix: 'us-iso-', partition: 'aws-iso', domain: 'c2s.ic.gov' },
  { regionPrefix: 'us-isob-', partition: 'aws-iso-b', domain: 'sc2s.sgov.gov' },
  { regionPrefix: 'eu-isoe-', partition: 'aws-iso-e', domain: 'cloud.adc-e.uk' },
  { regionPrefix: 'us-isof-', partition: 'aws-iso-f', domain: 'csp.hci.ic.gov' },
  { regionPrefix: 'eusc-', partition: 'aws-eusc', domain: 'amazonaws.eu' },
  { regionPrefix: '', partition: 'aws', domain: 'amazonaws.com' },
] as const;

/** The partition that a Region belongs to; `aws` where the Region is not known. */
export function partitionOfRegion(region: string | undefined): string {
  const found = PARTITIONS.find(({ regionPrefix }) => (region ?? '').startsWith(regionPrefix));
  return found?.partition ?? 'aws';
}

/** The six parts of an ARN, or undefined where the text is none. Nothing is trimmed: blanks in an ARN are significant. */
export function splitArn(text: string): ArnParts | undefined {
  const [scheme, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (scheme !== 'arn' || !partition || !service || region === undefined || account === undefined)
    return undefined;
  if (resource === '') return undefined;
  return { partition, service, region, account, resource };
}

/** `arn:aws:s3:::bucket`, in the partition of `region` (`aws` where it is not known). */
export function bucketArn(bucket: string, region?: string): string {
  return `arn:${partitionOfRegion(region)}:s3:::${bucket}`;
}

/** `arn:aws:s3:::bucket/key`; the key byte for byte. */
export function objectArn(bucket: string, key: string, region?: string): string {
  return `${bucketArn(bucket, region)}/${key}`;
}

/** The ARN form in which a policy names an object behind an access point: `…:accesspoint/name/object/key`. */
export function accessPointObjectArn(accessPointArn: string, key: string): string {
  return `${accessPointArn}/object/${key}`;
}
