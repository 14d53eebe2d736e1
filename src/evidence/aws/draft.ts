import type { Snapshot, Unavailable } from '../snapshot.js';
import type { Facts, Failure } from './read.js';

/** A snapshot in the making: facts and failures are noted as they come in, in any order. */
export interface SnapshotDraft {
  /** A section that is `null` has none: no key, no access point, …; see the snapshot. */
  noteKnown(facts: Facts): void;
  /** The same failures for each of the fields. */
  noteUnknown(fields: readonly string[], failures: readonly Failure[]): void;
  finish(collectedAt: Date): Snapshot;
}

export function createSnapshotDraft(): SnapshotDraft {
  const sections: Facts[] = [];
  const unavailable = new Map<string, Unavailable>();
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
    finish: (collectedAt) => {
      const facts = withCanonicalId(sections.reduce(mergeFacts, {}));
      return {
        version: 1,
        collectedAt: collectedAt.toISOString(),
        ...facts,
        unavailable: [...unavailable.values()].filter(({ field }) => !isKnown(facts, field)),
      };
    },
  };
}

const SECTIONS = [
  'caller',
  'bucket',
  'accessPoint',
  'object',
  'kmsKey',
  'vpcEndpoint',
  'deniedEvent',
] as const satisfies readonly (keyof Facts)[];

function mergeFacts(into: Facts, facts: Facts): Facts {
  const merged = { ...into };
  for (const section of SECTIONS) {
    const found = facts[section];
    if (found === undefined) continue;
    Object.assign(merged, { [section]: found === null ? null : { ...into[section], ...found } });
  }
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
