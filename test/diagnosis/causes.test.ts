import { describe, expect, test } from '@jest/globals';
import { applyPatches } from '../../src/diagnosis/fixes/apply.js';
import { diagnose } from '../../src/diagnosis/index.js';
import type { CauseFinding, Diagnosis } from '../../src/diagnosis/types.js';
import { loadLibrary } from '../../src/library.js';
import { type CauseRow, evidenceOf, loadCauseCases } from './cause-rows.js';

const { causes: catalogue } = loadLibrary(undefined);
const cases = loadCauseCases();

type Row = readonly [title: string, cause: string, row: CauseRow];

function rowsOf(kind: 'confirms' | 'rulesOut' | 'missing'): readonly Row[] {
  return cases.flatMap((one) =>
    one[kind].map((row) => [`${one.cause}: ${row.because}`, one.cause, row] as const),
  );
}

function find({ causes }: Diagnosis, id: string): CauseFinding {
  const found = causes.find((cause) => cause.id === id);
  if (found === undefined) throw new Error(`no such cause: ${id}`);
  return found;
}

function confirmedIn({ causes }: Diagnosis): readonly string[] {
  return causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
}

describe('evidence confirms', () => {
  test.each(rowsOf('confirms'))('%s', (_title, cause, row) => {
    const diagnosis = diagnose(evidenceOf(row), catalogue);
    expect(new Set(confirmedIn(diagnosis))).toEqual(new Set([cause, ...row.also]));
    expect(diagnosis.decision).toBe('denied');
    const { evidence, fix } = find(diagnosis, cause);
    expect(evidence).not.toHaveLength(0);
    if (row.verified !== undefined) expect(fix.verified).toBe(row.verified);
    if (row.cites !== undefined) expect(evidence.map(({ source }) => source)).toContain(row.cites);
  });

  const proved = rowsOf('confirms').filter(([, , row]) => row.verified === true);
  test.each(proved)('and its patches open the request: %s', (_title, _cause, row) => {
    const { error: _, ...evidence } = evidenceOf(row);
    const patches = diagnose(evidenceOf(row), catalogue).causes.flatMap(({ fix }) => fix.patches);
    const after = diagnose(applyPatches(evidence, patches), catalogue);
    expect(confirmedIn(after)).toEqual([]);
    expect(after.decision).toBe('allowed');
  });
});

describe('evidence rules out', () => {
  test.each(rowsOf('rulesOut'))('%s', (_title, cause, row) => {
    const diagnosis = diagnose(evidenceOf(row), catalogue);
    const { status, evidence } = find(diagnosis, cause);
    expect(status).toBe('ruled_out');
    expect(evidence).not.toHaveLength(0);
    expect(new Set(confirmedIn(diagnosis))).toEqual(new Set(row.also));
  });
});

describe('missing evidence leaves open', () => {
  test.each(rowsOf('missing'))('%s', (_title, cause, row) => {
    const diagnosis = diagnose(evidenceOf(row), catalogue);
    expect(find(diagnosis, cause).status).toMatch(/^(unknown|possible)$/);
    expect(new Set(confirmedIn(diagnosis))).toEqual(new Set(row.also));
  });
});

describe('the tables are complete', () => {
  const byId = new Map(cases.map((one) => [one.cause, one]));
  /** What the five articles name. */
  const obligatory = [...catalogue.values()].filter(({ sources }) =>
    sources.some(({ article }) => article !== undefined),
  );

  test('at least the causes of the five articles are there', () => {
    expect(obligatory.length).toBeGreaterThanOrEqual(34);
  });

  test.each(obligatory.map(({ id }) => id))(
    '%s has a snapshot that confirms, one that rules out, one that leaves open',
    (id) => {
      const rows = byId.get(id);
      expect(rows?.confirms).not.toHaveLength(0);
      expect(rows?.rulesOut).not.toHaveLength(0);
      expect(rows?.missing).not.toHaveLength(0);
    },
  );

  /** No snapshot holds what would confirm these: when a policy was changed, and where a token was made. */
  const NEVER_CONFIRMED = ['policy-propagation', 'opt-in-region-token'];

  test.each([...catalogue.values()].filter(({ detector }) => detector !== undefined).map(({ id }) => id))(
    '%s, which has a detector, is confirmed by one row and ruled out by another',
    (id) => {
      const rows = byId.get(id);
      expect(rows?.rulesOut).not.toHaveLength(0);
      if (!NEVER_CONFIRMED.includes(id)) expect(rows?.confirms).not.toHaveLength(0);
    },
  );

  test('every cause is bound to a detector, and every row is about a cause', () => {
    const unbound = [...catalogue.values()].filter(({ detector }) => detector === undefined);
    expect(unbound.map(({ id }) => id)).toEqual([]);
    expect(cases.map(({ cause }) => cause).filter((id) => !catalogue.has(id))).toEqual([]);
  });
});
