import type { AuditAccount } from '../collector.js';
import { askAccounts } from './ask-accounts.js';
import type { CollectionRun } from './collection-run.js';
import type { Failure } from './read.js';
import { getBucketLocation, listBuckets } from './reads/locate.js';
import type { StsSession } from './sts-session.js';

/** In which audited account a bucket lies. */
export type Located =
  | { readonly outcome: 'owned'; readonly bucket: OwnedBucket; readonly failures: readonly Failure[] }
  | { readonly outcome: 'notFound'; readonly failures: readonly Failure[] };

export interface OwnedBucket {
  readonly account: AuditAccount;
  readonly session: Promise<StsSession>;
  /** Left out where nothing told it; then the failures say why. */
  readonly region?: string;
}

type Probe =
  | Extract<Located, { outcome: 'owned' }>
  | { readonly outcome: 'elsewhere' }
  | { readonly outcome: 'noSuchBucket' }
  | { readonly outcome: 'unclear'; readonly failures: readonly Failure[] };

/**
 * Asks the accounts in the given order until one owns the bucket. Never takes another account's bucket for it: an account owns a
 * bucket only if S3 confirms it as the expected owner, or lists the bucket as its own.
 */
export async function locateBucket(
  run: CollectionRun,
  bucket: string,
  accounts: readonly AuditAccount[],
): Promise<Located> {
  const ask = (account: AuditAccount) => probe(run, bucket, account);
  const { decisive, all } = await askAccounts(accounts, ask, isDecisive);
  if (decisive?.outcome === 'owned') return decisive;
  if (decisive?.outcome === 'noSuchBucket')
    return notFound([{ reason: 'NoSuchBucket: no bucket has this name' }]);
  const failures = all.flatMap((found) => (found.outcome === 'unclear' ? found.failures : []));
  return notFound(failures.length > 0 ? failures.map(explainUnclear) : [inNone(accounts)]);
}

function isDecisive({ outcome }: Probe): boolean {
  return outcome === 'owned' || outcome === 'noSuchBucket';
}

/**
 * Two questions: AccessDenied to the first means either "another account's" or "may not look"; the second, asked of no region in
 * particular, tells them apart.
 */
async function probe(run: CollectionRun, bucket: string, account: AuditAccount): Promise<Probe> {
  const session = run.openSession(account, { kind: 'bucket', bucket });
  const target = { bucket, account: account.account };
  const location = await run.perform(getBucketLocation, session, target);
  if (location.outcome === 'known') {
    if (!location.value.exists) return { outcome: 'noSuchBucket' };
    return { outcome: 'owned', bucket: { account, session, region: location.value.region }, failures: [] };
  }
  const listing = await run.perform(listBuckets, session, target);
  if (listing.outcome === 'unknown') {
    return { outcome: 'unclear', failures: [...location.failures, ...listing.failures] };
  }
  if (!listing.value.listed) return { outcome: 'elsewhere' };
  const { region } = listing.value;
  const owned = { account, session, ...(region === undefined ? {} : { region }) };
  return { outcome: 'owned', bucket: owned, failures: location.failures };
}

function explainUnclear(failure: Failure): Failure {
  return { ...failure, reason: `it could not be found out which account owns the bucket: ${failure.reason}` };
}

function inNone(accounts: readonly AuditAccount[]): Failure {
  const named = accounts.slice(0, 3).map(({ account }) => account);
  const more = accounts.length > named.length ? ` and ${accounts.length - named.length} more` : '';
  const asked = named.length === 0 ? '' : ` (${named.join(', ')}${more})`;
  return { reason: `the bucket is in none of the accounts that may be audited here${asked}` };
}

function notFound(failures: readonly Failure[]): Located {
  return { outcome: 'notFound', failures };
}
