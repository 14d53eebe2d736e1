import { createAwsCollector, type AwsCollectorOptions } from '../../src/evidence/aws/collector.js';
import type { CollectedEvidence, CollectionRequest } from '../../src/evidence/collector.js';
import { AUDIT_ACCOUNTS } from './moto-aws.js';

/** Loading an SDK package counts as part of its first call, and under jest on a busy machine takes seconds. */
const PATIENT = { callMilliseconds: 15_000, totalMilliseconds: 60_000 } as const;

/** Collects through the audit roles of the tests' accounts, from the endpoint that the environment names. */
export function collectOverWire(
  request: Partial<CollectionRequest>,
  options: AwsCollectorOptions = {},
): Promise<CollectedEvidence> {
  return createAwsCollector({ customEndpoint: true, ...PATIENT, ...options }).collect({
    investigationId: 'inv-42',
    accounts: AUDIT_ACCOUNTS,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...request,
  });
}

export function reasonsFor({ snapshot }: CollectedEvidence, field: string) {
  return (snapshot.unavailable ?? []).filter((entry) => entry.field === field);
}

/** What could not be read, but for what never can be, and what only a trail knows: these accounts name none. */
export function unread({ snapshot }: CollectedEvidence) {
  return (snapshot.unavailable ?? []).filter(
    ({ field }) => field !== 'object.encryption' && field !== 'deniedEvent',
  );
}
