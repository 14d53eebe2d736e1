import type { Logger } from '../ops/logging.js';
import type { ClientFor } from './types.js';
import { classifyFailure } from './delivery.js';

/** Which of these user groups a person is in. Rejects where Slack does not say, and did not say lately. */
export type GroupLookup = (
  workspace: string,
  userId: string,
  groupIds: readonly string[],
) => Promise<readonly string[]>;

interface Members {
  readonly users: ReadonlySet<string>;
  readonly at: number;
}

/** Within this, members are not asked for again: a person who joins or leaves a group waits so long. */
const FRESH_MS = 60_000;
/** While Slack is out, what it said last counts so long. */
const USABLE_MS = 10 * 60_000;

/** Asks Slack for the members of the groups that AUDIT_CONFIG names; of no other group, and none where it names none. */
export function createGroupLookup(
  clientFor: ClientFor,
  logger: Logger,
  now: () => number = Date.now,
): GroupLookup {
  const known = new Map<string, Members>();
  const membersOf = async (workspace: string, group: string): Promise<ReadonlySet<string>> => {
    const key = `${workspace}/${group}`;
    const last = known.get(key);
    if (last !== undefined && now() - last.at < FRESH_MS) return last.users;
    try {
      const client = await clientFor(workspace);
      const { users = [] } = await client.usergroups.users.list({ usergroup: group });
      const members = { users: new Set(users), at: now() };
      known.set(key, members);
      return members.users;
    } catch (error) {
      logger.warn(
        { group, reason: classifyFailure(error).reason },
        'the members of a user group could not be read',
      );
      if (last !== undefined && now() - last.at < USABLE_MS) return last.users;
      throw error;
    }
  };
  return async (workspace, userId, groupIds) => {
    const groups = await Promise.all(
      groupIds.map(async (group) => ({ group, isMember: (await membersOf(workspace, group)).has(userId) })),
    );
    return groups.filter(({ isMember }) => isMember).map(({ group }) => group);
  };
}
