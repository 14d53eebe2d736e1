import type { Situation } from '../situation.js';
import { confirmed, possible, ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

const READS = new Set(['GetObject', 'HeadObject', 'GetObjectAttributes']);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: 404 with s3:ListBucket, 403 without. */
const missingObject: Detector = (situation) => {
  const { evidence, operation } = situation;
  if (operation !== undefined && !READS.has(operation))
    return ruledOut('snapshot', 'only reads of one object are masked so');
  const { object } = evidence.snapshot;
  if (object?.exists === true) return ruledOut('s3:ListBucket', 'the object exists');
  const mayList = listDecision(situation);
  if (mayList === 'allowed')
    return ruledOut('simulation', 'the caller may list the bucket, and would be told 404');
  if (object?.exists !== false) return UNKNOWN;
  const says = `there is no object under this key, and a caller who may not list the bucket is told 403 instead of 404`;
  return mayList === 'undetermined' ? possible('s3:ListBucket', says) : confirmed('s3:ListBucket', says);
};

function listDecision({ simulations }: Situation): 'allowed' | 'denied' | 'undetermined' {
  const list = simulations.find(({ permission }) => permission.iamAction === 's3:ListBucket');
  if (list === undefined || list.evaluation.decision === 'undetermined') return 'undetermined';
  return list.evaluation.decision === 'allowed' ? 'allowed' : 'denied';
}

const SPECIAL = /[\s+%#?&,:;=@"'<>\\^`{}|~[\]]|[^\x20-\x7e]/;

const keyEncoding: Detector = ({ evidence }) => {
  const asked = evidence.error?.key ?? evidence.request.key;
  const { object } = evidence.snapshot;
  const meant = [evidence.request.key, object?.key].find((key) => isMangled(asked, key));
  if (meant !== undefined && asked !== undefined)
    return confirmed('request', `S3 was asked for "${asked}", where "${meant}" is meant`);
  if (object?.exists === true && (object.key === undefined || object.key === asked))
    return ruledOut('s3:ListBucket', 'an object with exactly this key exists');
  if (asked === undefined) return UNKNOWN;
  if (!SPECIAL.test(asked)) return ruledOut('request', 'the key has no character that needs encoding');
  return object?.exists === false
    ? possible(
        's3:ListBucket',
        'the key has characters that need encoding, and no object has exactly this key',
      )
    : UNKNOWN;
};

/** The same key but for its encoding: `a%20b` or `a+b` for `a b`, `%2520` for `%20`. */
function isMangled(asked: string | undefined, meant: string | undefined): boolean {
  if (asked === undefined || meant === undefined || asked === meant) return false;
  return decodings(asked).includes(meant) || decodings(meant).includes(asked);
}

function decodings(key: string): readonly string[] {
  const once = decode(key);
  return [once, decode(once), decode(key.replaceAll('+', ' '))];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const ARCHIVE_CLASSES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

const archivedObject: Detector = ({ evidence, kind }) => {
  const { object } = evidence.snapshot;
  if (kind !== undefined && kind !== 'read') return ruledOut('snapshot', 'the request reads no object');
  if (object?.storageClass === undefined) return UNKNOWN;
  if (!ARCHIVE_CLASSES.has(object.storageClass))
    return ruledOut('s3:ListBucket', `the storage class is ${object.storageClass}`);
  if (object.restored === true) return ruledOut('s3:ListBucket', 'the object is restored');
  return object.restored === false
    ? confirmed('s3:ListBucket', `the object is in ${object.storageClass} and not restored`)
    : possible('s3:ListBucket', `the object is in ${object.storageClass}`);
};

export const objectDetectors: Detectors = {
  'missing-object-masked': missingObject,
  'key-encoding': keyEncoding,
  'archived-object': archivedObject,
};
