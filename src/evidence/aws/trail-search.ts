import { accountOf, parsePrincipal } from '../../policy/index.js';
import type { CollectionRequest } from '../collector.js';
import type { ParsedEvent } from './denied-event.js';

/** Which event is looked for: by its id; else the newest denial of such a request. */
export type EventSearch =
  | { readonly by: 'requestId'; readonly requestId: string }
  | {
      readonly by: 'request';
      readonly bucket: string;
      readonly key?: string;
      readonly operation?: string;
      readonly principal?: string;
    };

/** S3's request ids are 16 letters and digits; what else may come to hold one is let through, quotes are not. */
const REQUEST_ID = /^[\w-]{8,64}$/;
const BUCKET = /^[\w.-]{3,255}$/;

type Given = Pick<CollectionRequest, 'requestId' | 'bucket' | 'key' | 'operation' | 'principal'>;

/** `undefined`: nothing by which an event could be found. */
export function eventSearchOf(request: Given): EventSearch | undefined {
  const { requestId, bucket, key, operation, principal } = request;
  if (requestId !== undefined && REQUEST_ID.test(requestId)) return { by: 'requestId', requestId };
  if (bucket === undefined || !BUCKET.test(bucket)) return undefined;
  return {
    by: 'request',
    bucket,
    ...(key === undefined || key === '' ? {} : { key }),
    ...(operation === undefined ? {} : { operation }),
    ...(principal === undefined ? {} : { principal }),
  };
}

/** How long ago the request may have been. An id is certain, however old; without one, only what was just denied is taken for it. */
const HOURS: Readonly<Record<EventSearch['by'], number>> = { requestId: 7 * 24, request: 3 };

export function searchedSince({ by }: EventSearch, now: Date): Date {
  return new Date(now.getTime() - HOURS[by] * 3_600_000);
}

const DENIED = 'AccessDenied';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html: coarse, as a `*` in it is a wildcard. */
export function filterPatternOf(search: EventSearch): string {
  if (search.by === 'requestId') return `{ $.requestID = "${search.requestId}" }`;
  return `{ ($.errorCode = "${DENIED}") && ($.requestParameters.bucketName = "${search.bucket}") }`;
}

export function fitsSearch(found: ParsedEvent, search: EventSearch): boolean {
  if (search.by === 'requestId') return found.event.requestId === search.requestId;
  const { bucket, key, operation, principal } = search;
  return (
    found.event.errorCode === DENIED &&
    found.bucket === bucket &&
    (key === undefined || found.key === key) &&
    (operation === undefined || found.event.operation === loggedAs(operation)) &&
    (principal === undefined || isOf(found, principal))
  );
}

/** CloudTrail knows one operation for both versions of listing. */
function loggedAs(operation: string): string {
  return operation === 'ListObjectsV2' ? 'ListObjects' : operation;
}

/**
 * An ARN, a role for any of its sessions, an account id, or `anonymous`. The owner's trail does not tell the ARN of a caller from
 * another account, only that account.
 */
function isOf({ event, roleArn }: ParsedEvent, principal: string): boolean {
  const { principalArn, principalAccount } = event;
  if (principal === 'anonymous' || principalAccount === null) {
    return principal === 'anonymous' && principalAccount === null;
  }
  if ([principalArn, principalAccount, roleArn].includes(principal)) return true;
  return principalArn === undefined && accountOf(parsePrincipal(principal)) === principalAccount;
}
