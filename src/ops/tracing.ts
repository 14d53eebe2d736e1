/** What a span tells: ids, outcomes and names from fixed sets. Never what people type, policies, keys or names of buckets. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface AboutSpan {
  readonly name: string;
  /** Who waits for whom: somebody for us (`server`), we for somebody (`client`), or nobody (`consumer`: it was left for later). */
  readonly kind: 'server' | 'client' | 'consumer' | 'internal';
  readonly attributes: SpanAttributes;
  /** Whose consequence it is, where that was in another process: W3C's `traceparent`. Left out: of the span around it. */
  readonly parent?: string | undefined;
}

/** How something came out. */
export interface SpanEnd {
  readonly attributes?: SpanAttributes;
  readonly failed?: boolean;
}

/** Hands over what was done when, and why. Its absence costs nothing. */
export interface Tracer {
  /** Runs `work` in a span; what is begun within it is its consequence. What it throws, marks the span as failed. */
  span<T>(about: AboutSpan, work: () => Promise<T>, endOf: (result: T) => SpanEnd): Promise<T>;
  /** A span that is over already, of the time from `startedAt` (milliseconds since 1970) until now. */
  note(about: AboutSpan, startedAt: number, end: SpanEnd): void;
  /** The span around this moment, as `traceparent` names it. https://www.w3.org/TR/trace-context/#traceparent-header */
  current(): string | undefined;
  /** Hands over what is left. Never rejects. */
  close(): Promise<void>;
}
