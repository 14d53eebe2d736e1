import type { Codec } from '../codec.js';
import type { PendingEffect } from '../store.js';
import type { Connection } from './connection.js';
import { readClaimReply, type StreamEntry } from './entries.js';
import { GROUP, type Keys } from './keys.js';
import { ACQUIRE, CLAIM, GIVE_BACK, KEEP, SETTLE } from './scripts.js';
import type { RedisTimings } from './timings.js';

/** An entry's id is unique in its stream only: an effect's id names the partition, too. */
export interface EffectRef {
  readonly partition: number;
  readonly entry: string;
}

export function effectId({ partition, entry }: EffectRef): string {
  return `${partition}:${entry}`;
}

function effectRef(id: string): EffectRef {
  const colon = id.indexOf(':');
  return { partition: Number(id.slice(0, colon)), entry: id.slice(colon + 1) };
}

/** What one consumer says to Redis about the effects that it has: takes, keeps, settles, gives back. */
export class Claims {
  readonly #redis: Connection;
  readonly #keys: Keys;
  readonly #consumer: string;
  readonly #timings: RedisTimings;
  readonly #cursors = new Map<number, string>();

  constructor(redis: Connection, keys: Keys, consumer: string, timings: RedisTimings) {
    this.#redis = redis;
    this.#keys = keys;
    this.#consumer = consumer;
    this.#timings = timings;
  }

  async acquire(pending: PendingEffect): Promise<'acquired' | 'taken' | 'lost'> {
    const { partition, entry } = effectRef(pending.id);
    const keys = [this.#keys.stream(partition), this.#keys.lease(pending.investigationId)];
    const reply = await this.#redis.runScript(ACQUIRE, keys, [
      GROUP,
      this.#consumer,
      String(this.#timings.lease),
      entry,
    ]);
    if (reply === 1) return 'acquired';
    return reply === 0 ? 'taken' : 'lost';
  }

  /** All of one investigation. */
  async settle(
    done: readonly Pick<PendingEffect, 'id' | 'investigationId'>[],
    release: boolean,
  ): Promise<void> {
    const [first] = done;
    if (first === undefined) return;
    const refs = done.map(({ id }) => effectRef(id));
    const keys = [this.#keys.stream(refs[0]?.partition ?? 0), this.#keys.lease(first.investigationId)];
    await this.#redis.runScript(SETTLE, keys, [
      GROUP,
      this.#consumer,
      release ? '1' : '0',
      ...refs.map(({ entry }) => entry),
    ]);
  }

  drop(id: string, investigationId: string): Promise<void> {
    return this.settle([{ id, investigationId }], false);
  }

  /** Tells the others that this consumer is at work on all of these. */
  async keep(held: readonly PendingEffect[]): Promise<void> {
    const each = this.#byPartition(held).map(([partition, effects]) => {
      const keys = [this.#keys.stream(partition), ...this.#leases(effects)];
      const entries = effects.map(({ id }) => effectRef(id).entry);
      return this.#redis.runScript(KEEP, keys, [
        GROUP,
        this.#consumer,
        String(this.#timings.lease),
        ...entries,
      ]);
    });
    await Promise.all(each);
  }

  /** What others took and have let go of, of one partition. */
  async takeOver(partition: number): Promise<readonly StreamEntry[]> {
    const cursor = this.#cursors.get(partition) ?? '0-0';
    const args = [GROUP, this.#consumer, String(this.#timings.claimIdle), cursor];
    const reply = readClaimReply(await this.#redis.runScript(CLAIM, [this.#keys.stream(partition)], args));
    this.#cursors.set(partition, reply.cursor);
    return reply.entries;
  }

  async giveBack(held: readonly PendingEffect[], codec: Codec): Promise<void> {
    const each = this.#byPartition(held).map(([partition, effects]) => {
      const keys = [this.#keys.stream(partition), ...this.#leases(effects)];
      const triples = effects.flatMap(({ id, investigationId, effect }) => [
        effectRef(id).entry,
        investigationId,
        codec.encodeEffect(effect),
      ]);
      return this.#redis.runScript(GIVE_BACK, keys, [GROUP, this.#consumer, ...triples]);
    });
    await Promise.all(each);
  }

  #leases(effects: readonly PendingEffect[]): readonly string[] {
    return [...new Set(effects.map(({ investigationId }) => this.#keys.lease(investigationId)))];
  }

  #byPartition(effects: readonly PendingEffect[]): readonly (readonly [number, PendingEffect[]])[] {
    const groups = new Map<number, PendingEffect[]>();
    for (const effect of effects) {
      const { partition } = effectRef(effect.id);
      groups.set(partition, [...(groups.get(partition) ?? []), effect]);
    }
    return [...groups];
  }
}
