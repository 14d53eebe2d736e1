import type { FixOwner, Patch, PatchDiff, Snippet } from '../types.js';
import type { GrantLevel, GrantMethod } from './facts.js';

/** Which objects: all of the bucket, those below a prefix, or one. */
export type Scope =
  | { readonly kind: 'bucket' }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'object'; readonly key: string };

/** Who gets access, as policies name them. */
export interface Grantee {
  /** A user or role; for a whole account its root, which lets the account decide. */
  readonly arn: string;
  readonly kind: 'identity' | 'account';
  readonly partition: string;
  readonly account: string;
  /** `user Jane`, `account 111122223333`. */
  readonly words: string;
}

/** Who needs what on which objects, and by which way. */
export interface Goal {
  readonly method: GrantMethod;
  readonly level: GrantLevel;
  readonly grantee: Grantee;
  readonly bucket: string;
  readonly region: string | undefined;
  readonly bucketAccount: string | undefined;
  readonly scope: Scope;
}

/** What one account has to do. */
export interface GrantPart {
  readonly owner: Extract<FixOwner, 'bucket-account' | 'caller-account' | 'key-account'>;
  /** 12 digits; left out: not known. */
  readonly account?: string;
  readonly summary: string;
  /** None where nothing has to be done: the summary says so. */
  readonly snippets: readonly Snippet[];
  readonly patches: readonly Patch[];
  readonly diffs: readonly PatchDiff[];
}

/** One of the three ways, weighed for this very case. */
export interface GrantWay {
  readonly method: GrantMethod;
  readonly title: string;
  readonly taken: boolean;
  /** Why it cannot do what is wanted here; left out: it can. */
  readonly impossible?: string;
  readonly for: readonly string[];
  readonly against: readonly string[];
}

export interface GrantPlan {
  readonly outcome: 'planned';
  /** One sentence: who may do what, where, and by which way. */
  readonly summary: string;
  readonly method: GrantMethod;
  readonly level: GrantLevel;
  readonly grantee: string;
  readonly bucket: string;
  readonly scope: Scope;
  /** Every permission that is needed, such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** In the order in which they are best applied. */
  readonly parts: readonly GrantPart[];
  readonly ways: readonly GrantWay[];
  readonly warnings: readonly string[];
  /** true: simulated with all parts applied, everything that is wanted is allowed. null: it hangs on what is not known. */
  readonly verified: boolean | null;
  /** What that rests on or what is in the way, in sentences; what it hangs on, as things that are not known. */
  readonly because: readonly string[];
  /** For whoever was given access, to be run afterwards. */
  readonly testCommand: string;
}

export type GrantResult =
  | GrantPlan
  | {
      readonly outcome: 'not_planned';
      /** For the person: what is missing, or why there is nothing to grant. */
      readonly why: string;
    };
