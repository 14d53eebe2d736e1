import { z } from 'zod';
import { readSnapshotText } from '../evidence/snapshot-problem.js';
import { EMPTY_SNAPSHOT, type Snapshot } from '../evidence/snapshot.js';
import { failed, type InteractionOutcome, DONE } from './slack-stand-in/interactions/context.js';
import { parseJson } from './slack-stand-in/request-body.js';

/** A case that somebody brought: what the audit would read, as a snapshot file or as pasted policies. */
const draftSchema = z.strictObject({
  resource: z.string(),
  principal: z.string(),
  snapshot: z.string(),
  bucketPolicy: z.string(),
  identityPolicy: z.string(),
  keyPolicy: z.string(),
});
type Draft = z.infer<typeof draftSchema>;

export interface OwnCases {
  /** The newest first. */
  snapshots(): readonly Snapshot[];
  /** Undefined where the request is malformed. */
  add(body: unknown): InteractionOutcome | undefined;
}

/** INVARIANT: what is brought stays in this process; it is neither logged nor written. */
export function createOwnCases(): OwnCases {
  let kept: readonly Snapshot[] = [];
  return {
    snapshots: () => kept,
    add(body) {
      const draft = draftSchema.safeParse(body);
      if (!draft.success) return undefined;
      const read = draft.data.snapshot.trim() === '' ? readPolicies(draft.data) : readFile(draft.data);
      if ('outcome' in read) return read;
      kept = [read.snapshot, ...kept];
      return DONE;
    },
  };
}

type Read = { readonly snapshot: Snapshot } | InteractionOutcome;

function readFile({ snapshot, resource }: Draft): Read {
  const read = readSnapshotText(snapshot);
  if (read.outcome === 'wrong') return wrong('snapshot', `The snapshot${read.where}: ${read.problem}`);
  if (read.snapshot.bucket?.name !== undefined) return { snapshot: read.snapshot };
  const name = bucketIn(resource);
  if (name === undefined)
    return wrong('resource', 'The snapshot names no bucket: name it here, as s3://bucket/key');
  return { snapshot: { ...read.snapshot, bucket: { ...read.snapshot.bucket, name } } };
}

const POLICIES = ['bucketPolicy', 'identityPolicy', 'keyPolicy'] as const;

function readPolicies(draft: Draft): Read {
  const name = bucketIn(draft.resource);
  if (name === undefined) return wrong('resource', 'Name the bucket or object, as s3://bucket/key');
  const given = POLICIES.filter((field) => draft[field].trim() !== '');
  if (given.length === 0) return failed('Nothing to read: drop in a snapshot, or paste at least one policy.');
  const broken = given.find((field) => !isObject(parseJson(draft[field])));
  if (broken !== undefined)
    return wrong(broken, 'That is no JSON object; a policy begins with { "Version": "2012-10-17", … }');
  return { snapshot: snapshotOf(draft, name) };
}

/** Only what was pasted is known: the rest is missing, and asked for. */
function snapshotOf({ principal, bucketPolicy, identityPolicy, keyPolicy }: Draft, name: string): Snapshot {
  const arn = principal.startsWith('arn:') ? { arn: principal } : {};
  const identity = parseJson(identityPolicy);
  const policy = parseJson(bucketPolicy);
  const key = parseJson(keyPolicy);
  return {
    ...EMPTY_SNAPSHOT,
    bucket: { name, ...(policy === undefined ? {} : { policy }) },
    ...(identity === undefined
      ? {}
      : { caller: { ...arn, identityPolicies: [{ name: 'pasted', document: identity }] } }),
    ...(key === undefined ? {} : { kmsKey: { policy: key } }),
  };
}

function bucketIn(resource: string): string | undefined {
  return /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/|$)/.exec(resource.trim())?.[1];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(field: string, message: string): InteractionOutcome {
  return { outcome: 'errors', errors: { [field]: message } };
}
