import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError, messageOf } from '../errors.js';
import { snapshotSchema } from '../evidence/snapshot.js';

/** A made-up AWS configuration with one request that S3 denies, and what the person who met it knows. */
const estateSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  story: z.string().min(1),
  /** What the client showed, to be pasted. */
  errorText: z.string().min(1),
  /** As one would fill it into the intake: `s3://bucket/key`. */
  resource: z.string().startsWith('s3://'),
  principal: z.string().min(1),
  operation: z.string().min(1),
  /** What the person would say if asked how the request travelled. */
  network: z.enum(['internet', 'vpc_endpoint', 'unsure']).optional(),
  snapshot: snapshotSchema,
});
export type Estate = z.infer<typeof estateSchema>;

const ESTATES = new URL('./estates/', import.meta.url);

/** The sandbox's own estates, checked, in the order of their file names. */
export function loadEstates(directory: URL = ESTATES): readonly Estate[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readEstate(new URL(name, directory), name));
}

function readEstate(file: URL, name: string): Estate {
  const parsed = estateSchema.safeParse(parse(readFileSync(file, 'utf8'), name));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new InputError(
    `estates/${name}: ${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? 'invalid'}`,
  );
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`estates/${name}: no valid JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** The bucket that an estate is about. */
export function bucketOf(estate: Estate): string {
  return new URL(estate.resource).host;
}

/** The accounts whose configuration an estate holds. */
export function accountsOf(estates: readonly Estate[]): readonly string[] {
  const accounts = estates.flatMap(({ snapshot }) => [
    snapshot.caller?.account,
    snapshot.bucket?.account,
    snapshot.kmsKey?.account,
  ]);
  return [...new Set(accounts.filter((account) => account !== undefined))].sort();
}
