/**
 * The outward shapes of the policy engine: one request against all its policies, decided in three values.
 * They are the shapes of `s3denied simulate` (JSON), with two additions that only code uses: `accessPoint` and `resourceGrant`.
 */

/** A context value as it is given; a list is a multivalued key; `null` and `[]` mean: known to be absent. */
export type ContextValue = string | number | boolean | readonly (string | number | boolean)[] | null;

export interface PolicyRequest {
  /** ARN of a user, role, assumed-role session, federated user or account root; a service principal; or `anonymous`. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The 12-digit account that owns the resource; left out: unknown unless the ARN holds it. */
  readonly resourceAccount?: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** true: a key that is not in `context` is absent. false: it is unknown. */
  readonly contextComplete: boolean;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: unknown;
}

export const LAYERS = [
  'identity',
  'permissionsBoundary',
  'session',
  'resource',
  'accessPoint',
  'vpcEndpoint',
  'serviceControl',
  'resourceControl',
] as const;
export type LayerName = (typeof LAYERS)[number];

/** `null` and `[]` mean: known that there is none. What could not be read is named in `unknown` instead. */
export interface PolicySet {
  readonly identity: readonly NamedPolicy[];
  readonly permissionsBoundary: NamedPolicy | null;
  readonly session: readonly NamedPolicy[];
  /** The policy of `request.resource`: bucket, access point or key policy. */
  readonly resource: NamedPolicy | null;
  /** Where the request goes through an access point: its policy, and the resource ARN in the access point's own form. */
  readonly accessPoint?: { readonly policy: NamedPolicy | null; readonly resource: string } | undefined;
  readonly vpcEndpoint: NamedPolicy | null;
  /** Levels, root first. `[]`: no organization. An empty level allows nothing. */
  readonly serviceControl: readonly (readonly NamedPolicy[])[];
  /** Likewise; AWS's own RCPFullAWSAccess is implied at every level. */
  readonly resourceControl: readonly (readonly NamedPolicy[])[];
  /** An allow on the resource's side that is no policy (an ACL grant, a KMS grant), for exactly this request. Default `no`. */
  readonly resourceGrant?: 'yes' | 'no' | 'unknown' | undefined;
}

export interface SimulationCase {
  readonly name?: string | undefined;
  readonly request: PolicyRequest;
  readonly policies: PolicySet;
  readonly unknown?: readonly LayerName[] | undefined;
}

export type Decision = 'allowed' | 'explicit_deny' | 'implicit_deny' | 'undetermined';
export type LayerOutcome = 'allow' | 'explicit_deny' | 'no_allow' | 'not_applicable' | 'undetermined';
export type Match = 'yes' | 'no' | 'unknown';
export type Effect = 'Allow' | 'Deny';

export interface StatementFinding {
  readonly policy: string;
  /** Position in the document's Statement list, from 0. */
  readonly index: number;
  readonly sid?: string | undefined;
  readonly effect: Effect;
  readonly match: Match;
  /** Why, in words, naming the element and the value that decided it. */
  readonly because: string;
}

export interface LayerResult {
  readonly layer: LayerName;
  readonly outcome: LayerOutcome;
  readonly statements: readonly StatementFinding[];
}

/** Why a statement that nearly matched did not: the one element in the way, and that thing in words. */
export interface NearMiss {
  readonly policy: string;
  readonly index: number;
  readonly sid?: string;
  readonly element: 'Principal' | 'Action' | 'Resource' | 'Condition';
  readonly because: string;
  /** true: it reads like a slip of the pen (a blank, the bucket for its objects), not like something else that was meant. */
  readonly slip: boolean;
  /** For a condition: what it wants. */
  readonly condition?: {
    readonly contextKey: string;
    readonly operator: string;
    readonly values: readonly string[];
  };
}

export interface Blocker {
  readonly layer: LayerName;
  readonly kind: 'explicit_deny' | 'no_allow';
  /** The policy and statement that deny; absent for a missing allow. */
  readonly policy?: string;
  readonly statement?: number;
  readonly sid?: string;
  /** For SCPs and RCPs: which level, root first, from 0. */
  readonly level?: number;
  /** For a deny: the conditions of the statement that hold, i.e. what the request would have to be different in. */
  readonly conditions?: readonly {
    readonly contextKey: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
  /** For a missing allow: the statements that would have matched but for one thing, nearest first. */
  readonly nearMisses?: readonly NearMiss[];
}

/** What could still change the decision: an unread context key that a statement asks about. */
export interface Residual {
  readonly contextKey: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly layer: LayerName;
  readonly policy: string;
  readonly statement: number;
  readonly ifMet: 'allowed' | 'explicit_deny' | 'implicit_deny';
}

export interface Evaluation {
  readonly decision: Decision;
  readonly layers: readonly LayerResult[];
  readonly blockers: readonly Blocker[];
  readonly unresolved: readonly Residual[];
  /** Unread layers (of `unknown`) that could change the decision. */
  readonly unreadLayers: readonly LayerName[];
}
