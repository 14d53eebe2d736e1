import { parseKmsKey } from '../../s3/index.js';
import type { Situation } from '../situation.js';
import type { Verdict } from '../types.js';
import { confirmed, ruledOut, sourceOf, UNKNOWN, type Detector, type Detectors } from './detector.js';

/** Wraps a detector that matters only where S3 uses a KMS key for the request. */
function whereKms(detector: (situation: Situation) => Verdict): Detector {
  return (situation) =>
    situation.kms.used === 'no' ? ruledOut('snapshot', situation.kms.because) : detector(situation);
}

const managedKey = whereKms((situation) => {
  const { key, keyId } = situation.kms;
  const source = sourceOf(situation, 'kmsKey.manager', 'kms:DescribeKey');
  // A default of SSE-KMS that names no key is the AWS managed one; what an object was written with may have been another.
  const unnamed = keyId === null && situation.kind === 'write' && situation.kms.used === 'yes';
  const byName = unnamed || (typeof keyId === 'string' && parseKmsKey(keyId)?.form === 'aws-managed');
  if (key?.manager === 'AWS' || (key?.manager === undefined && byName)) {
    if (situation.crossAccount === true)
      return confirmed(source, 'the key is the AWS managed key aws/s3, which serves its own account only');
    return situation.crossAccount === false
      ? ruledOut(source, 'the AWS managed key serves callers of its own account')
      : UNKNOWN;
  }
  return key?.manager === 'CUSTOMER' ? ruledOut(source, 'the key is a customer managed key') : UNKNOWN;
});

function keyState(states: readonly string[]): Detector {
  return whereKms((situation) => {
    const now = situation.kms.key?.state;
    const source = sourceOf(situation, 'kmsKey.state', 'kms:DescribeKey');
    if (now === undefined) return UNKNOWN;
    return states.includes(now)
      ? confirmed(source, `KeyState is ${now}`)
      : ruledOut(source, `KeyState is ${now}`);
  });
}

const wrongRegion = whereKms((situation) => {
  const { bucket } = situation.evidence.snapshot;
  const keyRegion = situation.kms.key?.region ?? situation.kms.keyArn?.split(':')[3];
  if (bucket?.region === undefined || keyRegion === undefined) return UNKNOWN;
  return keyRegion === bucket.region
    ? ruledOut('s3:GetEncryptionConfiguration', `key and bucket are both in ${bucket.region}`)
    : confirmed(
        's3:GetEncryptionConfiguration',
        `the key is in ${keyRegion}, the bucket in ${bucket.region}`,
      );
});

/** An alias or bare id is resolved in the *caller's* account. */
const aliasInCallerAccount = whereKms((situation) => {
  const { keyId } = situation.kms;
  const call = 's3:GetEncryptionConfiguration';
  if (keyId === undefined) return UNKNOWN;
  if (keyId === null) return ruledOut(call, 'no key is named');
  const form = parseKmsKey(keyId)?.form;
  if (form !== 'alias' && form !== 'key-id')
    return ruledOut(call, 'the key is not named by an alias or bare key id');
  if (situation.kind !== undefined && situation.kind !== 'write')
    return ruledOut('snapshot', 'a read uses the key that the object was written with');
  if (situation.crossAccount === false) return ruledOut('snapshot', 'caller and bucket are in one account');
  return situation.crossAccount === true
    ? confirmed(call, `the key is named as "${keyId}", which is looked up in the caller's account`)
    : UNKNOWN;
});

export const kmsKeyDetectors: Detectors = {
  'kms-managed-key-cross-account': managedKey,
  'kms-key-disabled': keyState(['Disabled']),
  'kms-key-pending-deletion': keyState(['PendingDeletion', 'PendingReplicaDeletion']),
  'kms-wrong-region': wrongRegion,
  'kms-alias-in-caller-account': aliasInCallerAccount,
};
