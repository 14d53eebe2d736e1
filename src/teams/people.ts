import { z } from 'zod';
import type { RecordStore } from '../conversation/records.js';

const personSchema = z.object({ id: z.string(), name: z.string() });
/** Somebody as Teams knows them: their id with this bot (`29:…`), and the name they go by. */
export type Person = z.infer<typeof personSchema>;

/** Who is behind the Entra object ids: a mention takes a name, writing to somebody their id, and an object id says nothing to a person. */
export interface People {
  note(tenant: string, userId: string, person: Person): Promise<void>;
  find(tenant: string, userId: string): Promise<Person | undefined>;
  forget(tenant: string, userId: string): Promise<void>;
}

/** As long as an investigation is kept. */
const TTL_SECONDS = 30 * 24 * 60 * 60;
/** People whom this process need not read or write again; the rest is in the store. */
const AT_HAND = 1_000;

export function createPeople(records: RecordStore): People {
  const known = new Map<string, string>();
  return {
    note: async (tenant, userId, person) => {
      const key = keyOf(tenant, userId);
      const value = JSON.stringify(person);
      if (known.get(key) === value) return;
      await records.set(key, value, TTL_SECONDS);
      if (known.size >= AT_HAND) known.clear();
      known.set(key, value);
    },
    find: async (tenant, userId) => {
      const key = keyOf(tenant, userId);
      const value = known.get(key) ?? (await records.get(key));
      return value === undefined ? undefined : personSchema.parse(JSON.parse(value));
    },
    forget: async (tenant, userId) => {
      const key = keyOf(tenant, userId);
      known.delete(key);
      await records.delete(key);
    },
  };
}

function keyOf(tenant: string, userId: string): string {
  return `teams-person:${tenant}:${userId}`;
}
