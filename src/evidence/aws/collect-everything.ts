import type { AuditAccount } from '../collector.js';
import type { ReadInfo } from '../read-info.js';
import type { DeniedEvent } from '../snapshot.js';
import { collectBucket, readsOfBucket, type BucketQuestion } from './collect-bucket.js';
import { collectCallerAccount, readsOfCallerAccount } from './collect-caller-account.js';
import { collectCaller, readsOfCaller } from './collect-caller.js';
import { collectDeniedEvent } from './collect-denied-event.js';
import { collectEndpoint } from './collect-endpoint.js';
import {
  collectBucketOrganization,
  collectKeyOrganization,
  MEMBERSHIP_READS,
} from './collect-organization.js';
import type { CollectionRun } from './collection-run.js';
import type { FollowUp } from './follow-up.js';
import { createOrganizationReader } from './organization-reader.js';
import type { CallerIdentity } from './principal.js';
import { describeVpcEndpoint } from './reads/endpoint.js';
import { describeEffectivePolicy } from './reads/guardrails.js';
import { filterLogEvents } from './reads/trail.js';
import type { EventSearch } from './trail-search.js';

/** What one collection is about. What is `undefined` was not asked. */
export interface CollectionPlan {
  readonly caller: CallerIdentity | undefined;
  readonly bucket: BucketQuestion | undefined;
  readonly search: EventSearch | undefined;
  readonly endpointId: string | undefined;
  readonly now: Date;
}

/** Which rows of the table apply, each once. */
export function plannedReads(plan: CollectionPlan, accounts: readonly AuditAccount[]): readonly ReadInfo[] {
  const { caller, bucket, search, endpointId } = plan;
  const searchesTrail =
    search !== undefined && accounts.some((account) => account.trailLogGroup !== undefined);
  const reads: readonly ReadInfo[] = [
    ...(bucket === undefined ? [] : [...readsOfBucket(bucket), ...MEMBERSHIP_READS, describeEffectivePolicy]),
    ...(caller === undefined ? [] : [...readsOfCaller(caller), ...readsOfCallerAccount(caller)]),
    ...(searchesTrail ? [filterLogEvents] : []),
    ...(searchesTrail || endpointId !== undefined ? [describeVpcEndpoint] : []),
  ];
  return [...new Set(reads)];
}

/** Everything side by side; what depends on something else waits for just that. */
export async function collectEverything(run: CollectionRun, plan: CollectionPlan): Promise<void> {
  const { caller, bucket, search, now } = plan;
  const organizations = createOrganizationReader(run);
  const deniedEvent = search === undefined ? nothing() : collectDeniedEvent(run, search, now);
  const region = deferred<string | undefined>();
  const followUp: FollowUp = {
    bucketFound: (account, found) => {
      region.resolve(found);
      return collectBucketOrganization(run, organizations, account);
    },
    keyFound: (account) => collectKeyOrganization(run, organizations, account),
  };
  const hints = { now, bucketRegion: region.promise, deniedEvent };
  const readingBucket = bucket === undefined ? nothing() : collectBucket(run, bucket, followUp);
  await Promise.all([
    readingBucket.finally(() => region.resolve(undefined)),
    caller === undefined ? undefined : collectCaller(run, caller, hints),
    caller === undefined ? undefined : collectCallerAccount(run, caller, organizations),
    collectRoute(run, plan, deniedEvent, region.promise),
  ]);
}

/** The endpoint as it was given; else as CloudTrail saw it, which also sees that there was none. */
async function collectRoute(
  run: CollectionRun,
  plan: CollectionPlan,
  deniedEvent: Promise<DeniedEvent | undefined>,
  bucketRegion: Promise<string | undefined>,
): Promise<void> {
  const endpointId = plan.endpointId ?? (await deniedEvent)?.vpcEndpointId;
  if (endpointId === undefined) return;
  if (endpointId === null) return run.draft.noteKnown({ vpcEndpoint: null });
  const { caller } = plan;
  const callerAccount = caller !== undefined && 'account' in caller ? caller.account : undefined;
  await collectEndpoint(run, { endpointId, callerAccount, bucketRegion: await bucketRegion });
}

function nothing(): Promise<undefined> {
  return Promise.resolve(undefined);
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  /** The first counts. */
  readonly resolve: (value: Value) => void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = ignore;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function ignore(): void {}
