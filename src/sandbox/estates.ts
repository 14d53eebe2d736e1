import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError, messageOf } from '../errors.js';
import { type Snapshot, snapshotSchema } from '../evidence/snapshot.js';

const causeIds = z.array(z.string().regex(/^[a-z0-9-]+$/));

/** A made-up AWS configuration with one request that S3 denies, and what the person who met it knows. */
const estateSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  story: z.string().min(1),
  /** What the reader knows after it. */
  learns: z.string().min(1),
  /** What the client showed, to be pasted. */
  errorText: z.string().min(1),
  /** As one would fill it into the intake: `s3://bucket/key`, or the access point's ARN with `/object/key`. */
  resource: z.string().regex(/^(?:s3:\/\/|arn:aws:s3:)/, 'has to be an s3:// URI or an access point ARN'),
  principal: z.string().min(1),
  operation: z.string().min(1),
  /** What the person would say if asked how the request travelled. */
  network: z.enum(['internet', 'vpc_endpoint', 'unsure']).optional(),
  /** The flow that fits what the audit reads. */
  flow: z.string(),
  /** The wizard that its person then asks for, in the menu of flows: they want to let somebody in. It ends in a plan. */
  asksFor: z.literal('grant-cross-account').optional(),
  /** What stands in the way, by cause. */
  causes: causeIds.min(1),
  /** What can be told by questions alone, where that is less: S3 names one reason, and a person stops at the first. */
  byQuestions: causeIds.optional(),
  /** Whether the fix can be simulated. `null`: what has to change is outside what can be patched. */
  verified: z.literal(true).nullable(),
  /** What the person truthfully says if asked, by step; "not sure" for any other. */
  answers: z.record(z.string(), z.string()),
  /** What they type where an answer asks for it, by step. */
  typed: z.record(z.string(), z.string()).optional(),
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

/** Whether a request is about this estate: by its bucket, or by the access point that leads there. */
export function isAbout(
  { snapshot }: Pick<Estate, 'snapshot'>,
  request: { readonly bucket?: string; readonly accessPointArn?: string },
): boolean {
  const { bucket, accessPointArn } = request;
  if (accessPointArn !== undefined) return snapshot.accessPoint?.arn === accessPointArn;
  return bucket !== undefined && snapshot.bucket?.name === bucket;
}

/** The accounts whose configuration these snapshots hold. */
export function accountsOf(snapshots: readonly Snapshot[]): readonly string[] {
  const accounts = snapshots.flatMap(({ caller, bucket, kmsKey }) => [
    caller?.account,
    bucket?.account,
    kmsKey?.account,
  ]);
  return [...new Set(accounts.filter((account) => account !== undefined))].sort();
}
