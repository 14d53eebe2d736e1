import type { AnswerValues, LookingFurther } from '../flow/index.js';
import type { AuditCall, CollectionProgress } from '../evidence/collector.js';
import type { Snapshot } from '../evidence/snapshot.js';
import type { SnippetFormat } from '../diagnosis/types.js';

export const NETWORKS = ['internet', 'vpc_endpoint', 'unsure'] as const;
export type Network = (typeof NETWORKS)[number];

/** What the intake form or the command's text told. Secrets (presigned signatures, keys) are dropped before this is made. */
export interface InvestigationDetails {
  readonly errorText?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly accessPointArn?: string;
  readonly versionId?: string;
  /** The address was a presigned URL (its signature is dropped), or of a website endpoint. */
  readonly via?: 'presigned' | 'website';
  readonly region?: string;
  /** user, role or assumed-role ARN, a 12-digit account id, or `anonymous`. */
  readonly principal?: string;
  readonly operation?: string;
  readonly network?: Network;
  /** The flow that was asked for in words (`grant …`); left out: the one that fits. */
  readonly flow?: string;
  readonly audit: boolean;
}

/** Who did something, on which surface. Slack: team and user id. */
export interface Actor {
  readonly surface: 'slack' | 'teams';
  readonly workspace: string;
  readonly userId: string;
}

/** Where the living message is: only the surface that made it reads `channel` and `message`. */
export interface Place {
  readonly channel: string;
  /** The thread it was started in, if any. */
  readonly thread?: string;
  /** The living message itself, once posted (Slack: its ts). */
  readonly message?: string;
  readonly permalink?: string;
  readonly direct: boolean;
  /** Posting it was interrupted before it could be written where it is: another may stand there that nobody keeps. */
  readonly twin?: 'possible';
  /** What hangs in the message's thread already. */
  readonly attached?: readonly Attachment[];
}

/** A file in the living message's thread: which content, and, where the platform tells, the file's own id. */
export interface Attachment {
  readonly digest: string;
  readonly file?: string;
}

/** `deleted`: its owner had it erased; nothing but where its message was is left. */
export const PHASES = ['collecting', 'asking', 'diagnosed', 'deleted'] as const;
export type Phase = (typeof PHASES)[number];

/** Why an audit that was wanted brought nothing; what was known before it stays. */
export const COLLECTION_FAILURES = ['not_allowed', 'timeout', 'error'] as const;
export type CollectionFailure = (typeof COLLECTION_FAILURES)[number];

/** What a diagnosis came to, short enough to be kept and compared with a later one. */
export interface DiagnosisSummary {
  readonly decision: 'allowed' | 'denied' | 'undetermined';
  /** The confirmed causes, by id. */
  readonly confirmed: readonly string[];
}

/** A recheck: what was known before it, and, once it is done, what is known since. */
export interface Recheck {
  readonly before: DiagnosisSummary;
  readonly after?: DiagnosisSummary;
}

export interface SupportPost {
  /** Which diagnosis it was: a changed one may be posted again. */
  readonly fingerprint: string;
  readonly state: 'posting' | 'posted' | 'failed';
  readonly permalink?: string;
  /** The post itself, where it can be replied to. */
  readonly message?: string;
}

/** One denied request being troubleshot: what is stored and resumed. Plain JSON. */
export interface Investigation {
  readonly schema: 1;
  readonly id: string;
  readonly createdAt: string;
  readonly owner: Actor;
  readonly place: Place;
  readonly details: InvestigationDetails;
  readonly phase: Phase;
  readonly flowId: string;
  /** Who picked the flow; left out: it is the one that fits what is known. */
  readonly flowBy?: 'person';
  /** Of the flow's content as it was when the conversation last went on. */
  readonly flowFingerprint: string;
  /** A deploy has changed the flow under the conversation: how many answers belonged to what is no longer asked. Told once. */
  readonly carriedOver?: { readonly dropped: number };
  /** Where the XState machine stands, to be seen; never read back. Releases before this one wrote its context, too. */
  readonly machine: { readonly value: string; readonly context: unknown };
  readonly answers: Readonly<Record<string, string>>;
  /** What was typed or pasted with an answer. Holds policies: never logged. */
  readonly answerValues?: AnswerValues;
  /** Somebody looks for further causes than those that were found by then; left out: the first one ends the questions. */
  readonly further?: LookingFurther;
  /** Answers to what the flow of this release does not ask: one that runs beside it, or the next, may. */
  readonly aside?: { readonly answers: Readonly<Record<string, string>>; readonly values?: AnswerValues };
  /** The answered step whose question is being asked again. */
  readonly changing?: string;
  /** What the audit read; absent before, or without one. */
  readonly snapshot?: Snapshot;
  readonly calls?: readonly AuditCall[];
  /** Counts the audits: an answer of an earlier one is dropped. */
  readonly audit: number;
  readonly collectionFailure?: CollectionFailure;
  readonly recheck?: Recheck;
  readonly expanded?: 'how_to' | 'checks';
  /** In which form the person wants the fix; left out: as commands, where it can be done so. */
  readonly format?: SnippetFormat;
  readonly support?: SupportPost;
  readonly feedback?: 'solved' | 'unsolved';
  /** The living message cannot be shown any more: the reason, told to the person on the next click. */
  readonly unreachable?: string;
}

export type { CollectionProgress };
