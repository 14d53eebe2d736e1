import type { InvestigationStore } from '../../../src/conversation/index.js';
import { createRedisStore, type RedisStoreOptions } from '../../../src/conversation/redis/index.js';
import type { RedisPeer } from '../../support/redis.js';

/** Short enough for a test to see a process die. */
export const FAST = { claimIdle: 600, sweepEvery: 150, lease: 600, keepEvery: 150, block: 100 };

/** Stores of several processes on one Redis, closed together. */
export class RedisStores {
  readonly #peer: () => RedisPeer;
  readonly #stores: InvestigationStore[] = [];

  constructor(peer: () => RedisPeer) {
    this.#peer = peer;
  }

  async open(options: Partial<RedisStoreOptions> = {}): Promise<InvestigationStore> {
    const store = await createRedisStore({ url: this.#peer().url, timings: FAST, ...options });
    this.#stores.push(store);
    return store;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.#stores.splice(0).map((store) => store.close()));
  }
}
