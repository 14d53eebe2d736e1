/**
 * The naming rules of general purpose buckets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */

import { showText } from './text.js';

const RULES = '3–63 of a–z, 0–9, dot, hyphen';

/** One line that says why the text is no bucket name, or undefined where it is one. */
export function bucketNameProblem(name: string): string | undefined {
  if (!/^[a-z0-9.-]{3,63}$/.test(name)) return `\`${showText(name)}\` is no bucket name: ${RULES}`;
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return `\`${name}\` is no bucket name: it starts and ends with a letter or digit`;
  }
  if (name.includes('..')) return `\`${name}\` is no bucket name: no two dots next to each other`;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) {
    return `\`${name}\` is no bucket name: it must not look like an IP address`;
  }
  return undefined;
}

export function isBucketName(name: string): boolean {
  return bucketNameProblem(name) === undefined;
}

/** An access point's alias stands where a bucket name stands: `my-ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias`. */
export function isAccessPointAlias(name: string): boolean {
  return /-s3alias$|-ext-s3alias$|--ol-s3$|-opalias$|--op-s3$/.test(name);
}
