import type { CollectionRun } from './collection-run.js';
import { defaultKeyOf, type DefaultKey } from './default-key.js';
import type { FollowUp } from './follow-up.js';
import type { OwnedBucket } from './locate-bucket.js';
import type { Answer, Facts } from './read.js';
import { fieldsOf } from './reads/index.js';
import { describeKey, KEY_READS } from './reads/key.js';
import type { StsSession } from './sts-session.js';

interface KeyContext {
  readonly operation?: string | undefined;
  readonly callerAccount?: string | undefined;
}

/** Notes the key of the bucket's default encryption, read in the key's own account. */
export async function collectKey(
  run: CollectionRun,
  context: KeyContext,
  side: OwnedBucket,
  encryption: Answer<Facts>,
  followUp: FollowUp,
): Promise<void> {
  if (encryption.outcome === 'unknown') return run.draft.noteUnknown(['kmsKey'], encryption.failures);
  const key = defaultKeyOf({
    encryption: encryption.value.bucket?.encryption ?? null,
    bucketAccount: side.account.account,
    bucketRegion: side.region ?? side.account.region ?? 'us-east-1',
    ...(context.callerAccount === undefined ? {} : { callerAccount: context.callerAccount }),
    ...(context.operation === undefined ? {} : { operation: context.operation }),
  });
  switch (key.kind) {
    case 'none':
      return run.draft.noteKnown({ kmsKey: null });
    case 'unclear':
      return run.draft.noteUnknown(['kmsKey'], [{ reason: key.reason }]);
    case 'key':
      await Promise.all([readKey(run, side, key), followUp.keyFound(key.account)]);
      return;
  }
}

async function readKey(
  run: CollectionRun,
  side: OwnedBucket,
  key: Extract<DefaultKey, { kind: 'key' }>,
): Promise<void> {
  const exact = key.keyId.includes(':key/');
  run.draft.noteKnown({
    kmsKey: { account: key.account, region: key.region, ...(exact ? { arn: key.keyId } : {}) },
  });
  const account = run.accountOf(key.account);
  if (account === undefined) {
    const reason = `the key is in account ${key.account}, which is not among those that may be audited here`;
    return run.draft.noteUnknown(fieldsOf([describeKey, ...KEY_READS]), [{ reason }]);
  }
  const sameAccount = key.account === side.account.account;
  const session = sameAccount ? side.session : run.openSession(account, { kind: 'key', keyId: key.keyId });
  const describing = describe(run, session, key);
  // An alias has to be resolved before the rest can be read; an ARN need not wait.
  const keyId = exact ? key.keyId : await describing;
  await Promise.all([
    describing,
    ...(keyId === undefined
      ? []
      : KEY_READS.map((read) => run.note(read, session, { keyId, region: key.region }))),
  ]);
}

/** The key's ARN, where it could be read. */
async function describe(
  run: CollectionRun,
  session: Promise<StsSession>,
  key: Extract<DefaultKey, { kind: 'key' }>,
): Promise<string | undefined> {
  const answer = await run.perform(describeKey, session, { keyId: key.keyId, region: key.region });
  if (answer.outcome === 'known') {
    run.draft.noteKnown(answer.value.facts);
    return answer.value.arn;
  }
  const alias = !key.keyId.includes(':key/');
  run.draft.noteUnknown(fieldsOf(alias ? [describeKey, ...KEY_READS] : [describeKey]), answer.failures);
  return undefined;
}
