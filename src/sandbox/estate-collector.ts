import { setTimeout as wait } from 'node:timers/promises';
import type {
  AuditCall,
  CollectedEvidence,
  CollectionRequest,
  EvidenceCollector,
} from '../evidence/collector.js';
import type { Snapshot, Unavailable } from '../evidence/snapshot.js';
import { type Estate, isAbout } from './estates.js';
import type { OwnCases } from './own-cases.js';
import type { RealAudit } from './real-audit.js';

/** How long one made-up call takes, so that the progress can be seen. */
const STEP_MS = 80;

/** What a real audit reads, in its order: in words, the call, and the part of the snapshot it belongs to. */
const STEPS = [
  { reading: 'bucket policy', call: 's3:GetBucketPolicy', part: 'bucket' },
  { reading: 'Block Public Access', call: 's3:GetBucketPublicAccessBlock', part: 'bucket' },
  { reading: 'object ownership', call: 's3:GetBucketOwnershipControls', part: 'bucket' },
  { reading: 'default encryption', call: 's3:GetEncryptionConfiguration', part: 'bucket' },
  { reading: 'Requester Pays', call: 's3:GetBucketRequestPayment', part: 'bucket' },
  { reading: "caller's policies", call: 'iam:GetRolePolicy', part: 'caller' },
  { reading: 'permissions boundary', call: 'iam:GetRole', part: 'caller' },
  { reading: 'KMS key policy', call: 'kms:GetKeyPolicy', part: 'kmsKey' },
] as const;
type Part = (typeof STEPS)[number]['part'];

/** Where the sandbox's audit reads from. */
export interface AuditSources {
  readonly estates: readonly Estate[];
  /** What somebody brought; it goes before an estate of the same name. */
  readonly own?: OwnCases;
  readonly real?: RealAudit;
}

/**
 * Answers from what was brought and from the sandbox's estates, by bucket name, as an audit of AWS would: with its progress, and only
 * for the accounts that the request may read. A bucket of none is read for real where that was switched on, else it is unknown.
 */
export function createEstateCollector(sources: AuditSources, stepMs: number = STEP_MS): EvidenceCollector {
  return {
    async collect(request) {
      const snapshots = [
        ...(sources.own?.snapshots() ?? []),
        ...sources.estates.map(({ snapshot }) => snapshot),
      ];
      const snapshot = snapshots.find((one) => isAbout({ snapshot: one }, request));
      const real = snapshot === undefined ? sources.real?.opened() : undefined;
      if (real !== undefined) return real.collector.collect({ ...request, accounts: real.accounts });
      const calls = await pretendToRead(snapshot, request, stepMs);
      return { snapshot: snapshot === undefined ? unknownSnapshot() : visibleTo(request, snapshot), calls };
    },
  };
}

async function pretendToRead(
  snapshot: Snapshot | undefined,
  request: CollectionRequest,
  stepMs: number,
): Promise<readonly AuditCall[]> {
  const calls: AuditCall[] = [];
  for (const [done, step] of STEPS.entries()) {
    request.onProgress({ done, total: STEPS.length, reading: step.reading });
    if (!(await pause(stepMs, request.signal))) break;
    const account = snapshot?.[step.part]?.account;
    if (account !== undefined) calls.push(callIn(request, account, step.call));
  }
  return calls;
}

function callIn(request: CollectionRequest, account: string, call: string): AuditCall {
  const role = request.accounts.find((one) => one.account === account);
  return { account, roleArn: role?.roleArn ?? '', call, outcome: role === undefined ? 'denied' : 'ok' };
}

/** False where the request was given up. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** The estate without the parts whose account may not be read. */
function visibleTo(request: CollectionRequest, snapshot: Snapshot): CollectedEvidence['snapshot'] {
  if (request.signal.aborted) return allUnknown('the audit was given up before it was finished');
  const allowed = new Set(request.accounts.map((one) => one.account));
  const hidden = (['caller', 'bucket', 'kmsKey'] as const).filter((part) => {
    const account = snapshot[part]?.account;
    return account !== undefined && !allowed.has(account);
  });
  const shown: Snapshot = { ...snapshot, collectedAt: new Date().toISOString() };
  for (const part of hidden) delete shown[part];
  if (hidden.includes('bucket')) delete shown.object;
  const unavailable = hidden.map((part) => ({
    field: part,
    reason: `account ${snapshot[part]?.account ?? ''} is not among those that may be audited`,
  }));
  return { ...shown, unavailable: [...(snapshot.unavailable ?? []), ...unavailable] };
}

function unknownSnapshot(): Snapshot {
  return allUnknown("not one of the sandbox's estates");
}

function allUnknown(reason: string): Snapshot {
  const fields: readonly (Part | 'object')[] = ['caller', 'bucket', 'object', 'kmsKey'];
  const unavailable: Unavailable[] = fields.map((field) => ({ field, reason }));
  return { version: 1, collectedAt: new Date().toISOString(), unavailable };
}
