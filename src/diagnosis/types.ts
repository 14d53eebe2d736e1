import type { Snapshot } from '../evidence/snapshot.js';
import type { ErrorFacts, RequestFacts } from '../s3/types.js';
import type { GrantFacts } from './grant/facts.js';

export const VERDICT_STATUSES = ['confirmed', 'possible', 'ruled_out', 'unknown'] as const;
export type VerdictStatus = (typeof VERDICT_STATUSES)[number];

/** What a verdict rests on: where it was seen, and what was seen there, in words. */
export interface EvidenceItem {
  /** `s3:GetBucketPolicy`, `error message`, `CloudTrail`, `answer`, `snapshot` or `simulation`. */
  readonly source: string;
  readonly says: string;
}

export interface Verdict {
  readonly status: VerdictStatus;
  readonly evidence: readonly EvidenceItem[];
  /** For texts: what the detector found out by name, e.g. `{ statement: '1 ("DenyOutsideVpc")', values: 'vpce-1a2b3c4d' }`. */
  readonly details?: Readonly<Record<string, string>>;
}

/** A verdict that a person stated by an answer. */
export interface StatedVerdict {
  readonly causeId: string;
  readonly status: VerdictStatus;
  readonly step: string;
  readonly says: string;
}

/** All that is known of one denied request. */
export interface Evidence {
  readonly error?: ErrorFacts;
  readonly request: RequestFacts;
  readonly snapshot: Snapshot;
  readonly stated: readonly StatedVerdict[];
  /** Where access is to be granted: what somebody wants, as far as it was told. */
  readonly grant?: GrantFacts;
  /** Paths (`bucket.requestPayer`, `context.aws:SourceIp`) whose value came from an answer: shown as the source. */
  readonly answered?: ReadonlySet<string>;
  /** Paths (`headers.x-amz-acl`, `context.aws:SourceIp`, `error.principalArn`) whose value the denied event told: CloudTrail is the source. */
  readonly traced?: ReadonlySet<string>;
}

export const FIX_OWNERS = [
  'client',
  'caller-account',
  'bucket-account',
  'key-account',
  'object-owner',
  'network-owner',
  'organization-admin',
  'aws-support',
] as const;
export type FixOwner = (typeof FIX_OWNERS)[number];

export const SNIPPET_FORMATS = ['cli', 'json', 'terraform', 'cloudformation'] as const;
export type SnippetFormat = (typeof SNIPPET_FORMATS)[number];

export interface Snippet {
  readonly format: SnippetFormat;
  readonly text: string;
}

/** One change to what a snapshot describes: applying it twice changes nothing. */
export interface Patch {
  /** A path of the snapshot (`bucket.policy`), or `request.context`. */
  readonly target: string;
  /** The policy, where the target is a list of policies. */
  readonly name?: string;
  /** For SCPs and RCPs: which level, root first. */
  readonly level?: number;
  /** The whole new value; for `request.context` the keys to set (`null` removes one). */
  readonly document: unknown;
}

/** Today's document against the one to apply, as a unified diff of their JSON. */
export interface PatchDiff {
  readonly target: string;
  readonly name?: string;
  readonly level?: number;
  readonly text: string;
}

export interface Fix {
  readonly owner: FixOwner;
  readonly summary: string;
  readonly snippets: readonly Snippet[];
  readonly patches: readonly Patch[];
  /** One for each patch of a policy whose present text is known. */
  readonly diffs: readonly PatchDiff[];
  /** true: simulated with every confirmed cause's patches applied, the request is allowed. null: it cannot be simulated. */
  readonly verified: boolean | null;
}

export interface CauseFinding {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  readonly status: VerdictStatus;
  readonly evidence: readonly EvidenceItem[];
  readonly details: Readonly<Record<string, string>>;
  readonly fix: Fix;
  readonly sources: readonly string[];
}

export type DiagnosisDecision = 'allowed' | 'denied' | 'undetermined';

export interface Diagnosis {
  readonly request: {
    readonly operation?: string;
    readonly actions: readonly string[];
    readonly principal?: string;
    readonly bucket?: string;
    readonly key?: string;
    readonly crossAccount?: boolean;
  };
  readonly decision: DiagnosisDecision;
  /** Every cause of the catalogue with its verdict, the most likely first. */
  readonly causes: readonly CauseFinding[];
}
