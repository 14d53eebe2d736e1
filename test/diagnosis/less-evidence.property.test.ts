import { expect, test } from '@jest/globals';
import { assert, constantFrom, property, subarray } from 'fast-check';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence, VerdictStatus } from '../../src/diagnosis/types.js';
import { type Snapshot, snapshotSchema } from '../../src/evidence/snapshot.js';
import { loadLibrary } from '../../src/library.js';
import { evidenceOf, loadCauseCases } from './cause-rows.js';

const { causes: catalogue } = loadLibrary(undefined);
const rows = loadCauseCases()
  .flatMap(({ confirms, rulesOut }) => [...confirms, ...rulesOut])
  // An error text stays as true when nothing else is known: what it names may be confirmed by it alone.
  .filter(({ error, base }) => error === undefined && base !== undefined);

const PARTS = ['caller', 'bucket', 'object', 'kmsKey', 'accessPoint', 'vpcEndpoint'] as const;
/** Left in: who called what, without which another request would be diagnosed. */
const KEPT = new Set([
  'caller.arn',
  // Accounts that are not said to be the management account are taken for members.
  'caller.managementAccount',
  // A foreign owner is cause enough until an ACL is seen that lets the caller in.
  'object.acl',
  'bucket.name',
  'accessPoint.arn',
  'kmsKey.arn',
  'vpcEndpoint.id',
  'object.key',
]);

function pathsOf(snapshot: Snapshot): readonly string[] {
  return PARTS.flatMap((part) => {
    const fields = snapshot[part];
    if (fields === undefined) return [];
    return fields === null ? [part] : Object.keys(fields).map((field) => `${part}.${field}`);
  }).filter((path) => !KEPT.has(path));
}

const fields = [...new Set(rows.flatMap((row) => pathsOf(evidenceOf(row).snapshot)))].sort();

function without({ snapshot, ...evidence }: Evidence, paths: readonly string[]): Evidence {
  const left: Record<string, unknown> = structuredClone(snapshot);
  for (const path of paths) {
    const [part = '', field] = path.split('.');
    const held = left[part];
    if (field === undefined && held === null) delete left[part];
    else if (field !== undefined && typeof held === 'object' && held !== null)
      Reflect.deleteProperty(held, field);
  }
  return { ...evidence, snapshot: snapshotSchema.parse(left) };
}

function withStatus(evidence: Evidence, status: VerdictStatus): readonly string[] {
  return diagnose(evidence, catalogue)
    .causes.filter((cause) => cause.status === status)
    .map(({ id }) => id);
}

/** The cause and what it is a special case of: which of them it is may be what the missing evidence would tell. */
function withGeneral(id: string): readonly string[] {
  const general = catalogue.get(id)?.refines;
  return general === undefined ? [id] : [id, ...withGeneral(general)];
}

const someRow = constantFrom(...rows);
const someFields = subarray(fields, { maxLength: 6 });

test('whatever is taken from the evidence, nothing is confirmed that all of it does not confirm', () => {
  assert(
    property(someRow, someFields, (row, taken) => {
      const evidence = evidenceOf(row);
      const known = new Set(withStatus(evidence, 'confirmed').flatMap(withGeneral));
      const wrong = withStatus(without(evidence, taken), 'confirmed').filter((id) => !known.has(id));
      expect({ because: row.because, taken, wrong }).toEqual({ because: row.because, taken, wrong: [] });
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('nor is anything ruled out that all of it confirms', () => {
  assert(
    property(someRow, someFields, (row, taken) => {
      const evidence = evidenceOf(row);
      const less = without(evidence, taken);
      const ruledOut = new Set(withStatus(less, 'ruled_out'));
      const replaced = new Set(withStatus(less, 'confirmed').flatMap(withGeneral));
      const wrong = withStatus(evidence, 'confirmed').filter((id) => ruledOut.has(id) && !replaced.has(id));
      expect({ because: row.because, taken, wrong }).toEqual({ because: row.because, taken, wrong: [] });
    }),
    { numRuns: 300, seed: 4 },
  );
});
