/** The three ways in which an account can let another one's people in. */
export const GRANT_METHODS = ['bucket-policy', 'acl', 'role'] as const;
export type GrantMethod = (typeof GRANT_METHODS)[number];

export const GRANT_LEVELS = ['list', 'read', 'read-list', 'write', 'read-write', 'delete'] as const;
export type GrantLevel = (typeof GRANT_LEVELS)[number];

/** What somebody wants to grant, as far as it was told. To whom, and on which bucket, the request says. */
export interface GrantFacts {
  readonly method?: GrantMethod;
  readonly level?: GrantLevel;
  /** Everything below it; empty: the whole bucket. */
  readonly prefix?: string;
  /** One object; counts more than `prefix`. */
  readonly key?: string;
}
