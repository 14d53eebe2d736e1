import type { webApi } from '@slack/bolt';
import type { GroupSource } from '../conversation/group-lookup.js';
import { classifyFailure, slackErrorCode } from './delivery.js';
import type { SlackAccess } from './types.js';

/** The user groups that Slack knows. */
export function createSlackGroups({
  clientFor,
  teamsOf,
}: Pick<SlackAccess, 'clientFor' | 'teamsOf'>): GroupSource {
  return {
    ids: /^S[A-Z0-9]+$/,
    members: async (workspace, usergroup) => {
      try {
        const client = await clientFor(workspace);
        return await membersIn(client, usergroup, await teamsOf(workspace));
      } catch (error) {
        throw new Error(classifyFailure(error).reason, { cause: error });
      }
    },
  };
}

/** Of an organization's workspaces, the group is in one: which, only asking tells. */
async function membersIn(
  client: webApi.WebClient,
  usergroup: string,
  [team, ...others]: readonly string[],
): Promise<readonly string[]> {
  const where = team === undefined ? {} : { team_id: team };
  try {
    return (await client.usergroups.users.list({ usergroup, ...where })).users ?? [];
  } catch (error) {
    if (others.length === 0 || slackErrorCode(error) !== 'no_such_subteam') throw error;
    return membersIn(client, usergroup, others);
  }
}
