import { z } from 'zod';
import type { CommitOutcome } from '../store.js';

/** An effect as it stands in the stream. */
export interface StreamEntry {
  readonly id: string;
  readonly investigationId: string;
  /** Written by the codec. */
  readonly effect: string;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
  /** It was begun before it was handed on: a part of it may have been done. */
  readonly begun: boolean;
}

const fields = z.array(z.string()).transform((flat) => {
  const pairs = flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [],
  );
  return Object.fromEntries(pairs);
});
const named = z.record(z.string(), z.string());

const commitReply = z.union([
  z.tuple([z.enum(['repeated', 'conflict'])]),
  z.tuple([z.literal('committed'), z.number(), z.array(z.tuple([z.string(), fields]))]),
]);

export interface CommitReply {
  readonly outcome: CommitOutcome;
  /** This process may run the effects of the investigation that was written. */
  readonly leased: boolean;
  readonly entries: readonly StreamEntry[];
}

export function readCommitReply(reply: unknown): CommitReply {
  const [outcome, leased = 0, entries = []] = commitReply.parse(reply);
  return { outcome, leased: leased === 1, entries: entries.map(([id, pairs]) => entryOf(id, pairs, 1)) };
}

const claimReply = z.array(z.tuple([z.string(), fields, z.number()]));

export function readClaimReply(reply: unknown): readonly StreamEntry[] {
  return claimReply.parse(reply).map(([id, pairs, deliveries]) => entryOf(id, pairs, deliveries));
}

const readReply = z
  .array(z.object({ name: z.string(), messages: z.array(z.object({ id: z.string(), message: named })) }))
  .nullable();

/** The new entries of each stream. */
export function readStreamsReply(
  reply: unknown,
): readonly { readonly stream: string; readonly entries: readonly StreamEntry[] }[] {
  return (readReply.parse(reply) ?? []).map(({ name, messages }) => ({
    stream: name,
    entries: messages.map(({ id, message }) => entryOf(id, message, 1)),
  }));
}

function entryOf(id: string, pairs: Readonly<Record<string, string>>, deliveries: number): StreamEntry {
  const { i: investigationId = '', e: effect = '', b: begun } = pairs;
  return { id, investigationId, effect, deliveries, begun: begun === '1' };
}
