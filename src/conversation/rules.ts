import type { Inline, Rich } from '../card/card.js';
import type { ChatRules, People } from '../evidence/audit-access.js';
import type { Actor } from './investigation.js';
import { ALLOWED, type Permission, type Rules } from './ports.js';

/** Which of these groups a person is in, asked of the platform that they are on. */
type GroupsOf = (
  surface: Actor['surface'],
) => (workspace: string, userId: string, groupIds: readonly string[]) => Promise<readonly string[]>;

/** The rules of `AUDIT_CONFIG` as the conversation asks for them. Groups are looked up only where they decide. */
export function createRules(config: ChatRules, groupsOf: GroupsOf): Rules {
  const { records, share } = config;
  const permit = async (people: People, actor: Actor): Promise<Permission> =>
    (await isAmong(people, actor, groupsOf)) ? ALLOWED : { outcome: 'refused', who: nameAll(people) };
  return {
    records,
    share,
    start: async (actor, channel) => {
      const { start } = config;
      return start === undefined || start.channels.includes(channel) ? ALLOWED : permit(start, actor);
    },
    answer: async (actor) =>
      config.answer === undefined ? { outcome: 'refused', who: [] } : permit(config.answer, actor),
    post: async (actor, byDefault) => (config.post === undefined ? byDefault() : permit(config.post, actor)),
  };
}

async function isAmong({ users, groups }: People, actor: Actor, groupsOf: GroupsOf): Promise<boolean> {
  if (users.includes(actor.userId)) return true;
  if (groups.length === 0) return false;
  return (await groupsOf(actor.surface)(actor.workspace, actor.userId, groups)).length > 0;
}

/** More names than this help nobody. */
const NAMED = 5;

function nameAll({ users, groups }: People): Rich {
  const named: readonly Inline[] = [
    ...users.map((userId) => ({ kind: 'user', userId }) as const),
    // As code: a mention would call everybody in the group.
    ...groups.map((group) => ({ kind: 'code', text: group }) as const),
  ];
  if (named.length === 0) return ['nobody'];
  const shown = named.slice(0, NAMED).flatMap((each, index) => (index === 0 ? [each] : [', ', each]));
  return named.length > NAMED ? [...shown, ` and ${named.length - NAMED} more`] : shown;
}
