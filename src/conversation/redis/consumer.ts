import { messageOf } from '../../errors.js';
import type { Codec } from '../codec.js';
import { createLanes, type Lanes } from '../lanes.js';
import type { Logger } from '../ports.js';
import type { EffectOutcome, PendingEffect, StoredInvestigation } from '../store.js';
import { Claims, effectId } from './claims.js';
import type { Connection } from './connection.js';
import type { StreamEntry } from './entries.js';
import type { Keys } from './keys.js';
import { LeftBehind } from './left-behind.js';
import { every, pause, persist } from './pauses.js';
import { readEffects } from './reader.js';
import { RecentIds } from './recent-ids.js';
import { createSearch } from './search.js';
import type { RedisTimings } from './timings.js';

export interface ConsumerOptions {
  readonly redis: Connection;
  /** Opens a connection of its own: reading waits. */
  readonly openReader: () => Promise<Connection>;
  /** The partitions, grouped as one read may take them. */
  readonly readTogether: readonly (readonly number[])[];
  readonly keys: Keys;
  /** Names this consumer among all processes, and is its token in leases. */
  readonly name: string;
  readonly timings: RedisTimings;
  readonly codec: Codec;
  readonly logger: Logger;
  readonly run: (effect: PendingEffect) => Promise<EffectOutcome>;
  readonly signal: AbortSignal;
}

const CONCURRENCY = 64;
/** No more is taken while so much waits here: other processes may have their hands free. */
const MAX_HELD = 512;
const REMEMBERED = 1_000;
const PAUSE_AFTER_REJECTION_MS = 1000;
const SETTLE_PAUSES = { from: 50, to: 2_000 };
const DRAIN_MS = 8_000;
const WARN_EVERY_MS = 30_000;

/** What a write of this process is handed at once. */
export interface HandedOver {
  readonly investigationId: string;
  readonly leased: boolean;
  readonly entries: readonly StreamEntry[];
  readonly committed: StoredInvestigation;
}

/** Takes effects from the streams, runs them, and keeps others from running them meanwhile. */
export class Consumer {
  readonly #options: ConsumerOptions;
  readonly #claims: Claims;
  readonly #lanes: Lanes;
  readonly #left: LeftBehind;
  /** INVARIANT: what was done here is not run again, though an answer of Redis that names it comes late. */
  readonly #settled = new RecentIds(REMEMBERED);
  readonly #search: (partition: number) => void;
  #keptAt = performance.now();

  constructor(options: ConsumerOptions) {
    const { redis, keys, name, timings, signal } = options;
    this.#options = options;
    this.#claims = new Claims(redis, keys, name, timings);
    this.#left = new LeftBehind(this.#claims, options.logger);
    const hooks = {
      run: (pending: PendingEffect) => this.#run(pending),
      acquire: (head: PendingEffect) => this.#acquire(head),
      stillHolds: () =>
        performance.now() - this.#keptAt < Math.min(timings.lease, timings.claimIdle) - timings.keepEvery / 2,
      settle: (done: readonly PendingEffect[], last: boolean) => this.#settle(done, last),
      leave: ({ id, investigationId, interrupted }: PendingEffect) =>
        this.#left.leave(id, investigationId, interrupted),
    };
    this.#search = createSearch((partition) => this.#find(partition), signal);
    this.#lanes = createLanes(hooks, signal, CONCURRENCY);
  }

  get name(): string {
    return this.#options.name;
  }

  /** Works until the signal aborts; then ends what runs, and gives back what has not begun. */
  async work(): Promise<void> {
    const { signal, timings, logger, keys, openReader, readTogether } = this.#options;
    const warn = this.#createWarning(logger);
    await Promise.all([
      ...readTogether.map((partitions) =>
        readEffects({
          openReader,
          keys,
          partitions,
          timings,
          consumer: this.name,
          signal,
          onError: warn,
          isFull: () => this.#isFull(),
          onLost: (partition) => this.#search(partition),
          take: (partition, entries) => entries.forEach((entry) => this.#add(partition, entry)),
        }),
      ),
      every(timings.sweepEvery, signal, () => this.#sweep(), warn),
      every(timings.keepEvery, signal, () => this.#keep(), warn),
    ]);
    await this.#drain();
  }

  /** One line now and then: an outage of a minute is one thing to know. */
  #createWarning(logger: Logger): (error: unknown) => void {
    let last = -Infinity;
    return (error) => {
      const now = performance.now();
      if (now - last < WARN_EVERY_MS) return;
      last = now;
      logger.warn({ error: messageOf(error) }, 'effects: Redis did not answer; trying again');
    };
  }

  /** Effects that a write of this process has brought: they are its own already. */
  handOver({ investigationId, leased, entries, committed }: HandedOver): void {
    const partition = this.#options.keys.partitionOf(investigationId);
    for (const entry of entries) {
      const own = entry.investigationId === investigationId;
      this.#add(partition, entry, own ? { committed, leased } : undefined);
    }
  }

  /** A write did not say what became of it: its effects may be this consumer's already. */
  missAnswer(investigationId: string): void {
    this.#search(this.#options.keys.partitionOf(investigationId));
  }

  #add(
    partition: number,
    entry: StreamEntry,
    own?: { readonly committed: StoredInvestigation; readonly leased: boolean },
  ): void {
    const id = effectId({ partition, entry: entry.id });
    if (this.#settled.has(id)) return;
    const effect = this.#options.codec.decodeEffect(entry.effect);
    const { investigationId, deliveries, begun } = entry;
    if (effect === undefined) return this.#left.leaveUnread(id, entry);
    const pending = {
      id,
      investigationId,
      effect,
      attempts: deliveries - 1,
      interrupted: begun || deliveries > 1,
      ...(own?.leased === true ? { committed: own.committed } : {}),
    };
    // Idle lanes have nothing that was kept alive lately; what is added now was taken just now.
    if (this.#lanes.held().length === 0) this.#keptAt = performance.now();
    this.#lanes.add(pending, own?.leased ?? false);
  }

  #find(partition: number): Promise<void> {
    const known = [...this.#lanes.held().map(({ id }) => id), ...this.#left.all()];
    return this.#claims.find(partition, known, (entry) => this.#add(partition, entry));
  }

  async #run(pending: PendingEffect): Promise<EffectOutcome> {
    try {
      return await this.#options.run(pending);
    } catch (error) {
      this.#options.logger.error(
        { effectId: pending.id, error: messageOf(error) },
        'an effect’s consumer rejected',
      );
      return { outcome: 'retry', afterMs: PAUSE_AFTER_REJECTION_MS };
    }
  }

  async #acquire(head: PendingEffect): Promise<'acquired' | 'lost' | 'stopping'> {
    const { signal, timings } = this.#options;
    for (let wait = timings.acquireFrom; !signal.aborted; wait = Math.min(wait * 2, timings.acquireTo)) {
      try {
        const acquired = await this.#claims.acquire(head);
        if (acquired !== 'taken') return acquired;
      } catch {
        // Redis is away: it will be back.
      }
      await pause(wait * (0.75 + Math.random() / 2), signal);
    }
    return 'stopping';
  }

  /** INVARIANT: what is done is not run again here, even if Redis is away for a while. */
  async #settle(done: readonly PendingEffect[], last: boolean): Promise<void> {
    for (const { id } of done) this.#settled.add(id);
    await persist(() => this.#claims.settle(done, last), this.#options.signal, SETTLE_PAUSES);
  }

  async #sweep(): Promise<void> {
    const { keys } = this.#options;
    if (this.#isFull()) return;
    const left = this.#left.all();
    const sweeps = Array.from({ length: keys.partitions }, (_, partition) =>
      this.#claims.takeOver(partition, left, (entry) => this.#add(partition, entry)),
    );
    await Promise.all(sweeps).catch((error: unknown) => {
      for (let partition = 0; partition < keys.partitions; partition += 1) this.#search(partition);
      throw error;
    });
  }

  async #keep(): Promise<void> {
    // What is being put back must not look taken again.
    const held = this.#lanes.held().filter(({ id }) => !this.#left.has(id));
    // What counts is when Redis heard of it, which is not before now.
    const now = performance.now();
    if (held.length > 0) await this.#claims.keep(held);
    this.#keptAt = now;
  }

  #isFull(): boolean {
    return this.#lanes.held().length >= MAX_HELD;
  }

  async #drain(): Promise<void> {
    const late = new AbortController();
    await Promise.race([this.#lanes.idle(), pause(DRAIN_MS, late.signal)]);
    late.abort();
    const left = this.#lanes.held();
    if (left.length === 0) return;
    await this.#claims.giveBack(left, this.#options.codec).catch((error: unknown) => {
      const fields = { effects: left.length, error: messageOf(error) };
      this.#options.logger.warn(
        fields,
        'could not give effects back; others take them over in a few seconds',
      );
    });
  }
}
