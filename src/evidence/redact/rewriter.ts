/** What becomes of the texts of a snapshot, by what they are. */
export interface Rewriter {
  /** A name, an id, an ARN, a tag: what patterns are held against. */
  readonly name: (text: string) => string;
  /** A policy's value: `*`, `?` and policy variables may stand in it. */
  readonly pattern: (text: string) => string;
  /** Sentences in which names may stand. */
  readonly prose: (text: string) => string;
  /** An IP address or CIDR block; undefined: it is none. */
  readonly address: (text: string) => string | undefined;
}
