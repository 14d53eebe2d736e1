import type { AuditAccount, CollectedEvidence, EvidenceCollector } from '../../evidence/collector.js';
import { assertNever, messageOf } from '../../errors.js';
import { evidenceOf } from '../evidence-of.js';
import type { InternalEvent } from '../events.js';
import { definedFields } from '../fields.js';
import type { CollectionFailure, Investigation } from '../investigation.js';
import type { EffectOutcome, PendingEffect } from '../store.js';
import { fieldsOf } from './deliver.js';
import { startProgress } from './progress.js';
import { DONE, type EffectDeps } from './types.js';
import { isWaiting } from './waiting.js';

type Collected =
  | { readonly outcome: 'collected'; readonly collected: CollectedEvidence }
  | { readonly outcome: 'failed'; readonly failure: CollectionFailure }
  /** This process drains: another one reads from the start. */
  | { readonly outcome: 'given_back' }
  /** The person has changed the details meanwhile: nobody waits for this audit any more. */
  | { readonly outcome: 'superseded' };

/** Reads AWS for one investigation. Whatever goes wrong, the diagnosis goes on without. */
export async function collect(
  deps: EffectDeps,
  pending: PendingEffect,
  audit: number,
): Promise<EffectOutcome> {
  const investigation = await deps.load(pending.investigationId);
  if (investigation === undefined || !isWaiting(investigation, audit)) return DONE;
  const result = await read(deps, pending, investigation);
  switch (result.outcome) {
    case 'given_back':
      return { outcome: 'retry', afterMs: 0 };
    case 'superseded':
      return DONE;
    case 'collected':
      recordAudit(deps, investigation, result.collected);
      return report(deps, pending, { kind: 'evidence.collected', audit, collected: result.collected });
    case 'failed':
      return report(deps, pending, { kind: 'evidence.failed', audit, failure: result.failure });
    default:
      return assertNever(result, 'collection result');
  }
}

async function report(
  deps: EffectDeps,
  pending: PendingEffect,
  event: Extract<InternalEvent, { readonly kind: 'evidence.collected' | 'evidence.failed' }>,
): Promise<EffectOutcome> {
  await deps.report(pending.investigationId, `collect:${event.audit}`, event);
  return DONE;
}

async function read(
  deps: EffectDeps,
  pending: PendingEffect,
  investigation: Investigation,
): Promise<Collected> {
  const { collector } = deps;
  try {
    const accounts = await deps.auditAccess.auditable(investigation.owner);
    if (collector === undefined || accounts.length === 0)
      return { outcome: 'failed', failure: 'not_allowed' };
    return await runCollector(deps, investigation, collector, accounts);
  } catch (error) {
    deps.logger.error(
      fieldsOf(pending, { error: messageOf(error) }),
      'the audit failed; going on without it',
    );
    return { outcome: 'failed', failure: 'error' };
  }
}

async function runCollector(
  deps: EffectDeps,
  investigation: Investigation,
  collector: EvidenceCollector,
  accounts: readonly AuditAccount[],
): Promise<Collected> {
  const deadline = AbortSignal.timeout(deps.limits.collectMs);
  const superseded = new AbortController();
  const signal = AbortSignal.any([deadline, superseded.signal, deps.signal]);
  const progress = startProgress(deps, investigation, () => superseded.abort());
  try {
    const { error, request } = evidenceOf(investigation);
    // INVARIANT: an accidental `details.principal` never widens what is read: `accounts` alone decides that.
    const principal = request.principal ?? error?.principalArn;
    const { bucket, key, operation, versionId, accessPointArn } = request;
    const requestId = error?.requestId;
    const collecting = collector.collect({
      investigationId: investigation.id,
      accounts,
      ...definedFields({ bucket, key, principal, operation, versionId, accessPointArn, requestId }),
      signal,
      onProgress: progress.update,
    });
    return await firstOf(collecting, signal, () => whyAborted(deps.signal, superseded.signal));
  } finally {
    await progress.stop();
  }
}

/** The collector's result, or why nobody waits for it any more: a collector that does not obey its signal is left behind. */
async function firstOf(
  collecting: Promise<CollectedEvidence>,
  signal: AbortSignal,
  why: () => Collected,
): Promise<Collected> {
  const collected = collecting.then((value) => ({ outcome: 'collected', collected: value }) as const);
  const aborted = new Promise<Collected>((resolve) => {
    const settle = () => setTimeout(() => resolve(why()), ABORT_GRACE_MS);
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle, { once: true });
  });
  try {
    const first = await Promise.race([collected, aborted]);
    return signal.aborted && why().outcome !== 'failed' ? why() : first;
  } catch (error) {
    if (signal.aborted) return why();
    throw error;
  }
}

/** How long a collector whose deadline has passed may take to hand over what it has. */
const ABORT_GRACE_MS = 300;

function whyAborted(draining: AbortSignal, superseded: AbortSignal): Collected {
  if (superseded.aborted) return { outcome: 'superseded' };
  if (draining.aborted) return { outcome: 'given_back' };
  return { outcome: 'failed', failure: 'timeout' };
}

/** How many different reasons the log tells. */
const REASONS = 5;

/** The audit record: who had which calls made through which role, and why some told nothing. Never what they answered. */
function recordAudit(
  { logger, meter }: EffectDeps,
  { id, owner, audit }: Investigation,
  { calls, snapshot }: CollectedEvidence,
): void {
  const unread = [...new Set(snapshot.unavailable?.map(({ reason }) => reason))].slice(0, REASONS);
  logger.info({ investigationId: id, actor: owner, audit, calls, unread }, 'audit');
  for (const { call, outcome } of calls) meter.countAuditCall(call, outcome);
}
