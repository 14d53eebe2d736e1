import { randomBytes } from 'node:crypto';
import { openAudit } from '../audit.js';
import { processEnvironment, readConfig } from '../config.js';
import { evidenceOf, type InvestigationDetails } from '../conversation/index.js';
import { InputError, S3DeniedError } from '../errors.js';
import type { AuditAccount, CollectionRequest, EvidenceCollector } from '../evidence/collector.js';
import { EMPTY_SNAPSHOT, type Snapshot } from '../evidence/snapshot.js';
import { createProgressLine } from './progress-line.js';
import type { CommandIo } from './io.js';

export interface Asked {
  readonly details: InvestigationDetails;
  readonly vpcEndpointId?: string | undefined;
}

/**
 * Reads the real configuration through the audit roles, as the operator whose terminal this is: every account that AUDIT_CONFIG names.
 * Progress goes to stderr; Ctrl-C stops it. What the request itself tells (bucket, key, caller) is in the snapshot, too.
 */
export async function readAccounts(command: string, asked: Asked, io: CommandIo): Promise<Snapshot> {
  const { accounts, collector } = await openAccounts(command);
  const question = questionOf(asked);
  if (
    question.bucket === undefined &&
    question.principal === undefined &&
    question.accessPointArn === undefined
  )
    throw new InputError(`${command}: nothing to read; name a bucket (--resource) or a caller (--principal)`);
  const stop = stopOnSignals();
  const progress = createProgressLine(io.stderr);
  try {
    const { snapshot } = await collector.collect({
      ...question,
      investigationId: `${command}-${randomBytes(6).toString('hex')}`,
      accounts,
      signal: stop.signal,
      onProgress: progress.update,
    });
    if (stop.signal.aborted) throw new S3DeniedError('stopped', `${command}: stopped; nothing was written`);
    return withRequest(snapshot, question);
  } finally {
    progress.end();
    stop.end();
  }
}

async function openAccounts(
  command: string,
): Promise<{ readonly accounts: readonly AuditAccount[]; readonly collector: EvidenceCollector }> {
  const config = readConfig(processEnvironment());
  const file = config.auditConfigFile;
  if (file === undefined)
    throw new InputError(
      `${command}: AUDIT_CONFIG is not set; it names the YAML file that says which accounts may be read, through which role (see docs/audit-role.md)`,
    );
  const { access, collector } = await openAudit(config, file);
  if (access.accounts.length === 0)
    throw new InputError(`AUDIT_CONFIG: ${file} names no account; list at least one under \`accounts\``);
  return { accounts: access.accounts, collector };
}

type Question = Omit<CollectionRequest, 'investigationId' | 'accounts' | 'signal' | 'onProgress'>;

function questionOf({ details, vpcEndpointId }: Asked): Question {
  const { error, request } = evidenceOf({ details });
  const { bucket, key, operation, versionId, accessPointArn } = request;
  const principal = request.principal ?? error?.principalArn;
  const requestId = error?.requestId;
  return {
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    ...(principal === undefined ? {} : { principal }),
    ...(operation === undefined ? {} : { operation }),
    ...(versionId === undefined ? {} : { versionId }),
    ...(accessPointArn === undefined ? {} : { accessPointArn }),
    ...(vpcEndpointId === undefined ? {} : { vpcEndpointId }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** The snapshot alone says which request it is about, so that `diagnose --snapshot` needs to be told no more than the operation. */
function withRequest(snapshot: Snapshot, { bucket, key, principal }: Question): Snapshot {
  const caller = principal === undefined ? {} : callerOf(principal);
  return {
    ...EMPTY_SNAPSHOT,
    ...snapshot,
    ...(principal === undefined ? {} : { caller: { ...caller, ...snapshot.caller } }),
    ...(bucket === undefined ? {} : { bucket: { name: bucket, ...snapshot.bucket } }),
    ...(key === undefined || key === '' ? {} : { object: { key, ...snapshot.object } }),
  };
}

function callerOf(principal: string): Snapshot['caller'] {
  return /^\d{12}$/.test(principal) ? { account: principal } : { arn: principal };
}

/** Aborts at the first Ctrl-C or SIGTERM; a second one ends the process as always. */
function stopOnSignals(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    signal: controller.signal,
    end: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
