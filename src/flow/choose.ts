import type { Evidence } from '../diagnosis/types.js';
import { operationNamed, parseKmsKey } from '../s3/index.js';
import type { FlowLibrary } from './types.js';

export interface ChosenFlow {
  readonly flowId: string;
  /** For the person: why this flow and no other. */
  readonly because: string;
}

/** A flow, and the sentence that says why it fits; undefined: it does not. */
interface Route {
  readonly flowId: string;
  readonly fits: (evidence: Evidence) => string | undefined;
}

/** The first that fits is taken, so the special ones come first. A wizard (`grant-cross-account`) is started only where asked for. */
const ROUTES: readonly Route[] = [
  { flowId: 'kms-cross-account', fits: fitsKmsCrossAccount },
  { flowId: 'cross-account', fits: fitsCrossAccount },
  { flowId: 'upload-denied', fits: fitsUpload },
];

const GENERAL = 'general-403';

/** Picks the flow for what is known at the start. */
export function chooseFlow(library: FlowLibrary, evidence: Evidence): ChosenFlow {
  for (const { flowId, fits } of ROUTES) {
    const because = library.flows.has(flowId) ? fits(evidence) : undefined;
    if (because !== undefined) return { flowId, because };
  }
  if (library.flows.has(GENERAL)) {
    return {
      flowId: GENERAL,
      because: 'Nothing points at one kind of denial yet, so the checks for any 403 are gone through.',
    };
  }
  const flowId = library.flows.keys().next().value ?? GENERAL;
  return { flowId, because: 'It is the only flow there is.' };
}

/**
 * A key of another account than the caller's, or another account's bucket whose objects a KMS key encrypts. KMS's own word that the key
 * is not there leads here as well, while nobody knows of whose account the bucket is: most often the key was looked up at the wrong place.
 */
function fitsKmsCrossAccount(evidence: Evidence): string | undefined {
  const key = keyInUse(evidence);
  if (key === undefined) return undefined;
  const caller = callerAccount(evidence);
  if (key.account !== undefined && caller !== undefined)
    return key.account === caller
      ? undefined
      : `The KMS key belongs to account ${key.account}, the caller is in account ${caller}.`;
  const different = fitsCrossAccount(evidence);
  if (different !== undefined) return `${key.because} ${different}`;
  return isKeyMissed(evidence) && !isOneAccount(evidence) ? key.because : undefined;
}

function isKeyMissed({ error }: Evidence): boolean {
  return error?.errorCode === 'KMS.NotFoundException';
}

function isOneAccount(evidence: Evidence): boolean {
  const owner = evidence.snapshot.bucket?.account;
  return (
    evidence.request.crossAccount === false || (owner !== undefined && owner === callerAccount(evidence))
  );
}

interface KeyInUse {
  readonly account: string | undefined;
  readonly because: string;
}

/** The KMS key that the request needs, as far as it is known: from the error text, the object, or the bucket's default. */
function keyInUse({ error, request, snapshot }: Evidence): KeyInUse | undefined {
  const { kmsKey, bucket, object } = snapshot;
  if (kmsKey === null || isPlain(object?.encryption?.algorithm)) return undefined;
  const sent = request.headers['x-amz-server-side-encryption-aws-kms-key-id']?.[0];
  const account =
    kmsKey?.account ??
    accountOfKey(sent ?? object?.encryption?.kmsKeyArn ?? bucket?.encryption?.kmsKeyId ?? undefined);
  if (error?.action?.toLowerCase().startsWith('kms:') === true)
    return { account, because: `The error text is about ${error.action}.` };
  if (error?.errorCode?.startsWith('KMS.') === true)
    return { account, because: `The error text is about a KMS key (${error.errorCode}).` };
  const known = [object?.encryption?.algorithm, bucket?.encryption?.algorithm];
  const encrypted = sent !== undefined || kmsKey !== undefined || known.some(isKms);
  return encrypted ? { account, because: 'A KMS key encrypts the object.' } : undefined;
}

function isKms(algorithm: string | undefined): boolean {
  return algorithm?.startsWith('aws:kms') === true;
}

/** Whatever the bucket's default is: this object uses no KMS key. */
function isPlain(algorithm: string | undefined): boolean {
  return algorithm !== undefined && !isKms(algorithm);
}

function accountOfKey(key: string | undefined): string | undefined {
  const parsed = key === undefined ? undefined : parseKmsKey(key);
  return parsed?.form === 'key-arn' ? parsed.account : undefined;
}

/** What stores an object, or sets the ACL that goes with it. */
const UPLOADS: ReadonlySet<string> = new Set(['s3:PutObject', 's3:PutObjectAcl']);

function fitsUpload({ request, error }: Evidence): string | undefined {
  const operation = request.operation ?? error?.operation ?? error?.action?.replace(/^s3:/i, '');
  if (operation === undefined || request.principal === 'anonymous') return undefined;
  const uploads = operationNamed(operation)?.needs.some(({ iamAction }) => UPLOADS.has(iamAction));
  return uploads === true ? `The refused request is an upload (${operation}).` : undefined;
}

function fitsCrossAccount(evidence: Evidence): string | undefined {
  const caller = callerAccount(evidence);
  const owner = evidence.snapshot.bucket?.account;
  if (caller !== undefined && owner !== undefined) {
    return caller === owner
      ? undefined
      : `The caller is in account ${caller}, the bucket belongs to account ${owner}.`;
  }
  return evidence.request.crossAccount === true
    ? 'The caller and the bucket are in different accounts.'
    : undefined;
}

/** The 12 digits of the caller's account, from what was read, else from the ARN that called. */
function callerAccount({ snapshot, request, error }: Evidence): string | undefined {
  if (snapshot.caller?.account !== undefined) return snapshot.caller.account;
  const principals = [error?.principalArn, request.principal, snapshot.caller?.arn];
  return principals.flatMap((principal) => accountIn(principal) ?? [])[0];
}

function accountIn(principal: string | undefined): string | undefined {
  if (principal === undefined) return undefined;
  if (/^\d{12}$/.test(principal)) return principal;
  return /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}
