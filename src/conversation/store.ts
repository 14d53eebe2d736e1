import type { Rich } from '../card/card.js';
import type { AuditCall } from '../evidence/collector.js';
import type { Actor, Investigation, Place } from './investigation.js';
import type { RecordStore } from './records.js';

/** Why a message is taken back: the conversation goes on in private, or further down; its owner had it erased. */
export const WITHDRAWALS = ['private', 'moved', 'deleted'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

/** What is to be done after a write, at least once, by any process. */
export type Effect = Deed & {
  /** Which interaction it is a consequence of, as W3C's `traceparent` names it; left out: nobody traces. */
  readonly trace?: string;
};

type Deed =
  /** Show the investigation as it is when this runs. */
  | { readonly kind: 'show' }
  | { readonly kind: 'collect'; readonly audit: number }
  | { readonly kind: 'post_support'; readonly fingerprint: string }
  /** A private line to one person. */
  | { readonly kind: 'notify'; readonly userId: string; readonly text: Rich }
  /** A person's own words, under the support post. */
  | { readonly kind: 'post_note'; readonly fingerprint: string; readonly text: string }
  /** The result, to be read only, in a channel that this person chose. */
  | { readonly kind: 'post_share'; readonly channel: string; readonly userId: string }
  /** Tells the channel for records who had what read. */
  | { readonly kind: 'post_record'; readonly audit: number; readonly calls: readonly AuditCall[] }
  /** Takes back a living message that is no longer the investigation's. Says all that it needs: what it was of may be gone. */
  | {
      readonly kind: 'withdraw';
      readonly owner: Actor;
      readonly place: Place;
      readonly because: Withdrawal;
    };

export interface StoredInvestigation {
  readonly investigation: Investigation;
  /** Grows by one with each write; 0 is: not there. */
  readonly version: number;
}

export interface Commit {
  readonly investigation: Investigation;
  /** The version this change was made from; 0 to create. */
  readonly from: number;
  /** Repeats on every retry of the same event. */
  readonly eventId: string;
  readonly effects: readonly Effect[];
}

/** `conflict`: somebody else wrote in between; load and run again. `repeated`: this event was seen already, nothing changed. */
export type CommitOutcome = 'committed' | 'conflict' | 'repeated';

export interface PendingEffect {
  /** Unique; the same when it is handed out again. */
  readonly id: string;
  readonly investigationId: string;
  readonly effect: Effect;
  /** How often it was handed out before. */
  readonly attempts: number;
  /** It was begun before, here or by another process, and did not finish: a part of it may have been done. */
  readonly interrupted: boolean;
  /** What the write that caused it wrote, where the store has it at hand: saves reading it again. */
  readonly committed?: StoredInvestigation;
}

/** A Slack workspace or a Teams tenant. `only`: what of it is meant; left out: everything. */
export interface Workspace extends Pick<Actor, 'surface' | 'workspace'> {
  readonly only?: (investigation: Investigation) => boolean;
}

export function isOf(investigation: Investigation, { surface, workspace, only }: Workspace): boolean {
  const { owner } = investigation;
  return owner.surface === surface && owner.workspace === workspace && (only?.(investigation) ?? true);
}

/**
 * Where investigations live. A write of state, event id and effects is one atomic step. Every method throws `StoreUnavailableError`
 * within 2 s where the store does not answer, and `load` throws `OtherReleaseError` where only another release can read it. Everything expires `ttlSeconds` after its last write.
 */
export interface InvestigationStore {
  load(id: string): Promise<StoredInvestigation | undefined>;
  commit(commit: Commit): Promise<CommitOutcome>;
  /**
   * Hands out effects until `signal` aborts; what another process took and did not acknowledge in time is handed out again. All
   * effects of one investigation are run one after another, across processes. `run` resolves: acknowledged; with
   * `{ retryAfterMs }`: handed out again then.
   */
  consume(run: (effect: PendingEffect) => Promise<EffectOutcome>, signal: AbortSignal): Promise<void>;
  /** Takes away every investigation that was started there, and tells how many they were. */
  erase(workspace: Workspace): Promise<number>;
  readonly records: RecordStore;
  /** Resolves where the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type EffectOutcome =
  | { readonly outcome: 'done' }
  /** `done`: whether a part of it was done cannot be known (nobody answered). */
  | { readonly outcome: 'retry'; readonly afterMs: number; readonly done?: 'maybe' }
  /** This process cannot do it; one of another release, or configured otherwise, may. */
  | { readonly outcome: 'left'; readonly done?: 'maybe' };
