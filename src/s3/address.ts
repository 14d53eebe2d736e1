/** What a person writes for "where": s3:// URI, ARN, https URL, bucket name, access point ARN or alias. */

import { parseS3Arn } from './address-arn.js';
import { parseS3Url } from './address-url.js';
import { bucketNameProblem, isAccessPointAlias } from './bucket-name.js';
import { showText, unwrapQuotes } from './text.js';
import type { S3Address } from './types.js';

export type AddressResult =
  | { readonly ok: true; readonly address: S3Address }
  | { readonly ok: false; readonly problem: string };

/** S3's limit on a key, in bytes of UTF-8. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1024;

const WHAT_WOULD_BE_RIGHT =
  'write s3://bucket/key, a bucket name, an S3 ARN (arn:aws:s3:::bucket/key) or an S3 URL (https://bucket.s3.amazonaws.com/key)';

/**
 * Reads an address. Keys come out byte for byte: those of URLs percent-decoded, those of s3:// URIs and ARNs as they stand.
 * A presigned URL's signature is dropped here and goes nowhere. An access point's alias comes out as `bucket` and as
 * `accessPointAlias`: S3 takes it wherever a bucket name goes. `problem` is one line for the person.
 */
export function parseAddress(text: string): AddressResult {
  const input = unwrapQuotes(text.trim());
  if (input === '') return fail(`the address is empty; ${WHAT_WOULD_BE_RIGHT}`);
  const uri = /^(s3[an]?):\/\/([^/]*)(?:\/(.*))?$/is.exec(input);
  if (uri) return fromUri(uri[2] ?? '', uri[3] ?? '');
  if (/^arn:/i.test(input)) return fromArn(input);
  const url = parseS3Url(input);
  if (url !== undefined) return checked(url);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(input))
    return fail(`\`${show(input)}\` is no address of S3's; ${WHAT_WOULD_BE_RIGHT}`);
  return fromName(input);
}

/** After `s3://` stands a bucket name, or an access point's ARN (the AWS CLI takes both). */
function fromUri(authority: string, rest: string): AddressResult {
  if (/^arn:/i.test(authority)) return fromArn(rest === '' ? authority : `${authority}/${rest}`);
  if (authority === '') return fail(`the bucket name is missing: s3://bucket/key`);
  return checked({ bucket: authority, ...(rest === '' ? {} : { key: rest }) });
}

function fromArn(text: string): AddressResult {
  const address = parseS3Arn(text);
  if (address !== undefined) return checked(address);
  return fail(`\`${show(text)}\` is no ARN of a bucket, object or access point: arn:aws:s3:::bucket/key`);
}

function fromName(text: string): AddressResult {
  const slash = text.indexOf('/');
  if (slash <= 0) return checked({ bucket: text });
  const key = text.slice(slash + 1);
  return checked({ bucket: text.slice(0, slash), ...(key === '' ? {} : { key }) });
}

function checked(address: S3Address): AddressResult {
  const { bucket, key, accessPointArn } = address;
  if (bucket === undefined && accessPointArn === undefined)
    return fail(`the address names no bucket; ${WHAT_WOULD_BE_RIGHT}`);
  const problem = bucket === undefined ? undefined : bucketNameProblem(bucket);
  if (problem !== undefined) return fail(problem);
  const bytes = Buffer.byteLength(key ?? '');
  if (bytes > MAX_KEY_BYTES)
    return fail(`the key is ${bytes} bytes long; S3's limit is ${MAX_KEY_BYTES} bytes`);
  const alias = bucket !== undefined && isAccessPointAlias(bucket) ? { accessPointAlias: bucket } : {};
  return { ok: true, address: { ...address, ...alias } };
}

function fail(problem: string): AddressResult {
  return { ok: false, problem };
}

/** What is repeated to the person: nothing of a query string. */
function show(text: string): string {
  return showText(text.replace(/[?#].*$/s, ''));
}
