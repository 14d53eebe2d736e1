import type { CollectionRequest } from '../collector.js';
import type { ReadInfo } from '../read-info.js';
import { inOrder } from './ask-accounts.js';
import { collectAccessPoint, type Route } from './collect-access-point.js';
import { collectKey } from './collect-key.js';
import type { CollectionRun } from './collection-run.js';
import type { FollowUp } from './follow-up.js';
import { locateBucket, type OwnedBucket } from './locate-bucket.js';
import type { Answer, Facts, Failure } from './read.js';
import {
  getAccessPoint,
  getAccessPointPolicy,
  listAccessPoints,
  type BucketBehind,
} from './reads/access-point.js';
import { BUCKET_READS, getBucketEncryption } from './reads/bucket.js';
import { fieldsOf, readsFor } from './reads/index.js';
import { describeKey, KEY_READS } from './reads/key.js';
import { getBucketLocation, listBuckets } from './reads/locate.js';
import { objectReadsFor } from './reads/object.js';
import type { ObjectTarget } from './reads/object-target.js';
import type { StsSession } from './sts-session.js';

/** What is asked about, as far as reading the bucket's side depends on it. */
export interface BucketQuestion extends Pick<CollectionRequest, 'key' | 'operation' | 'versionId'> {
  readonly route: Route;
  readonly callerAccount?: string;
}

/** Which rows of the table apply. */
export function readsOfBucket({ key, route, versionId }: BucketQuestion): readonly ReadInfo[] {
  const accessPoint = {
    name: [],
    accessPointArn: [getAccessPoint, getAccessPointPolicy],
    accessPointAlias: [listAccessPoints, getAccessPoint, getAccessPointPolicy],
  }[route.by];
  const objects = key === undefined ? [] : objectReadsFor(versionId);
  const settings = [...BUCKET_READS, getBucketEncryption];
  return [...accessPoint, getBucketLocation, listBuckets, ...settings, ...objects, describeKey, ...KEY_READS];
}

/** Notes everything on the bucket's side: the access point, the bucket, the object and the key. */
export async function collectBucket(
  run: CollectionRun,
  question: BucketQuestion,
  followUp: FollowUp,
): Promise<void> {
  const { key, route, versionId } = question;
  if (key !== undefined) {
    run.draft.noteKnown({ object: { key, ...(versionId === undefined ? {} : { versionId }) } });
  }
  if (route.by === 'name') {
    run.draft.noteKnown({ accessPoint: null });
    return collectNamed(run, question, route, followUp);
  }
  const given = route.by === 'accessPointArn' ? route.bucket : undefined;
  await collectAccessPoint(run, route, question.callerAccount, (behind) => {
    if (behind.outcome === 'known') return collectNamed(run, question, behind.value, followUp);
    if (given !== undefined) return collectNamed(run, question, { bucket: given }, followUp);
    return noteAllUnknown(run, question, behind.failures);
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, with what was allowed before 2018. */
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

/** `account`: the bucket's, where it is known before. */
async function collectNamed(
  run: CollectionRun,
  question: BucketQuestion,
  { bucket, account: owner }: BucketBehind,
  followUp: FollowUp,
): Promise<void> {
  run.draft.noteKnown({ bucket: { name: bucket } });
  // INVARIANT: the name goes into the session policy, where a wildcard would open more than one bucket.
  if (!BUCKET_NAME.test(bucket)) {
    return noteAllUnknown(run, question, [{ reason: 'only a bucket can be read, by its name' }]);
  }
  const located = await locateBucket(run, bucket, inOrder(run.accounts, owner ?? question.callerAccount));
  if (located.outcome === 'notFound') return noteAllUnknown(run, question, located.failures);
  const { account, region } = located.bucket;
  run.draft.noteKnown({
    bucket: { account: account.account, ...(region === undefined ? {} : { region }) },
  });
  run.draft.noteUnknown(['bucket.region'], located.failures);
  await Promise.all([
    collectSettings(run, question, bucket, located.bucket, followUp),
    followUp.bucketFound(account, region),
  ]);
}

async function collectSettings(
  run: CollectionRun,
  question: BucketQuestion,
  bucket: string,
  located: OwnedBucket,
  followUp: FollowUp,
): Promise<void> {
  const { account, session, region } = located;
  const target = { bucket, account: account.account, ...(region === undefined ? {} : { region }) };
  const { key, versionId } = question;
  const object = { ...target, ...(versionId === undefined ? {} : { versionId }) };
  await Promise.all([
    // Before the others, as it has the key's account still to wait for.
    run
      .note(getBucketEncryption, session, target)
      .then((encryption) => collectKey(run, question, located, encryption, followUp)),
    ...BUCKET_READS.map((read) => run.note(read, session, target)),
    key === undefined ? undefined : collectObject(run, session, { ...object, key }),
  ]);
}

async function collectObject(
  run: CollectionRun,
  session: Promise<StsSession>,
  target: ObjectTarget,
): Promise<void> {
  const answers = await Promise.all(
    objectReadsFor(target.versionId).map((read) => run.note(read, session, target)),
  );
  if (!answers.some(saysItIsMissing)) run.draft.noteUnknown(['object.encryption'], [ENCRYPTION_UNREAD]);
}

function saysItIsMissing(answer: Answer<Facts>): boolean {
  return answer.outcome === 'known' && answer.value.object?.exists === false;
}

/** No permission is named as missing: one that reads the object is never asked for. */
const ENCRYPTION_UNREAD: Failure = {
  reason:
    "S3 tells an object's own encryption only to who may read the object, which the audit role must not; the bucket's default encryption is what new objects get",
};

async function noteAllUnknown(
  run: CollectionRun,
  { key, versionId }: BucketQuestion,
  failures: readonly Failure[],
): Promise<void> {
  const ofBucket = readsFor(['bucket', 'membership', 'guardrails', 'organization']);
  const settings = fieldsOf(ofBucket).filter((field) => field.startsWith('bucket.'));
  const objects = key === undefined ? [] : fieldsOf(objectReadsFor(versionId));
  run.draft.noteUnknown([...settings, ...objects, 'kmsKey'], failures);
}
