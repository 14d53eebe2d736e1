import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

const FOLDER = join(process.cwd(), 'test/cases/policy');

/** Reads a case table. Refuses unknown fields: a misspelt expectation must not pass for a test. */
export function loadCases<Table>(file: string, schema: z.ZodType<Table>): Table {
  const json: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`test/cases/policy/${file}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** The case tables there are. */
export function listCaseFiles(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
}
