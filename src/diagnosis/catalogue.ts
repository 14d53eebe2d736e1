import type { FixOwner, SnippetFormat, VerdictStatus } from './types.js';

/**
 * The catalogue of causes as flow files describe it (`flows/causes/*.yaml`); the schema that checks those files is in src/flow.
 * Texts may hold placeholders (`{bucket}`), filled from the request and from what a detector found.
 */
export interface CauseDefinition {
  readonly id: string;
  readonly title: string;
  /** Why S3 says no for this cause, for someone who meets it for the first time. */
  readonly explanation: string;
  /** Where this cause can be at all; what the request is known not to be rules the cause out. */
  readonly applies: Applicability;
  /** The general cause that this one is a special case of: where both hold, this one replaces it. */
  readonly refines?: string;
  /** Further ones: a condition can stand in the bucket policy as well as in the caller's own. */
  readonly alsoRefines?: readonly string[];
  /** Names a detector in src/diagnosis/detectors; left out: only a person's answer decides. */
  readonly detector?: string;
  readonly question?: Question;
  readonly fix: FixDefinition;
  readonly sources: readonly CauseSource[];
}

/** The general causes that a cause can be the special case of, the usual one first. */
export function generalOf({ refines, alsoRefines = [] }: CauseDefinition): readonly string[] {
  return refines === undefined ? [] : [refines, ...alsoRefines];
}

export const OPERATION_KINDS = ['read', 'write', 'list', 'delete', 'configure'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export interface Applicability {
  /** Left out: any operation. */
  readonly operations?: readonly OperationKind[];
  readonly accounts: 'same' | 'cross' | 'any';
  readonly callers?: readonly ('identity' | 'anonymous' | 'service')[];
}

export interface Question {
  readonly text: string;
  /** Asked instead where the detector found the very statement or setting: may use its details (`{statement}`, `{values}`). */
  readonly concrete?: string;
  readonly options: readonly QuestionOption[];
  /** How a person finds out: what to look at in the console, and a command that answers it. */
  readonly howTo: { readonly console?: string; readonly cli?: string };
}

/** `unsure` is added to every question; a flow file need not write it. */
export interface QuestionOption {
  readonly id: string;
  readonly text: string;
  readonly verdict?: VerdictStatus;
  /**
   * Facts that the answer tells: `bucket.requestPayer`, `context.aws:SourceVpce`, `headers.x-amz-acl`, `request.crossAccount`;
   * null: known to be absent. Text values may hold placeholders (`{values}`).
   */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface FixDefinition {
  readonly owner: FixOwner;
  readonly summary: string;
  /** Names a recipe in src/diagnosis/fixes that writes policies from the evidence. */
  readonly recipe?: string;
  readonly snippets?: readonly { readonly format: SnippetFormat; readonly text: string }[];
}

export interface CauseSource {
  /** One of the five articles: `002`. */
  readonly article?: string;
  /** The article's heading under which the cause stands. */
  readonly section?: string;
  readonly url: string;
}

export type Catalogue = ReadonlyMap<string, CauseDefinition>;
