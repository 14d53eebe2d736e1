import { z } from 'zod';
import type { Actor } from './investigation.js';
import type { RecordStore } from './records.js';

/** Which investigations a person started lately. A list that is lost costs nothing but convenience. */
export interface RecentList {
  /** The latest first. */
  of(actor: Actor): Promise<readonly string[]>;
  add(actor: Actor, investigationId: string): Promise<void>;
  remove(actor: Actor, investigationId: string): Promise<void>;
  clear(actor: Actor): Promise<void>;
}

const MOST = 10;
/** As long as investigations are kept. */
const TTL_SECONDS = 30 * 24 * 3600;

const idsSchema = z.array(z.string()).max(MOST);

/** INVARIANT: holds ids only. Two that start at the same moment may cost one of them its place in the list. */
export function createRecentList(records: RecordStore): RecentList {
  const of = async (actor: Actor): Promise<readonly string[]> => {
    const text = await records.get(keyOf(actor));
    return text === undefined ? [] : parse(text);
  };
  const change = async (actor: Actor, ids: (before: readonly string[]) => readonly string[]) =>
    records.set(keyOf(actor), JSON.stringify(ids(await of(actor))), TTL_SECONDS);
  return {
    of,
    add: (actor, id) =>
      change(actor, (before) => [id, ...before.filter((each) => each !== id)].slice(0, MOST)),
    clear: (actor) => records.delete(keyOf(actor)),
    remove: (actor, id) => change(actor, (before) => before.filter((each) => each !== id)),
  };
}

function keyOf({ surface, workspace, userId }: Actor): string {
  return `recent:${surface}:${workspace}:${userId}`;
}

function parse(text: string): readonly string[] {
  try {
    return idsSchema.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}
