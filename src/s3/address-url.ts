/** S3 addresses written as URLs: virtual-hosted, path style, website, presigned, and the console's. */

import { parseS3Host } from './address-host.js';
import { parseQuery, percentDecode } from './text.js';
import type { S3Address } from './types.js';

interface UrlParts {
  readonly host: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
}

/**
 * The parts of an http(s) URL. Not the WHATWG parser: that one folds `//` and `..`, which are legal in keys.
 * The scheme may be missing.
 */
function splitUrl(text: string): UrlParts | undefined {
  const match =
    /^(?:https?:\/\/)?(?:[^/?#@\s]{1,256}@)?([a-z0-9.:-]{1,300})(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/is.exec(
      text,
    );
  if (!match?.[1]) return undefined;
  return { host: match[1], path: match[2] ?? '', query: parseQuery(match[3] ?? '') };
}

/** The address that a URL names, or undefined where it is no URL of S3's. A signature in it is dropped. */
export function parseS3Url(text: string): S3Address | undefined {
  const url = splitUrl(text);
  if (url === undefined) return undefined;
  if (/(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/i.test(url.host))
    return consoleAddress(url);
  const host = parseS3Host(url.host);
  if (host === undefined) return undefined;
  const path = url.path.replace(/^\//, '');
  const inPath = host.bucket === undefined && host.accessPointArn === undefined;
  const slash = path.indexOf('/');
  const bucket = inPath ? percentDecode(slash === -1 ? path : path.slice(0, slash)) : host.bucket;
  const rawKey = inPath ? (slash === -1 ? '' : path.slice(slash + 1)) : path;
  const region = host.region ?? signedRegion(url.query);
  const versionId = url.query.get('versionid');
  const via = host.website ? 'website' : isPresigned(url.query) ? 'presigned' : undefined;
  return {
    ...(bucket ? { bucket } : {}),
    ...(host.accessPointArn === undefined ? {} : { accessPointArn: host.accessPointArn }),
    ...(rawKey === '' ? {} : { key: percentDecode(rawKey) }),
    ...(region === undefined ? {} : { region }),
    ...(versionId ? { versionId } : {}),
    ...(via === undefined ? {} : { via }),
  };
}

function isPresigned(query: ReadonlyMap<string, string>): boolean {
  return (
    query.has('x-amz-signature') ||
    query.has('x-amz-credential') ||
    (query.has('signature') && query.has('awsaccesskeyid'))
  );
}

/** The Region in `X-Amz-Credential=AKIA…/20261121/eu-west-1/s3/aws4_request`. */
function signedRegion(query: ReadonlyMap<string, string>): string | undefined {
  const region = query.get('x-amz-credential')?.split('/')[2];
  return region !== undefined && /^[a-z]{2,4}(?:-[a-z]+){1,2}-\d$/.test(region) ? region : undefined;
}

/** `https://s3.console.aws.amazon.com/s3/object/BUCKET?region=…&prefix=KEY` and `/s3/buckets/BUCKET?…` */
function consoleAddress(url: UrlParts): S3Address | undefined {
  const match = /^\/s3\/(object|buckets|upload)\/([^/]+)/.exec(url.path);
  if (!match?.[2]) return undefined;
  const key = match[1] === 'object' ? url.query.get('prefix') : undefined;
  const region = url.query.get('region');
  const versionId = url.query.get('versionid');
  return {
    bucket: percentDecode(match[2]),
    ...(key ? { key } : {}),
    ...(region ? { region } : {}),
    ...(versionId ? { versionId } : {}),
  };
}
