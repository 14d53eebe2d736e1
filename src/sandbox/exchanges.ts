import type { Now } from './slack-stand-in/ids.js';

/** One request with its answer, or one operation of the store, as the inspector shows it. */
export interface Exchange {
  readonly id: number;
  /** Milliseconds since 1970, when it ended. */
  readonly at: number;
  readonly way: 'to_bot' | 'to_slack' | 'to_teams' | 'store';
  /** `block_actions answer:yes`, `chat.update`, `commit`. */
  readonly what: string;
  readonly outcome: string;
  readonly ms: number;
  readonly request: unknown;
  readonly response: unknown;
}

export type ExchangeDraft = Omit<Exchange, 'id' | 'at'>;

export interface ExchangeLog {
  add(this: void, exchange: ExchangeDraft): void;
  recent(): readonly Exchange[];
}

export interface ExchangeChange {
  readonly kind: 'exchange.recorded';
  readonly exchange: Exchange;
}

const KEPT = 150;

/** Keeps the last few, with every token masked. */
export function createExchangeLog(now: Now, changed: (change: ExchangeChange) => void): ExchangeLog {
  const kept: Exchange[] = [];
  let count = 0;
  return {
    add(draft) {
      count += 1;
      const { request, response } = draft;
      const exchange = {
        ...draft,
        id: count,
        at: now(),
        request: masked(request),
        response: masked(response),
      };
      kept.push(exchange);
      if (kept.length > KEPT) kept.shift();
      changed({ kind: 'exchange.recorded', exchange });
    },
    recent: () => kept,
  };
}

/** What opens something: tokens, the trigger of a dialog, the place that a response URL names. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bxox[a-z]-[\w-]+/g, 'xox•-masked'],
  [/(\/response\/)[0-9a-f]+/g, '$1masked'],
  [/(\/upload\/)\w+/g, '$1masked'],
];

function masked(value: unknown): unknown {
  if (value === undefined) return null;
  const text = SECRETS.reduce((all, [pattern, by]) => all.replace(pattern, by), JSON.stringify(value));
  return JSON.parse(text, (name, inner: unknown) =>
    name === 'token' || name === 'trigger_id' ? 'masked' : inner,
  );
}
