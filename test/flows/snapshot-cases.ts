import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Evidence } from '../../src/diagnosis/types.js';
import { parseErrorText } from '../../src/s3/index.js';
import { BASES, withFields } from '../support/snapshots.js';

const values = z.record(z.string(), z.array(z.string()).nullable()).default({});
const caseSchema = z.object({
  name: z.string(),
  base: z.enum(['sameAccount', 'crossAccount']),
  set: z.record(z.string(), z.unknown()).default({}),
  error: z.string().optional(),
  principal: z.string().optional(),
  operation: z.string().default('GetObject'),
  headers: values,
  context: values,
});

/** The rows of the diagnosis's case table that begin with everything read: what a full audit comes back with. */
export function snapshotCases(): readonly { readonly name: string; readonly evidence: Evidence }[] {
  const rows = z
    .array(z.unknown())
    .parse(JSON.parse(readFileSync('test/cases/diagnosis/causes.json', 'utf8')));
  return rows.flatMap((row) => {
    const parsed = caseSchema.safeParse(row);
    if (!parsed.success || Object.values(parsed.data.set).includes('__unknown__')) return [];
    const { name, base, set, error, principal, operation, headers, context } = parsed.data;
    const snapshot = withFields(BASES[base](), set);
    const caller = principal ?? snapshot.caller?.arn;
    const request = {
      operation,
      bucket: 'amzn-s3-demo-bucket',
      key: 'reports/2026.csv',
      ...(caller === undefined ? {} : { principal: caller }),
      headers,
      context,
    };
    const said = error === undefined ? {} : { error: parseErrorText(error) };
    return [{ name, evidence: { ...said, request, snapshot, stated: [] } }];
  });
}
