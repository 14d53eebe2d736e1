import type { Snapshot, Unavailable } from '../snapshot.js';
import type { Facts, Failure } from './read.js';

/** A snapshot in the making: facts and failures are noted as they come in, in any order. */
export interface SnapshotDraft {
  noteKnown(facts: Facts): void;
  /** The same failures for each of the fields. */
  noteUnknown(fields: readonly string[], failures: readonly Failure[]): void;
  /** No KMS key is involved. */
  noteNoKey(): void;
  finish(collectedAt: Date): Snapshot;
}

export function createSnapshotDraft(): SnapshotDraft {
  const sections: Facts[] = [];
  const unavailable = new Map<string, Unavailable>();
  let noKey = false;
  return {
    noteKnown: (facts) => void sections.push(facts),
    noteUnknown: (fields, failures) => {
      for (const field of fields) {
        for (const { reason, neededPermission } of failures) {
          const entry = { field, reason, ...(neededPermission === undefined ? {} : { neededPermission }) };
          unavailable.set(JSON.stringify(entry), entry);
        }
      }
    },
    noteNoKey: () => {
      noKey = true;
    },
    finish: (collectedAt) => {
      const facts = withCanonicalId(sections.reduce(mergeFacts, {}));
      return {
        version: 1,
        collectedAt: collectedAt.toISOString(),
        ...facts,
        ...(noKey ? { kmsKey: null } : {}),
        unavailable: [...unavailable.values()].filter(({ field }) => !isKnown(facts, field)),
      };
    },
  };
}

function mergeFacts(into: Facts, facts: Facts): Facts {
  const merged: Facts = { ...into };
  if (facts.caller !== undefined) merged.caller = { ...into.caller, ...facts.caller };
  if (facts.bucket !== undefined) merged.bucket = { ...into.bucket, ...facts.bucket };
  if (facts.object !== undefined) merged.object = { ...into.object, ...facts.object };
  if (facts.kmsKey) merged.kmsKey = { ...into.kmsKey, ...facts.kmsKey };
  return merged;
}

/** The owner of a bucket is its account: where the caller is of that account, that is the caller's canonical id too. */
function withCanonicalId(facts: Facts): Facts {
  const { caller, bucket } = facts;
  const sameAccount = caller?.account !== undefined && caller.account === bucket?.account;
  if (!sameAccount || bucket?.ownerId === undefined) return facts;
  return { ...facts, caller: { ...caller, canonicalId: bucket.ownerId } };
}

/** A field that one read could not tell may be known from another. */
function isKnown(facts: Facts, path: string): boolean {
  let value: unknown = facts;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return false;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value !== undefined;
}
