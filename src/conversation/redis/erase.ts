import type { Codec } from '../codec.js';
import type { Investigation } from '../investigation.js';
import type { RecentList } from '../recent.js';
import { isOf, type Workspace } from '../store.js';
import type { Connection } from './connection.js';
import { INVESTIGATIONS } from './keys.js';
import { readRecord } from './record.js';

/** How many keys Redis looks at for one answer. */
const STEP = 500;

interface Erasure {
  readonly workspace: Workspace;
  /** Goes with the investigations that it lists. */
  readonly recent: Pick<RecentList, 'clear'>;
}

/**
 * Looks through all investigations: an uninstallation is rare, and an index of each workspace's would have to be kept with every
 * write. Can be run again where it was cut short.
 */
export async function eraseWorkspace(
  redis: Connection,
  codec: Codec,
  { workspace, recent }: Erasure,
): Promise<number> {
  let erased = 0;
  let cursor = '0';
  do {
    const page = await redis.run((client) => client.scan(cursor, { MATCH: INVESTIGATIONS, COUNT: STEP }));
    cursor = page.cursor;
    for (const key of page.keys) {
      const investigation = await read(redis, codec, key);
      if (investigation === undefined || !isOf(investigation, workspace)) continue;
      await redis.run((client) => client.del(key));
      await recent.clear(investigation.owner);
      erased += 1;
    }
  } while (cursor !== '0');
  return erased;
}

async function read(redis: Connection, codec: Codec, key: string): Promise<Investigation | undefined> {
  const value = await redis.run((client) => client.get(key));
  const record = value === null ? undefined : readRecord(value);
  return record && codec.decodeInvestigation(record.text);
}
