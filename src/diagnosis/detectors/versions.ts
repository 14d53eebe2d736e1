import { headerValue } from '../../s3/index.js';
import { contextValue, type Situation } from '../situation.js';
import type { Verdict } from '../types.js';
import { confirmed, possible, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** Whether the request takes a version away for good; a delete that names none only puts a marker on top. */
function deletesVersion(situation: Situation): boolean | undefined {
  const { operation, kind, evidence } = situation;
  if (operation === undefined) return kind === undefined || kind === 'delete' ? undefined : false;
  if (operation !== 'DeleteObject' && operation !== 'DeleteObjects') return false;
  if (evidence.request.versionId !== undefined) return true;
  return contextValue(situation, 's3:VersionId') === null ? false : undefined;
}

function whereDeleted(situation: Situation, source: string, says: string): Verdict {
  return deletesVersion(situation) === true ? confirmed(source, says) : possible(source, says);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
const objectLock: Detector = (situation) => {
  const { bucket, object } = situation.evidence.snapshot;
  const shortens = situation.operation === 'PutObjectRetention';
  if (!shortens && deletesVersion(situation) === false)
    return ruledOut('request', 'the request deletes no object version');
  if (bucket?.objectLock === null)
    return ruledOut('s3:GetBucketObjectLockConfiguration', 'Object Lock is off');
  if (object?.legalHold === true && !shortens)
    return whereDeleted(situation, 's3:GetObjectLegalHold', 'a legal hold is on the version');
  const retained = retentionOf(situation);
  if (retained !== undefined)
    return shortens
      ? possible('s3:GetObjectRetention', retained)
      : whereDeleted(situation, 's3:GetObjectRetention', retained);
  return object?.retention !== undefined && (object.legalHold === false || shortens)
    ? ruledOut('s3:GetObjectRetention', 'neither retention nor legal hold is on the version')
    : UNKNOWN;
};

/** What holds the version now, in words; retention that has run out by the time of the snapshot holds nothing. */
function retentionOf({ evidence }: Situation): string | undefined {
  const { object, collectedAt } = evidence.snapshot;
  const { mode, until } = object?.retention ?? {};
  if (mode === undefined) return undefined;
  if (until !== undefined && collectedAt !== undefined && Date.parse(until) <= Date.parse(collectedAt))
    return undefined;
  const bypass = headerValue(evidence.request, 'x-amz-bypass-governance-retention')?.toLowerCase() === 'true';
  if (mode === 'GOVERNANCE' && bypass) return undefined;
  return `the version is under ${mode} retention${until === undefined ? '' : ` until ${until}`}`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html */
const mfaDelete: Detector = (situation) => {
  const { evidence, operation } = situation;
  const { versioning } = evidence.snapshot.bucket ?? {};
  const call = 's3:GetBucketVersioning';
  const changes = operation === 'PutBucketVersioning';
  if (!changes && deletesVersion(situation) === false)
    return ruledOut('request', 'the request neither deletes a version nor changes versioning');
  if (versioning?.mfaDelete === false) return ruledOut(call, 'MFADelete is not enabled');
  if (headerValue(evidence.request, 'x-amz-mfa') !== undefined)
    return ruledOut('request', 'the request carries x-amz-mfa');
  if (versioning === undefined) return UNKNOWN;
  const says = 'MFADelete is enabled: only root, with a code from its MFA device, may do this';
  return changes ? confirmed(call, says) : whereDeleted(situation, call, says);
};

export const versionDetectors: Detectors = { 'object-lock': objectLock, 'mfa-delete': mfaDelete };
