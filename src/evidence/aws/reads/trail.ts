import { z } from 'zod';
import type { DeniedEvent } from '../../snapshot.js';
import { parseDeniedEvent } from '../denied-event.js';
import type { Read } from '../read.js';
import { filterPatternOf, fitsSearch, type EventSearch } from '../trail-search.js';

export interface LogGroup {
  readonly name: string;
  readonly region: string;
}

interface TrailTarget {
  readonly logGroup: LogGroup;
  readonly search: EventSearch;
  readonly since: Date;
}

/** The newest event that fits. `null`: the trail holds none. */
export const filterLogEvents: Read<TrailTarget, DeniedEvent | null> = {
  call: 'logs:FilterLogEvents',
  iamAction: 'logs:FilterLogEvents',
  duty: 'trail',
  scope: 'logGroup',
  fields: ['deniedEvent'],
  words: 'the denied request in CloudTrail',
  purpose:
    'The denied request as a trail with S3 data events recorded it; only the log group that AUDIT_CONFIG names.',
  run: async (clients, { logGroup, search, since }, options) => {
    const { client, sdk } = await clients.logs(logGroup.region);
    const query = {
      logGroupName: logGroup.name,
      filterPattern: filterPatternOf(search),
      startTime: since.getTime(),
      startFromHead: false,
    };
    for await (const page of sdk.paginateFilterLogEvents({ client }, query, options)) {
      const messages = z.array(z.object({ message: z.string() })).parse(page.events ?? []);
      const events = messages.flatMap(({ message }) => parseDeniedEvent(message) ?? []);
      const found = events.find((event) => fitsSearch(event, search));
      if (found !== undefined) return found.event;
    }
    return null;
  },
};
