/** Buckets and keys that a text names outside its denial sentence. */

import { parseS3Url } from '../address-url.js';
import { parseAddress } from '../address.js';
import type { S3Address } from '../types.js';
import type { Mark } from './marks.js';

type LocationMark = Extract<Mark, { kind: 'location' }>;

const TRANSFER = /\b(?:upload|download|copy|move|delete)\s{1,3}failed:\s{1,9}/g;
const TRANSFER_END =
  /\s(?:An\s{1,9}error\s{1,9}occurred|Unable\s{1,9}to|Could\s{1,9}not|\[Errno|argument\s{1,9}of)|\n(?=\w{4,10} failed:)/;
const URI = /\bs3[an]?:\/\/([^\s"'<>`|\\]{3,1400})/g;
const WEB = /\bhttps?:\/\/[^\s"'<>`\\]{8,4000}/g;
const ARN = /\barn:aws[a-z-]{0,10}:s3:[a-z0-9-]{0,20}:\d{0,12}:[^\s"'<>,)\]}\\]{3,1400}/g;
const HOST = /(?<![\w./@:-])([a-z0-9][a-z0-9.-]{0,200}\.amazonaws\.com(?:\.cn)?)(?![\w.-])/g;
const ARROW = /\bkey\s{1,3}'([^'\n]{1,1024})'\s{1,3}in\s{1,3}bucket\s{1,3}'([a-z0-9.-]{3,63})'/g;
const TERRAFORM_OBJECT =
  /\bObject\s{1,3}\(([^()\n]{1,1024})\)\s{1,3}to\s{1,3}Bucket\s{1,3}\(([a-z0-9.-]{3,63})\)/g;
const BUCKET_AND_KEY =
  /["']?Bucket(?:Name)?["']?\s{0,3}(?::|=>|=)\s{0,3}["']([a-z0-9.-]{3,63})["'][,\s]{1,9}["']?Key["']?\s{0,3}(?::|=>|=)\s{0,3}["']([^"'\n]{1,1024})["']/gi;
const REQUEST_PARAMETERS = /"requestParameters"\s{0,3}:\s{0,3}\{([^{}]{0,4000})/g;
const BOTO_UPLOAD = /\sto\s{1,3}([a-z0-9.-]{3,63})\/([^\n:]{1,1024}):\s{1,3}An\s{1,3}error\s{1,3}occurred/g;
/** Lambda, of the package of a function. */
const PACKAGE =
  /\bpermission\s{1,3}to\s{1,3}[A-Z][A-Za-z]{2,60}\s{1,3}for\s{1,3}([a-z0-9.-]{3,63})\/(\S{1,1024}?)\.\s{1,3}S3\s{1,3}Error/g;
const JSON_RESOURCE = /["']Resource["']\s{0,3}:\s{0,3}["']\/([a-z0-9.-]{3,63})(?:\/([^"'\n]{1,1024}))?["']/g;
const XML_RESOURCE = /<Resource>\s{0,3}\/([a-z0-9.-]{3,63})(?:\/([^<\n]{1,1024}))?<\/Resource>/g;

/** Every place that the text names. What rank 1 says is used only where nothing better speaks. */
export function findLocations(text: string): readonly LocationMark[] {
  const transfers = findTransfers(text);
  const taken = transfers.map(({ at, end }) => ({ at, end }));
  const outside = (at: number) => !taken.some((range) => at >= range.at && at < range.end);
  return [
    ...transfers.map(({ mark }) => mark),
    ...each(text, URI, 2, (match) => addressOf(trimmed(match[0]))).filter(({ at }) => outside(at)),
    ...each(text, WEB, 2, (match) => (match[0].includes('aws') ? parseS3Url(trimmed(match[0])) : undefined)),
    ...each(text, ARN, 1, (match) => arnAddress(trimmed(match[0]))),
    ...each(text, HOST, 1, (match) => parseS3Url(`https://${match[1]}`)),
    ...each(text, ARROW, 3, (match) => place(match[2], match[1])),
    ...each(text, TERRAFORM_OBJECT, 3, (match) => place(match[2], match[1])),
    ...each(text, BUCKET_AND_KEY, 3, (match) => place(match[1], match[2])),
    ...each(text, REQUEST_PARAMETERS, 3, (match) => requestParameters(match[1] ?? '')),
    ...each(text, BOTO_UPLOAD, 3, (match) => place(match[1], match[2])),
    ...each(text, PACKAGE, 3, (match) => place(match[1], match[2])),
    ...each(text, JSON_RESOURCE, 3, (match) => place(match[1], match[2])),
    ...each(text, XML_RESOURCE, 3, (match) => place(match[1], match[2])),
  ];
}

function each(
  text: string,
  pattern: RegExp,
  rank: number,
  read: (match: RegExpExecArray) => S3Address | undefined,
): readonly LocationMark[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const found = read(match);
    return found === undefined || Object.keys(found).length === 0
      ? []
      : [{ kind: 'location' as const, at: match.index, places: [found], rank }];
  });
}

/** `upload failed: ./a file to s3://bucket/a file An error occurred …`: names with blanks, the source first. */
function findTransfers(
  text: string,
): readonly { readonly at: number; readonly end: number; readonly mark: LocationMark }[] {
  return [...text.matchAll(TRANSFER)].flatMap((match) => {
    const start = match.index + match[0].length;
    const rest = text.slice(start, start + 3000);
    const stop = rest.search(TRANSFER_END);
    if (stop === -1) return [];
    const places = rest
      .slice(0, stop)
      .split(/\s{1,9}to\s{1,9}(?=s3:\/\/|\.{0,2}\/|[\w.-]{1,100}$)/)
      .flatMap((side) => (side.startsWith('s3://') ? [addressOf(side.replaceAll('\n', ' '))] : [undefined]));
    const found = places.filter((side) => side !== undefined);
    if (found.length === 0) return [];
    return [
      {
        at: match.index,
        end: start + stop,
        mark: { kind: 'location', at: match.index, places: found, rank: 3 },
      },
    ];
  });
}

function place(bucket: string | undefined, key: string | undefined): S3Address | undefined {
  return bucket === undefined ? undefined : { bucket, ...(key === undefined ? {} : { key }) };
}

function addressOf(text: string): S3Address | undefined {
  const result = parseAddress(text);
  return result.ok ? result.address : undefined;
}

/** ARNs by themselves are often those of a policy: a wildcard is no key. */
function arnAddress(text: string): S3Address | undefined {
  const address = addressOf(text);
  if (address?.key === undefined || !/[*?]/.test(address.key)) return address;
  const { key: _, ...rest } = address;
  return rest;
}

function requestParameters(body: string): S3Address | undefined {
  const bucket = /"bucketName"\s{0,3}:\s{0,3}"([^"\n]{3,63})"/.exec(body)?.[1];
  const key = /"key"\s{0,3}:\s{0,3}"([^"\n]{1,1024})"/.exec(body)?.[1];
  return place(bucket, key);
}

/** Without what a sentence puts behind an address. */
function trimmed(text: string): string {
  return text.replace(/[.,;:!?)\]}'"]{1,9}$/, '');
}
