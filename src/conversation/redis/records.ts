import type { RecordStore } from '../records.js';
import type { Connection } from './connection.js';

const keyOf = (id: string): string => `record:${id}`;

/** One key for each record; no transaction spans two of them, so they may lie in any hash slot. */
export function createRedisRecords(redis: Connection): RecordStore {
  return {
    get: async (id) => (await redis.run((client) => client.get(keyOf(id)))) ?? undefined,
    set: async (id, value, ttlSeconds) => {
      const expiry =
        ttlSeconds === undefined ? {} : { expiration: { type: 'EX', value: ttlSeconds } as const };
      await redis.run((client) => client.set(keyOf(id), value, expiry));
    },
    delete: async (id) => void (await redis.run((client) => client.del(keyOf(id)))),
  };
}
