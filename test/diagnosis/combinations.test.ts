import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { applyPatches } from '../../src/diagnosis/fixes/apply.js';
import type { Catalogue } from '../../src/diagnosis/catalogue.js';
import { diagnose } from '../../src/diagnosis/index.js';
import type { CauseFinding, Evidence } from '../../src/diagnosis/types.js';
import { loadLibrary } from '../../src/library.js';
import { BASES, withFields } from '../support/snapshots.js';

/** Several causes at once: each is a change to one request that everything allows, and any that do not clash go together. */
const values = z.record(z.string(), z.array(z.string()).nullable()).default({});
const changeSchema = z
  .object({
    cause: z.string(),
    layer: z.string(),
    set: z.record(z.string(), z.unknown()),
    headers: values,
    context: values,
    /** What it takes away or stands on: of two changes that share one, the second undoes the first. */
    clashes: z.array(z.string()).default([]),
  })
  .strict();
type Change = z.infer<typeof changeSchema>;

const { base, changes, triples } = z
  .object({
    base: z.enum(['crossAccountRole']),
    changes: z.array(changeSchema),
    triples: z.array(z.array(z.string()).length(3)),
  })
  .strict()
  .parse(JSON.parse(readFileSync('test/cases/diagnosis/combinations.json', 'utf8')));

const { causes: catalogue } = loadLibrary(undefined);

function evidenceOf(together: readonly Change[]): Evidence {
  const snapshot = together.reduce((before, { set }) => withFields(before, set), BASES[base]());
  return {
    request: {
      operation: 'GetObject',
      bucket: 'amzn-s3-demo-bucket',
      key: 'reports/2026.csv',
      principal: snapshot.caller?.arn ?? '',
      headers: Object.assign({}, ...together.map(({ headers }) => headers)),
      context: Object.assign({}, ...together.map(({ context }) => context)),
    },
    snapshot,
    stated: [],
  };
}

function goTogether(one: Change, other: Change): boolean {
  return one.layer !== other.layer && !one.clashes.some((what) => other.clashes.includes(what));
}

const pairs = changes.flatMap((one, index) =>
  changes.slice(index + 1).flatMap((other) => (goTogether(one, other) ? [[one, other] as const] : [])),
);

function named(cause: string): Change {
  const found = changes.find((change) => change.cause === cause);
  if (found === undefined) throw new Error(`no change makes ${cause}`);
  return found;
}

/** In the table's order: what replaces a policy stands before what adds to it. */
function inOrder(causes: readonly string[]): readonly Change[] {
  return causes.map(named).sort((a, b) => changes.indexOf(a) - changes.indexOf(b));
}

/** The catalogue with nothing that mends one of the causes. */
function without(causeId: string): Catalogue {
  const cause = catalogue.get(causeId);
  if (cause === undefined) throw new Error(`no such cause: ${causeId}`);
  const { recipe: _, ...fix } = cause.fix;
  return new Map([...catalogue, [causeId, { ...cause, fix }]]);
}

function confirmedIn(evidence: Evidence, mending: Catalogue): readonly CauseFinding[] {
  return diagnose(evidence, mending).causes.filter(({ status }) => status === 'confirmed');
}

function expectAllFoundAndMended(together: readonly Change[]): void {
  const evidence = evidenceOf(together);
  const confirmed = confirmedIn(evidence, catalogue);
  const ids = confirmed.map(({ id }) => id);
  expect(new Set(ids)).toEqual(new Set(together.map(({ cause }) => cause)));
  expect(confirmed.map(({ id, fix }) => [id, fix.verified])).toEqual(ids.map((id) => [id, true]));
  const patches = confirmed.flatMap(({ fix }) => fix.patches);
  expect(diagnose(applyPatches(evidence, patches), catalogue).decision).toBe('allowed');
  for (const { cause } of together) {
    const others = confirmedIn(evidence, without(cause)).filter(({ id }) => id !== cause);
    expect([`without ${cause}`, ...new Set(others.map(({ fix }) => fix.verified))]).toEqual([
      `without ${cause}`,
      false,
    ]);
  }
}

const titleOf = (together: readonly Change[]) =>
  together.map(({ cause, layer }) => `${cause} (${layer})`).join(' + ');

describe('two causes in different layers are both found, both mended, and neither fix alone suffices', () => {
  test.each(pairs.map((pair) => [titleOf(pair), pair] as const))('%s', (_title, pair) => {
    expectAllFoundAndMended(pair);
  });
});

describe('three causes at once are all found, all mended, and no two fixes suffice', () => {
  test.each(triples.map((causes) => [titleOf(inOrder(causes)), inOrder(causes)] as const))(
    '%s',
    (_title, triple) => {
      expectAllFoundAndMended(triple);
    },
  );
});

test('there are enough of them', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(15);
  expect(triples.length).toBeGreaterThanOrEqual(5);
});
