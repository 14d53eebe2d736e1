import { isAccessPointAlias } from '../../s3/index.js';
import { assertNever } from '../../errors.js';
import type { AuditAccount, CollectionRequest } from '../collector.js';
import { askAccounts, inOrder } from './ask-accounts.js';
import type { CollectionRun } from './collection-run.js';
import { known, unknownBecause, whenKnown, type Answer, type Failure } from './read.js';
import {
  getAccessPoint,
  getAccessPointPolicy,
  listAccessPoints,
  type AccessPointTarget,
  type BucketBehind,
  type ListedAccessPoint,
} from './reads/access-point.js';
import { fieldsOf } from './reads/index.js';
import type { StsSession } from './sts-session.js';

/** How a request names its bucket. */
export type Route =
  | { readonly by: 'name'; readonly bucket: string }
  /** `bucket`: what was given beside the ARN; the access point itself knows better. */
  | { readonly by: 'accessPointArn'; readonly arn: string; readonly bucket?: string }
  | { readonly by: 'accessPointAlias'; readonly alias: string };

export type ThroughAccessPoint = Exclude<Route, { by: 'name' }>;

export function routeOf(request: Pick<CollectionRequest, 'bucket' | 'accessPointArn'>): Route | undefined {
  const { bucket, accessPointArn } = request;
  const alias = bucket !== undefined && isAccessPointAlias(bucket) ? bucket : undefined;
  if (accessPointArn !== undefined) {
    const beside = bucket === undefined || alias !== undefined ? {} : { bucket };
    return { by: 'accessPointArn', arn: accessPointArn, ...beside };
  }
  if (alias !== undefined) return { by: 'accessPointAlias', alias };
  return bucket === undefined ? undefined : { by: 'name', bucket };
}

/** What goes on as soon as it is known which bucket is behind the access point, or why that is not known. */
type Continue = (behind: Answer<BucketBehind>) => Promise<void>;

/** Notes the access point, read in its own account. */
export async function collectAccessPoint(
  run: CollectionRun,
  route: ThroughAccessPoint,
  callerAccount: string | undefined,
  goOn: Continue,
): Promise<void> {
  switch (route.by) {
    case 'accessPointArn':
      return collectByArn(run, route.arn, goOn);
    case 'accessPointAlias':
      return collectByAlias(run, route.alias, callerAccount, goOn);
    default:
      return assertNever(route, 'route');
  }
}

/** INVARIANT: the ARN goes into the session policy, where a wildcard would open more than one access point. */
const ACCESS_POINT_ARN = /^arn:aws[\w-]*:s3:([a-z0-9-]+):(\d{12}):accesspoint\/([a-z0-9-]{3,50})$/;

async function collectByArn(run: CollectionRun, arn: string, goOn: Continue): Promise<void> {
  run.draft.noteKnown({ accessPoint: { arn } });
  const [, region, account, name] = ACCESS_POINT_ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) {
    return stop(run, goOn, { reason: 'only an access point of one region, to an S3 bucket, can be read' });
  }
  const owner = run.accountOf(account);
  if (owner === undefined) {
    const where = `the access point is in account ${account}`;
    return stop(run, goOn, { reason: `${where}, which is not among those that may be audited here` });
  }
  const session = run.openSession(owner, { kind: 'accessPoint', arn });
  const target = { account, region, name };
  await Promise.all([
    run.note(getAccessPointPolicy, session, target),
    noteSettings(run, session, target).then(goOn),
  ]);
}

async function noteSettings(
  run: CollectionRun,
  session: Promise<StsSession>,
  target: AccessPointTarget,
): Promise<Answer<BucketBehind>> {
  const answer = await run.perform(getAccessPoint, session, target);
  if (answer.outcome === 'known') run.draft.noteKnown(answer.value.facts);
  else run.draft.noteUnknown(getAccessPoint.fields, answer.failures);
  return whenKnown(answer, async ({ behind }) => known(behind));
}

async function stop(run: CollectionRun, goOn: Continue, failure: Failure): Promise<void> {
  run.draft.noteUnknown(fieldsOf([getAccessPoint, getAccessPointPolicy]), [failure]);
  await goOn(unknownBecause(failure));
}

async function collectByAlias(
  run: CollectionRun,
  alias: string,
  callerAccount: string | undefined,
  goOn: Continue,
): Promise<void> {
  const found = await findAlias(run, alias, inOrder(run.accounts, callerAccount));
  if (found.outcome === 'unknown') {
    run.draft.noteUnknown(['accessPoint'], found.failures);
    return goOn(found);
  }
  const { account, arn, behind, name, region } = found.value;
  run.draft.noteKnown({ accessPoint: { arn } });
  const session = run.openSession(account, { kind: 'accessPoint' });
  const target = { account: account.account, region, name };
  await Promise.all([
    run.note(getAccessPointPolicy, session, target),
    noteSettings(run, session, target),
    // The listing tells the bucket too.
    goOn(known(behind)),
  ]);
}

type FoundAlias = ListedAccessPoint & { readonly account: AuditAccount };

async function findAlias(
  run: CollectionRun,
  alias: string,
  accounts: readonly AuditAccount[],
): Promise<Answer<FoundAlias>> {
  const ask = async (account: AuditAccount): Promise<Answer<FoundAlias | null>> => {
    const session = run.openSession(account, { kind: 'accessPoint' });
    const answer = await run.perform(listAccessPoints, session, { account: account.account, alias });
    return whenKnown(answer, async (found) => known(found === null ? null : { ...found, account }));
  };
  const isFound = (answer: Answer<FoundAlias | null>) => answer.outcome === 'known' && answer.value !== null;
  const { decisive, all } = await askAccounts(accounts, ask, isFound);
  if (decisive?.outcome === 'known' && decisive.value !== null) return known(decisive.value);
  const failures = all.flatMap((answer) => (answer.outcome === 'unknown' ? answer.failures : []));
  return unknownBecause(...(failures.length > 0 ? failures.map(explainUnclear) : [IN_NONE]));
}

function explainUnclear(failure: Failure): Failure {
  return { ...failure, reason: `it could not be found out whose access point this is: ${failure.reason}` };
}

const IN_NONE: Failure = {
  reason:
    'none of the accounts that may be audited here has an access point with this alias, in the region where it is asked first; the ARN of the access point would tell where it is',
};
