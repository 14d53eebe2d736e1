import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence } from '../../src/diagnosis/types.js';
import type { Random } from '../../src/evidence/redact/index.js';
import type { Snapshot } from '../../src/evidence/snapshot.js';
import { loadLibrary } from '../../src/library.js';
import { parseErrorText } from '../../src/s3/index.js';

const { causes: catalogue } = loadLibrary(undefined);

/** A repeatable source of random numbers: mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What `diagnose --snapshot` makes of a snapshot alone: each cause with its status, and whether its fix is proved. */
export function verdicts(snapshot: Snapshot, operation: string, errorText?: string) {
  const evidence: Evidence = {
    ...(errorText === undefined ? {} : { error: parseErrorText(errorText) }),
    request: {
      operation,
      ...(snapshot.bucket?.name === undefined ? {} : { bucket: snapshot.bucket.name }),
      ...(snapshot.object?.key === undefined ? {} : { key: snapshot.object.key }),
      ...(snapshot.caller?.arn === undefined ? {} : { principal: snapshot.caller.arn }),
      headers: {},
      context: {},
    },
    snapshot,
    stated: [],
  };
  const { causes, decision } = diagnose(evidence, catalogue);
  return { decision, causes: causes.map(({ id, status, fix }) => `${id} ${status} ${fix.verified}`) };
}
