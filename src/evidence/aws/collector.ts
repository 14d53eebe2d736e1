import { setMaxListeners } from 'node:events';
import type {
  AuditCall,
  CollectedEvidence,
  CollectionProgress,
  CollectionRequest,
  EvidenceCollector,
} from '../collector.js';
import { routeOf } from './collect-access-point.js';
import type { BucketQuestion } from './collect-bucket.js';
import { collectEverything, plannedReads, type CollectionPlan } from './collect-everything.js';
import { createCollectionRun } from './collection-run.js';
import { createSnapshotDraft } from './draft.js';
import { parseCaller, type CallerIdentity } from './principal.js';
import { createProgressTracker } from './progress.js';
import { eventSearchOf } from './trail-search.js';
import { createStsAssumeRole, type AssumeRole } from './sts-session.js';

export interface AwsCollectorOptions {
  /** Where neither the account's entry nor the bucket says one. Default: the partition's first region. */
  readonly region?: string;
  /**
   * true where the SDK's own `AWS_ENDPOINT_URL` (or one for a service) is set: another host than AWS's knows no host names with a
   * bucket or an account id before them.
   */
  readonly customEndpoint?: boolean;
  /** For one call with its retries, whose pauses add up to 3.5 s at most. Default 5000. */
  readonly callMilliseconds?: number;
  /** For everything. Default 15000. */
  readonly totalMilliseconds?: number;
  /** How the bot gets into an account; default: STS, with the bot's own credentials from wherever the SDK finds them. */
  readonly assumeRole?: AssumeRole;
  /** Hears of each call: account, role, call and outcome, never an answer. */
  readonly logger?: { debug(fields: object, message: string): void };
  /** Hears of each call when it is over, and when it began, in milliseconds since 1970. */
  readonly onCall?: (call: AuditCall, startedAt: number) => void;
  readonly now?: () => Date;
}

/** Reads the real configuration through the audit roles. The only place that knows the AWS SDK is this folder. */
export function createAwsCollector(options: AwsCollectorOptions = {}): EvidenceCollector {
  const assumeRole = options.assumeRole ?? createStsAssumeRole();
  return { collect: (request) => collect(request, { ...options, assumeRole }) };
}

async function collect(
  request: CollectionRequest,
  options: AwsCollectorOptions & { readonly assumeRole: AssumeRole },
): Promise<CollectedEvidence> {
  const calls: AuditCall[] = [];
  const draft = createSnapshotDraft();
  const now = options.now ?? (() => new Date());
  const plan = planOf(request, now());
  const progress = createProgressTracker(plannedReads(plan, request.accounts), reporterOf(request, options));
  const stop = createStop(request.signal, options.totalMilliseconds ?? 15_000);
  const run = createCollectionRun({
    investigationId: request.investigationId,
    accounts: request.accounts,
    region: options.region,
    customEndpoint: options.customEndpoint ?? false,
    callMilliseconds: options.callMilliseconds ?? 5000,
    assumeRole: options.assumeRole,
    draft,
    progress,
    stop: stop.signal,
    whyStopped: stop.why,
    record: (call, startedAt) => {
      calls.push(call);
      options.onCall?.(call, startedAt);
      const ms = Date.now() - startedAt;
      options.logger?.debug({ investigationId: request.investigationId, ...call, ms }, 'aws call');
    },
  });
  try {
    await collectEverything(run, plan);
    progress.completed();
  } finally {
    stop.end();
    await run.close();
  }
  return { snapshot: draft.finish(now()), calls };
}

function planOf(request: CollectionRequest, now: Date): CollectionPlan {
  const caller = request.principal === undefined ? undefined : parseCaller(request.principal);
  return {
    caller,
    bucket: questionOf(request, caller),
    search: eventSearchOf(request),
    endpointId: request.vpcEndpointId === '' ? undefined : request.vpcEndpointId,
    now,
  };
}

function questionOf(
  request: CollectionRequest,
  caller: CallerIdentity | undefined,
): BucketQuestion | undefined {
  const { key, operation, versionId } = request;
  const route = routeOf(request);
  if (route === undefined) return undefined;
  const callerAccount = caller !== undefined && 'account' in caller ? caller.account : undefined;
  return {
    route,
    ...(key === undefined || key === '' ? {} : { key }),
    ...(operation === undefined ? {} : { operation }),
    ...(versionId === undefined || versionId === '' ? {} : { versionId }),
    ...(callerAccount === undefined ? {} : { callerAccount }),
  };
}

/** Whoever shows the progress must not be able to stop the reading. */
function reporterOf(request: CollectionRequest, options: AwsCollectorOptions) {
  return (progress: CollectionProgress): void => {
    try {
      request.onProgress(progress);
    } catch (error) {
      options.logger?.debug({ error }, 'progress could not be shown');
    }
  };
}

/** Stops everything when the person leaves, at the deadline, and when the collection is over. */
function createStop(left: AbortSignal, milliseconds: number) {
  const controller = new AbortController();
  // One listener for each call under way, which may be dozens: no leak.
  setMaxListeners(0, controller.signal);
  const stop = () => controller.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, milliseconds);
  left.addEventListener('abort', stop, { once: true });
  if (left.aborted) stop();
  return {
    signal: controller.signal,
    why: () =>
      late
        ? { reason: `not read within ${milliseconds / 1000} s`, outcome: 'timeout' as const }
        : { reason: 'the reading was stopped', outcome: 'failed' as const },
    end: () => {
      clearTimeout(timer);
      left.removeEventListener('abort', stop);
      stop();
    },
  };
}
