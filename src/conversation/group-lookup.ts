import { messageOf } from '../errors.js';
import type { Logger } from './ports.js';

/** Which of these groups a person is in. Rejects where the platform does not say, and did not say lately. */
export type GroupLookup = (
  workspace: string,
  userId: string,
  groupIds: readonly string[],
) => Promise<readonly string[]>;

/** Who is in the groups of one platform. */
export interface GroupSource {
  /** What ids of this platform's groups look like: `AUDIT_CONFIG` may name the groups of several. */
  readonly ids: RegExp;
  /** Rejects with an error whose message says in one line what is wrong. */
  members(workspace: string, group: string): Promise<readonly string[]>;
}

interface Members {
  readonly users: ReadonlySet<string>;
  readonly at: number;
}

/** Within this, members are not asked for again: a person who joins or leaves a group waits so long. */
const FRESH_MS = 60_000;
/** While the platform is out, what it said last counts so long. */
const USABLE_MS = 10 * 60_000;

/** Asks for the members of the groups that are named, and of no other. */
export function createGroupLookup(
  source: GroupSource,
  logger: Logger,
  now: () => number = Date.now,
): GroupLookup {
  const known = new Map<string, Members>();
  const membersOf = async (workspace: string, group: string): Promise<ReadonlySet<string>> => {
    const key = `${workspace}/${group}`;
    const last = known.get(key);
    if (last !== undefined && now() - last.at < FRESH_MS) return last.users;
    try {
      const users = new Set(await source.members(workspace, group));
      known.set(key, { users, at: now() });
      return users;
    } catch (error) {
      logger.warn({ group, reason: messageOf(error) }, 'the members of a user group could not be read');
      if (last !== undefined && now() - last.at < USABLE_MS) return last.users;
      throw error;
    }
  };
  return async (workspace, userId, groupIds) => {
    const own = groupIds.filter((group) => source.ids.test(group));
    const groups = await Promise.all(
      own.map(async (group) => ({ group, isMember: (await membersOf(workspace, group)).has(userId) })),
    );
    return groups.filter(({ isMember }) => isMember).map(({ group }) => group);
  };
}
