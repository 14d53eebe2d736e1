import type { Codec } from '../codec.js';
import type { PendingEffect } from '../store.js';
import type { Connection } from './connection.js';
import { readClaimReply, type StreamEntry } from './entries.js';
import { GROUP, type Keys } from './keys.js';
import { ACQUIRE, CLAIM, GIVE_BACK, KEEP, LEAVE, OWN, SETTLE } from './scripts.js';
import type { RedisTimings } from './timings.js';

/** An entry's id is unique in its stream only: an effect's id names the partition, too. */
export interface EffectRef {
  readonly partition: number;
  readonly entry: string;
}

export function effectId({ partition, entry }: EffectRef): string {
  return `${partition}:${entry}`;
}

export function effectRef(id: string): EffectRef {
  const colon = id.indexOf(':');
  return { partition: Number(id.slice(0, colon)), entry: id.slice(colon + 1) };
}

/** What one consumer says to Redis about the effects that it has: takes, keeps, settles, gives back. */
export class Claims {
  readonly #redis: Connection;
  readonly #keys: Keys;
  readonly #consumer: string;
  readonly #timings: RedisTimings;

  constructor(redis: Connection, keys: Keys, consumer: string, timings: RedisTimings) {
    this.#redis = redis;
    this.#keys = keys;
    this.#consumer = consumer;
    this.#timings = timings;
  }

  async acquire(pending: PendingEffect): Promise<'acquired' | 'taken' | 'lost'> {
    const { partition, entry } = effectRef(pending.id);
    const keys = [this.#keys.stream(partition), this.#keys.lease(pending.investigationId)];
    const args = [GROUP, this.#consumer, String(this.#timings.lease), entry];
    const reply = await this.#redis.runScript({ script: ACQUIRE, keys, args, read: (raw) => raw });
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
    const args = [GROUP, this.#consumer, release ? '1' : '0', ...refs.map(({ entry }) => entry)];
    await this.#redis.runScript({ script: SETTLE, keys, args, read: nothing });
  }

  drop(id: string, investigationId: string): Promise<void> {
    return this.settle([{ id, investigationId }], false);
  }

  /** Others may have it at once; `begun`: a part of it may have been done. */
  async leave(id: string, investigationId: string, begun: boolean): Promise<void> {
    const { partition, entry } = effectRef(id);
    const keys = [this.#keys.stream(partition), this.#keys.lease(investigationId)];
    const args = [GROUP, this.#consumer, String(this.#timings.claimIdle), begun ? '1' : '0', entry];
    await this.#redis.runScript({ script: LEAVE, keys, args, read: nothing });
  }

  /** Tells the others that this consumer is at work on all of these. */
  async keep(held: readonly PendingEffect[]): Promise<void> {
    const each = this.#byPartition(held).map(([partition, effects]) => {
      const keys = [this.#keys.stream(partition), ...this.#leases(effects)];
      const entries = effects.map(({ id }) => effectRef(id).entry);
      const args = [GROUP, this.#consumer, String(this.#timings.lease), ...entries];
      return this.#redis.runScript({ script: KEEP, keys, args, read: nothing });
    });
    await Promise.all(each);
  }

  /** Hands over what others took and have let go of, of one partition; not what was `left` here. */
  async takeOver(
    partition: number,
    left: readonly string[],
    take: (entry: StreamEntry) => void,
  ): Promise<void> {
    const keys = [this.#keys.stream(partition)];
    const args = [GROUP, this.#consumer, String(this.#timings.claimIdle), ...entriesIn(partition, left)];
    const read = (raw: unknown) => readClaimReply(raw).forEach(take);
    await this.#redis.runScript({ script: CLAIM, keys, args, read });
  }

  /** Hands over what this consumer was handed in an answer that it never got; `known`: what it was handed and has heard of. */
  async find(partition: number, known: readonly string[], take: (entry: StreamEntry) => void): Promise<void> {
    const keys = [this.#keys.stream(partition)];
    const args = [GROUP, this.#consumer, ...entriesIn(partition, known)];
    const read = (raw: unknown) => readClaimReply(raw).forEach(take);
    await this.#redis.runScript({ script: OWN, keys, args, read });
  }

  async giveBack(held: readonly PendingEffect[], codec: Codec): Promise<void> {
    const each = this.#byPartition(held).map(([partition, effects]) => {
      const keys = [this.#keys.stream(partition), ...this.#leases(effects)];
      const told = effects.flatMap(({ id, investigationId, effect, interrupted }) => [
        effectRef(id).entry,
        investigationId,
        codec.encodeEffect(effect),
        interrupted ? '1' : '',
      ]);
      const args = [GROUP, this.#consumer, ...told];
      return this.#redis.runScript({ script: GIVE_BACK, keys, args, read: nothing });
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

function entriesIn(partition: number, ids: readonly string[]): readonly string[] {
  return ids.map(effectRef).flatMap((ref) => (ref.partition === partition ? [ref.entry] : []));
}

function nothing(): void {}
