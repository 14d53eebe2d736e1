import type { AuditAccount, CollectionRequest } from '../collector.js';
import type { ReadInfo } from '../read-info.js';
import { collectKey } from './collect-key.js';
import type { CollectionRun } from './collection-run.js';
import { locateBucket, type OwnedBucket } from './locate-bucket.js';
import { BUCKET_READS, getBucketEncryption } from './reads/bucket.js';
import { fieldsOf, readsFor } from './reads/index.js';
import { describeKey, KEY_READS } from './reads/key.js';
import { getBucketLocation, listBuckets } from './reads/locate.js';
import { OBJECT_READS } from './reads/object.js';

/** What is asked about, as far as reading the bucket's side depends on it. */
export interface BucketQuestion extends Pick<CollectionRequest, 'key' | 'operation'> {
  readonly bucket: string;
  readonly callerAccount?: string;
}

/** Which rows of the table apply. */
export function readsOfBucket(question: BucketQuestion): readonly ReadInfo[] {
  const objects = question.key === undefined ? [] : OBJECT_READS;
  const settings = [...BUCKET_READS, getBucketEncryption];
  return [getBucketLocation, listBuckets, ...settings, ...objects, describeKey, ...KEY_READS];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, with what was allowed before 2018. */
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

/** Notes everything on the bucket's side: the bucket, the object and the key. */
export async function collectBucket(run: CollectionRun, question: BucketQuestion): Promise<void> {
  const { key } = question;
  run.draft.noteKnown({
    bucket: { name: question.bucket },
    ...(key === undefined ? {} : { object: { key } }),
  });
  // INVARIANT: the name goes into the session policy, where a wildcard would open more than one bucket.
  if (!BUCKET_NAME.test(question.bucket)) {
    return noteAllUnknown(run, question, [{ reason: 'only a bucket can be read, by its name' }]);
  }
  const located = await locateBucket(run, question.bucket, inOrder(run.accounts, question.callerAccount));
  if (located.outcome === 'notFound') return noteAllUnknown(run, question, located.failures);
  const { account, region } = located.bucket;
  run.draft.noteKnown({
    bucket: { account: account.account, ...(region === undefined ? {} : { region }) },
  });
  run.draft.noteUnknown(['bucket.region'], located.failures);
  await collectSettings(run, question, located.bucket);
}

async function collectSettings(
  run: CollectionRun,
  question: BucketQuestion,
  located: OwnedBucket,
): Promise<void> {
  const { account, session, region } = located;
  const target = {
    bucket: question.bucket,
    account: account.account,
    ...(region === undefined ? {} : { region }),
  };
  const { key } = question;
  await Promise.all([
    ...BUCKET_READS.map((read) => run.note(read, session, target)),
    ...(key === undefined ? [] : OBJECT_READS.map((read) => run.note(read, session, { ...target, key }))),
    run
      .note(getBucketEncryption, session, target)
      .then((encryption) => collectKey(run, question, located, encryption)),
  ]);
}

/** The caller's own account first: most denials are within one account. */
function inOrder(accounts: readonly AuditAccount[], first: string | undefined): readonly AuditAccount[] {
  return [
    ...accounts.filter(({ account }) => account === first),
    ...accounts.filter(({ account }) => account !== first),
  ];
}

function noteAllUnknown(
  run: CollectionRun,
  question: BucketQuestion,
  failures: Parameters<CollectionRun['draft']['noteUnknown']>[1],
): void {
  const objects = question.key === undefined ? [] : fieldsOf(OBJECT_READS);
  const settings = readsFor(['bucket']).filter((read) =>
    read.fields.some((field) => field.startsWith('bucket.')),
  );
  run.draft.noteUnknown([...fieldsOf(settings), ...objects, 'kmsKey'], failures);
}
