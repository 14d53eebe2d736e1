import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Evidence } from '../../src/diagnosis/types.js';
import { EMPTY_SNAPSHOT } from '../../src/evidence/snapshot.js';
import { parseErrorText } from '../../src/s3/index.js';
import { BASES, withFields } from '../support/snapshots.js';

const DIRECTORY = 'test/cases/diagnosis/by-cause';

const values = z.record(z.string(), z.array(z.string()).nullable()).default({});

/** One snapshot, as a base and what is different in it, and what of the request is known. */
const rowSchema = z
  .object({
    because: z.string(),
    /** Left out: nothing was read. */
    base: z.enum(['sameAccount', 'crossAccount', 'sameAccountRole', 'crossAccountRole']).optional(),
    set: z.record(z.string(), z.unknown()).default({}),
    error: z.string().optional(),
    /** Left out: the one of the snapshot; null: nobody said. */
    principal: z.string().nullable().optional(),
    operation: z.string().default('GetObject'),
    noOperation: z.literal(true).optional(),
    key: z.string().default('reports/2026.csv'),
    noKey: z.literal(true).optional(),
    versionId: z.string().optional(),
    headers: values,
    context: values,
    /** More of the request: `accessPointArn`, `region`, … */
    request: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
    /** The denied event, as CloudTrail logged it. */
    event: z.record(z.string(), z.unknown()).optional(),
    /** The other causes that are confirmed beside this one (or instead of it). */
    also: z.array(z.string()).default([]),
    verified: z.boolean().nullable().optional(),
    /** A source that has to be among the evidence of the cause. */
    cites: z.string().optional(),
  })
  .strict();
export type CauseRow = z.infer<typeof rowSchema>;

const causeSchema = z
  .object({
    cause: z.string(),
    confirms: z.array(rowSchema).default([]),
    rulesOut: z.array(rowSchema).default([]),
    /** The evidence is missing: unknown or possible, never confirmed. */
    missing: z.array(rowSchema).default([]),
  })
  .strict();
export type CauseCases = z.infer<typeof causeSchema>;

/** The rows of every cause, from all the files. */
export function loadCauseCases(): readonly CauseCases[] {
  return readdirSync(DIRECTORY)
    .sort()
    .flatMap((file) => z.array(causeSchema).parse(JSON.parse(readFileSync(`${DIRECTORY}/${file}`, 'utf8'))));
}

export function evidenceOf(row: CauseRow): Evidence {
  const base = row.base === undefined ? EMPTY_SNAPSHOT : BASES[row.base]();
  const snapshot = withFields(base, {
    ...row.set,
    ...(row.event === undefined ? {} : { deniedEvent: row.event }),
  });
  const error = row.error === undefined ? undefined : parseErrorText(row.error);
  const principal = row.principal === undefined ? snapshot.caller?.arn : (row.principal ?? undefined);
  return {
    ...(error === undefined ? {} : { error }),
    request: {
      bucket: 'amzn-s3-demo-bucket',
      ...(row.noOperation ? {} : { operation: row.operation }),
      ...(row.noKey ? {} : { key: row.key }),
      ...(row.versionId === undefined ? {} : { versionId: row.versionId }),
      ...(principal === undefined ? {} : { principal }),
      headers: row.headers,
      context: row.context,
      ...row.request,
    },
    snapshot,
    stated: [],
  };
}
