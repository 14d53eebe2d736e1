import type { AuditAccount } from '../collector.js';
import type { DeniedEvent } from '../snapshot.js';
import type { CollectionRun } from './collection-run.js';
import { allKnown, known, unknownBecause, whenKnown, type Answer } from './read.js';
import { filterLogEvents } from './reads/trail.js';
import type { LogGroup } from './reads/trail.js';
import { searchedSince, type EventSearch } from './trail-search.js';

/** Notes the denied request as CloudTrail recorded it, where a trail with S3 data events is configured, and hands it on. */
export async function collectDeniedEvent(
  run: CollectionRun,
  search: EventSearch,
  now: Date,
): Promise<DeniedEvent | undefined> {
  const event = await findEvent(run, search, searchedSince(search, now));
  if (event.outcome === 'known') {
    run.draft.noteKnown({ deniedEvent: event.value });
    return event.value ?? undefined;
  }
  run.draft.noteUnknown(filterLogEvents.fields, event.failures);
  return undefined;
}

/** Requester and owner each have the event in their own trail; an organization's trail has it too. One is enough. */
async function findEvent(
  run: CollectionRun,
  search: EventSearch,
  since: Date,
): Promise<Answer<DeniedEvent | null>> {
  const trails = run.accounts.flatMap((account) => {
    const logGroup = logGroupOf(account, run.regionOf(account));
    return logGroup === undefined ? [] : [{ account, logGroup }];
  });
  if (trails.length === 0) return unknownBecause(NO_TRAIL);
  const answers = await Promise.all(
    trails.map(({ account, logGroup }) =>
      run.perform(filterLogEvents, run.openSession(account, { kind: 'trail', logGroup }), {
        logGroup,
        search,
        since,
      }),
    ),
  );
  const found = answers.find((answer) => answer.outcome === 'known' && answer.value !== null);
  return found ?? whenKnown(allKnown(answers), async () => known(null));
}

const NO_TRAIL = {
  reason:
    'no account has a `trailLogGroup` in AUDIT_CONFIG, where S3 data events of CloudTrail would be found',
};

const LOG_GROUP_ARN = /^arn:[\w-]+:logs:([\w-]+):\d{12}:log-group:([^:]+)(:\*)?$/;

function logGroupOf({ trailLogGroup }: AuditAccount, region: string): LogGroup | undefined {
  if (trailLogGroup === undefined) return undefined;
  const [, ofArn, name] = LOG_GROUP_ARN.exec(trailLogGroup) ?? [];
  if (ofArn !== undefined && name !== undefined) return { name, region: ofArn };
  return { name: trailLogGroup, region };
}
