import type { Condition } from '../condition/condition.js';
import type { Effect } from '../types.js';

/** The IAM policy language as it was written, checked: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
export type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

export interface PrincipalEntry {
  /** `*` is the bare `"Principal": "*"`. */
  readonly type: PrincipalType | '*';
  readonly value: string;
}

export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** Action and NotAction, Resource and NotResource. */
export interface ListElement {
  readonly negated: boolean;
  readonly values: readonly string[];
}

export interface Statement {
  /** Position in the document's Statement list, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly principal: PrincipalElement | null;
  readonly action: ListElement;
  /** `null`: left out, as role trust policies do. */
  readonly resource: ListElement | null;
  readonly conditions: readonly Condition[];
}

/** A statement that does not follow the grammar; it matches nothing. */
export interface BrokenStatement {
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly problem: string;
}

export const VERSIONS = ['2012-10-17', '2008-10-17'] as const;
export type Version = (typeof VERSIONS)[number];

export interface Problem {
  /** JSON path, such as `$.Statement[0].Effect`. */
  readonly path: string;
  readonly message: string;
}

export interface Lint extends Problem {
  readonly code: string;
}

/** A document checked against the grammar. */
export interface GrammaticalDocument {
  /** The language version in force; a document without one is in the language of 2008. */
  readonly version: Version;
  readonly versionGiven: boolean;
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
  readonly broken: readonly BrokenStatement[];
  /** What AWS would refuse. */
  readonly problems: readonly Problem[];
}

export interface ParsedPolicyDocument extends GrammaticalDocument {
  /** What AWS accepts, and yet is hardly meant. */
  readonly lints: readonly Lint[];
}
