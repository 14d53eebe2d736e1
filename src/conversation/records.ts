import type { Cipher } from './cipher.js';

/**
 * Small values beside the investigations that outlive a process: an installation, a person's recent investigations. Every method
 * throws `StoreUnavailableError` where the store does not answer in time.
 */
export interface RecordStore {
  get(id: string): Promise<string | undefined>;
  /** `ttlSeconds` left out: kept until it is deleted. */
  set(id: string, value: string, ttlSeconds?: number): Promise<void>;
  delete(id: string): Promise<void>;
}

/** Keeps records in this process: gone with it. */
export function createMemoryRecords(now: () => number = Date.now): RecordStore {
  const held = new Map<string, { readonly value: string; readonly expiresAt: number }>();
  return {
    get: async (id) => {
      const record = held.get(id);
      if (record === undefined || record.expiresAt > now()) return record?.value;
      held.delete(id);
      return undefined;
    },
    set: async (id, value, ttlSeconds = Number.POSITIVE_INFINITY) =>
      void held.set(id, { value, expiresAt: now() + ttlSeconds * 1000 }),
    delete: async (id) => void held.delete(id),
  };
}

/** As the cipher writes it: no other record looks like that. */
const SEALED = /^[\w-]{8}\.[\w-]+$/;

/** The same records, of which who reads the store alone learns no more than their ids. What was written before there was a key still reads. */
export function sealRecords(records: RecordStore, cipher: Cipher): RecordStore {
  return {
    get: async (id) => {
      const value = await records.get(id);
      return value !== undefined && SEALED.test(value) ? cipher.open(value, id) : value;
    },
    set: (id, value, ttlSeconds) => records.set(id, cipher.seal(value, id), ttlSeconds),
    delete: (id) => records.delete(id),
  };
}
