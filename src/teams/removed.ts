import { createRecentList } from '../conversation/recent.js';
import type { RecordStore } from '../conversation/records.js';
import type { Workspace } from '../conversation/store.js';
import { messageOf } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import type { Incoming } from './incoming.js';
import type { People } from './people.js';
import { readPlace } from './place.js';

/** Takes away all that was started there, and tells how many they were. */
export type Erase = (workspace: Workspace) => Promise<number>;

/** Takes the bot's removal: what belongs to that person, team or chat goes too. Rejects where that was not possible. */
export type Removed = (incoming: Incoming) => Promise<void>;

interface RemovedOptions {
  readonly erase: Erase;
  readonly records: RecordStore;
  readonly people: People;
  readonly logger: Logger;
}

export function createRemoved({ erase, records, people, logger }: RemovedOptions): Removed {
  const recent = createRecentList(records);
  return async ({ actor, where, place }) => {
    const { surface, workspace, userId } = actor;
    const about = { tenant: workspace, from: kindOf(place.direct, where.team) };
    try {
      const erased = await erase({ surface, workspace, only: belonging(actor.userId, where, place) });
      if (place.direct) await Promise.all([people.forget(workspace, userId), recent.clear(actor)]);
      logger.warn({ ...about, erased }, 'the app was removed: what was stored of it there is erased');
    } catch (error) {
      const reason = messageOf(error);
      logger.error(
        { ...about, reason },
        'what was stored where the app was removed could not be erased; it expires',
      );
      throw error;
    }
  };
}

function kindOf(direct: boolean, team: string | undefined): string {
  if (direct) return 'a person';
  return team === undefined ? 'a chat' : 'a team';
}

/** A person's own: all that they started, wherever. A team's: what is in its channels; what went private is the person's. */
function belonging(
  userId: string,
  { team }: Incoming['where'],
  { direct, channel }: Incoming['place'],
): NonNullable<Workspace['only']> {
  if (direct) return ({ owner }) => owner.userId === userId;
  return ({ place }) =>
    !place.direct && (place.channel === channel || (team !== undefined && readPlace(place)?.team === team));
}
