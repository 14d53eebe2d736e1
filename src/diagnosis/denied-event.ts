import type { DeniedEvent } from '../evidence/snapshot.js';
import { parseErrorText } from '../s3/index.js';
import type { ErrorFacts, RequestFacts } from '../s3/types.js';
import { eventContext, eventHeaders, type Values } from './event-facts.js';
import type { Evidence } from './types.js';

/**
 * The evidence with what CloudTrail saw of the denied request in it. Pure, and the same when done again. Who knows best:
 *
 * 1. the error text: S3's own words about this request;
 * 2. for who called, CloudTrail; for all else the request as it was given (flags, answers) and the snapshot's own fields;
 * 3. the event, wherever those are silent. What came from it is named in `traced`.
 *
 * An event with another request id than the error text's is about another request, and counts for nothing.
 */
export function withDeniedEvent(evidence: Evidence): Evidence {
  const event = evidence.snapshot.deniedEvent;
  if (event === undefined || event === null || evidence.traced !== undefined) return evidence;
  if (isOfAnother(event, evidence.error)) return evidence;
  const traced = new Set<string>();
  const error = errorWith(event, evidence.error, traced);
  const request = requestWith(event, evidence.request, error, traced);
  return { ...evidence, error, request, snapshot: snapshotWith(event, evidence, traced), traced };
}

function isOfAnother({ requestId }: DeniedEvent, error: ErrorFacts | undefined): boolean {
  return requestId !== undefined && error?.requestId !== undefined && requestId !== error.requestId;
}

/** S3 says more to CloudTrail than to a HEAD request or to a stranger: of the two texts the one that tells why counts. */
function errorWith(event: DeniedEvent, given: ErrorFacts | undefined, traced: Set<string>): ErrorFacts {
  const logged = loggedError(event);
  const tells = given === undefined || (given.denyType === undefined && logged.denyType !== undefined);
  if (tells) traced.add('error');
  const error = tells ? { ...given, ...logged } : given;
  const called = callerOf(event);
  if (error.principalArn === undefined && called !== undefined) {
    traced.add('error.principalArn');
    return { ...error, principalArn: called };
  }
  // The trail of the bucket's account tells of a caller from another account no more than which.
  const account = event.principalAccount;
  if (error.principalArn !== undefined || typeof account !== 'string') return error;
  traced.add('error.accountId');
  return { ...error, accountId: account };
}

function loggedError({ errorCode, errorMessage, requestId }: DeniedEvent): ErrorFacts {
  const parsed = errorMessage === undefined ? {} : parseErrorText(errorMessage);
  return {
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(requestId === undefined ? {} : { requestId }),
    ...parsed,
  };
}

/** Nobody's account is no account; a service in AWS's own network has none either, and calls from a name. */
function callerOf({ principalArn, principalAccount, sourceIp }: DeniedEvent): string | undefined {
  if (principalArn !== undefined) return principalArn;
  if (sourceIp?.endsWith('.amazonaws.com') === true) return sourceIp;
  return principalAccount === null ? 'anonymous' : undefined;
}

function requestWith(
  event: DeniedEvent,
  request: RequestFacts,
  error: ErrorFacts,
  traced: Set<string>,
): RequestFacts {
  const { operation, requestParameters } = event;
  const versionId = requestParameters?.['versionId'];
  const tells = (name: 'operation' | 'versionId', value: string | undefined) => {
    if (value === undefined || request[name] !== undefined) return {};
    traced.add(`request.${name}`);
    return { [name]: value };
  };
  return {
    ...request,
    ...(error.operation === undefined ? tells('operation', operation) : {}),
    ...tells('versionId', versionId),
    headers: filled('headers', request.headers, eventHeaders(event), traced),
    context: filled('context', request.context, eventContext(event, request), traced),
  };
}

/** What is known stays; context keys are the same whatever their case. */
function filled(part: 'headers' | 'context', known: Values, told: Values, traced: Set<string>): Values {
  const names = new Set(Object.keys(known).map((name) => name.toLowerCase()));
  const news = Object.entries(told).filter(([name]) => !names.has(name.toLowerCase()));
  for (const [name] of news) traced.add(`${part}.${name}`);
  return { ...known, ...Object.fromEntries(news) };
}

function snapshotWith(
  { vpcEndpointId }: DeniedEvent,
  { snapshot }: Evidence,
  traced: Set<string>,
): Evidence['snapshot'] {
  if (vpcEndpointId === undefined || snapshot.vpcEndpoint !== undefined) return snapshot;
  traced.add('vpcEndpoint');
  return { ...snapshot, vpcEndpoint: vpcEndpointId === null ? null : { id: vpcEndpointId } };
}
