import type { Snapshot } from '../snapshot.js';
import type { ReadInfo } from '../read-info.js';
import type { AwsClients } from './clients.js';

/** A part of the snapshot, by section; what a read found out. */
export type Facts = Pick<
  Snapshot,
  'caller' | 'bucket' | 'accessPoint' | 'object' | 'kmsKey' | 'vpcEndpoint' | 'deniedEvent'
>;

export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** One row of the table of reads: what it is, and how it is done. */
export interface Read<Input, Output> extends ReadInfo {
  /**
   * Makes the call, all its pages included, and checks the answer's shape.
   * @throws what the SDK throws, {@link MalformedAnswerError}, or a ZodError; who calls it turns each into an unknown.
   */
  readonly run: (clients: AwsClients, input: Input, options: CallOptions) => Promise<Output>;
  /** AWS's codes that mean "looked, and there is none", and what that says. */
  readonly absent?: { readonly codes: readonly string[]; readonly value: Output };
}

/** Why something is not known: one line without credentials or policy text, and the permission that would have helped. */
export interface Failure {
  readonly reason: string;
  readonly neededPermission?: string;
}

export type Answer<Value> =
  | { readonly outcome: 'known'; readonly value: Value }
  | { readonly outcome: 'unknown'; readonly failures: readonly Failure[] };

export function known<Value>(value: Value): Answer<Value> {
  return { outcome: 'known', value };
}

export function unknownBecause(...failures: readonly Failure[]): {
  outcome: 'unknown';
  failures: readonly Failure[];
} {
  return { outcome: 'unknown', failures };
}

/** All or nothing: a list of which one entry is unknown is unknown as a whole, for all the reasons there are. */
export function allKnown<Value>(answers: readonly Answer<Value>[]): Answer<readonly Value[]> {
  const failures = answers.flatMap((answer) => (answer.outcome === 'unknown' ? answer.failures : []));
  if (failures.length > 0) return unknownBecause(...failures);
  return known(answers.flatMap((answer) => (answer.outcome === 'known' ? [answer.value] : [])));
}

/** What follows from an answer, where there is one. */
export async function whenKnown<Value, Next>(
  answer: Answer<Value>,
  next: (value: Value) => Promise<Answer<Next>>,
): Promise<Answer<Next>> {
  return answer.outcome === 'known' ? next(answer.value) : answer;
}
