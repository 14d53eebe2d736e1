import { SYSTEM_CLOCK, type Clock } from '../clock.js';
import { JSON_CODEC } from '../codec.js';
import { createLanes, type Lanes } from '../lanes.js';
import { createMemoryRecords, type RecordStore } from '../records.js';
import { createRecentList } from '../recent.js';
import { SEEN_LIMIT } from '../seen.js';
import {
  type Commit,
  type CommitOutcome,
  type EffectOutcome,
  type InvestigationStore,
  isOf,
  type PendingEffect,
  type StoredInvestigation,
  type Workspace,
} from '../store.js';
import { createConsumers } from './consumers.js';

export interface MemoryStoreOptions {
  /** How long an investigation is kept after its last write; 30 days unless told. */
  readonly ttlSeconds?: number;
  readonly clock?: Clock;
}

interface Held {
  /** As text, so that what is loaded is what a real store would give back, and nothing shared can be changed. */
  readonly text: string;
  readonly version: number;
  readonly seen: readonly string[];
  readonly expiresAt: number;
}

const CONCURRENCY = 64;
const DEFAULT_TTL_SECONDS = 30 * 24 * 3600;

/** Keeps investigations in this process: gone with it. */
export function createMemoryStore(options: MemoryStoreOptions = {}): InvestigationStore {
  return new MemoryStore(options);
}

class MemoryStore implements InvestigationStore {
  readonly records: RecordStore;
  readonly #ttlMs: number;
  readonly #clock: Clock;
  /** INVARIANT: in the order of the last write, so that what has expired stands in front. */
  readonly #held = new Map<string, Held>();
  readonly #closing = new AbortController();
  readonly #consumers = createConsumers(this.#closing.signal);
  readonly #lanes: Lanes;
  #effects = 0;

  constructor({ ttlSeconds = DEFAULT_TTL_SECONDS, clock = SYSTEM_CLOCK }: MemoryStoreOptions) {
    this.#ttlMs = ttlSeconds * 1000;
    this.#clock = clock;
    this.records = createMemoryRecords(() => clock.now().getTime());
    const hooks = {
      run: this.#consumers.run,
      acquire: async () => 'acquired' as const,
      stillHolds: () => true,
      settle: async () => {},
      // There is no other process.
      leave: async () => {},
    };
    this.#lanes = createLanes(hooks, this.#closing.signal, CONCURRENCY);
  }

  async load(id: string): Promise<StoredInvestigation | undefined> {
    this.#expire();
    const held = this.#held.get(id);
    const investigation = held && JSON_CODEC.decodeInvestigation(held.text);
    return held && investigation && { investigation, version: held.version };
  }

  async commit({ investigation, from, eventId, effects }: Commit): Promise<CommitOutcome> {
    this.#expire();
    const { id } = investigation;
    const held = this.#held.get(id);
    if (held?.seen.includes(eventId)) return 'repeated';
    if ((held?.version ?? 0) !== from) return 'conflict';
    this.#held.delete(id);
    this.#held.set(id, {
      text: JSON_CODEC.encodeInvestigation(investigation),
      version: from + 1,
      seen: [...(held?.seen ?? []), eventId].slice(-SEEN_LIMIT),
      expiresAt: this.#clock.now().getTime() + this.#ttlMs,
    });
    const committed = { investigation, version: from + 1 };
    for (const effect of effects) {
      this.#effects += 1;
      const pending = {
        id: `effect-${this.#effects}`,
        investigationId: id,
        effect,
        attempts: 0,
        interrupted: false,
        committed,
      };
      this.#lanes.add(pending, true);
    }
    return 'committed';
  }

  consume(run: (effect: PendingEffect) => Promise<EffectOutcome>, signal: AbortSignal): Promise<void> {
    return this.#consumers.join(run, signal);
  }

  async erase(workspace: Workspace): Promise<number> {
    const before = this.#held.size;
    const recent = createRecentList(this.records);
    for (const [id, { text }] of this.#held) {
      const investigation = JSON_CODEC.decodeInvestigation(text);
      if (investigation === undefined || !isOf(investigation, workspace)) continue;
      this.#held.delete(id);
      await recent.clear(investigation.owner);
    }
    return before - this.#held.size;
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#lanes.idle();
  }

  #expire(): void {
    const now = this.#clock.now().getTime();
    for (const [id, { expiresAt }] of this.#held) {
      if (expiresAt > now) return;
      this.#held.delete(id);
    }
  }
}
