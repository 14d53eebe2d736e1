import type { Evidence } from '../diagnosis/types.js';
import { EMPTY_SNAPSHOT, type Snapshot } from '../evidence/snapshot.js';
import { type ErrorDetail, findOperation, parseErrorDetail } from '../s3/index.js';
import type { ErrorFacts, RequestFacts } from '../s3/types.js';
import { definedFields } from './fields.js';
import type { Investigation, InvestigationDetails } from './investigation.js';
import { createLastUsed } from './last-used.js';

/** A click needs what the click before it has read of the same text. */
const remembered = createLastUsed<ErrorDetail>(200);

function readErrorText(text: string): ErrorDetail {
  return remembered.get(text, () => parseErrorDetail(text));
}

/** All that an investigation knows without its answers, as the diagnosis reads it. */
export function evidenceOf({ details, snapshot }: Pick<Investigation, 'details' | 'snapshot'>): Evidence {
  const detail = details.errorText === undefined ? undefined : readErrorText(details.errorText);
  const error = detail?.facts;
  return {
    ...(error === undefined ? {} : { error }),
    request: requestOf(details, detail),
    snapshot: withIntendedCaller(details, error, withNetwork(details, snapshot ?? EMPTY_SNAPSHOT)),
    stated: [],
  };
}

function requestOf(details: InvestigationDetails, detail: ErrorDetail | undefined): RequestFacts {
  const error = detail?.facts;
  return {
    ...definedFields({
      operation: details.operation ?? error?.operation ?? operationOf(error?.action),
      // Who called is whom S3 saw, whoever it was meant to be.
      principal: error?.principalArn ?? details.principal ?? anonymousVisitor(details),
      bucket: details.bucket ?? error?.bucket,
      key: details.key ?? error?.key,
      versionId: details.versionId,
      accessPointArn: details.accessPointArn ?? detail?.accessPointArn,
      region: details.region ?? error?.region,
    }),
    headers: {},
    context: { ...networkContext(details), ...addressContext(details) },
  };
}

/** A website endpoint takes no signed requests. */
function anonymousVisitor({ via }: InvestigationDetails): string | undefined {
  return via === 'website' ? 'anonymous' : undefined;
}

/** A presigned URL carries its signature in itself. */
function addressContext({ via }: InvestigationDetails): RequestFacts['context'] {
  return via === 'presigned' ? { 's3:authType': ['REST-QUERY-STRING'] } : {};
}

/** Most S3 actions are asked for by one operation alone: `s3:GetObject` by GetObject. */
function operationOf(action: string | undefined): string | undefined {
  if (action === undefined || !/^s3:/i.test(action)) return undefined;
  const found = findOperation(action);
  return found.outcome === 'found' ? found.operation.name : undefined;
}

/**
 * What the way of the request says of its context keys: without an endpoint there is no `aws:SourceVpce`; through one, AWS does not
 * set `aws:SourceIp`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
 */
function networkContext({ network }: InvestigationDetails): RequestFacts['context'] {
  if (network === 'internet')
    return { 'aws:SourceVpce': null, 'aws:SourceVpc': null, 'aws:VpcSourceIp': null };
  if (network === 'vpc_endpoint') return { 'aws:SourceIp': null };
  return {};
}

function withNetwork({ network }: InvestigationDetails, snapshot: Snapshot): Snapshot {
  return network === 'internet' && snapshot.vpcEndpoint === undefined
    ? { ...snapshot, vpcEndpoint: null }
    : snapshot;
}

/** Whom the person means to be, where the error text names somebody else: evidence for the wrong credentials being used. */
function withIntendedCaller(
  { principal }: InvestigationDetails,
  error: ErrorFacts | undefined,
  snapshot: Snapshot,
): Snapshot {
  const called = error?.principalArn;
  if (called === undefined || principal === called || !principal?.startsWith('arn:')) return snapshot;
  return snapshot.caller?.arn === undefined
    ? { ...snapshot, caller: { ...snapshot.caller, arn: principal } }
    : snapshot;
}
