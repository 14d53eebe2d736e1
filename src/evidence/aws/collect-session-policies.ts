import { parsePrincipal } from '../../policy/index.js';
import type { AuditAccount } from '../collector.js';
import type { DeniedEvent } from '../snapshot.js';
import { joined, type Policies, type PolicyReader } from './collect-policies.js';
import type { NamedDocument } from './policy-document.js';
import type { CollectionRun } from './collection-run.js';
import type { CallerIdentity } from './principal.js';
import { allKnown, known, unknownBecause, whenKnown } from './read.js';
import { lookUpSignIns } from './reads/caller-account.js';
import type { SessionPolicies, SignIn } from './sign-in.js';
import { defaultRegion } from './sts-session.js';

type Role = Extract<CallerIdentity, { kind: 'role' }>;

/** What else helps to find the sign-in. */
export interface SessionHints {
  readonly now: Date;
  /** The session was probably made where the bucket is. */
  readonly bucketRegion: Promise<string | undefined>;
  readonly deniedEvent: Promise<DeniedEvent | undefined>;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html: no session lasts longer. */
const LONGEST_SESSION_HOURS = 12;

/** Notes with which session policies the session was made, as far as CloudTrail's event history tells. */
export async function collectSessionPolicies(
  run: CollectionRun,
  account: AuditAccount,
  policies: PolicyReader,
  role: Role,
  hints: SessionHints,
): Promise<void> {
  const found = await readSessionPolicies(run, account, policies, role, hints);
  if (found.outcome === 'known') run.draft.noteKnown({ caller: { sessionPolicies: [...found.value] } });
  else run.draft.noteUnknown(['caller.sessionPolicies'], found.failures);
}

async function readSessionPolicies(
  run: CollectionRun,
  account: AuditAccount,
  policies: PolicyReader,
  role: Role,
  { now, bucketRegion, deniedEvent }: SessionHints,
): Promise<Policies> {
  const sessionName = role.sessionName ?? sessionOf(role, await deniedEvent);
  if (sessionName === undefined) return unknownBecause(NO_SESSION);
  const since = new Date(now.getTime() - LONGEST_SESSION_HOURS * 3_600_000);
  const session = run.openSession(account, { kind: 'account' });
  const asked = new Set<string>();
  const lookUp = async (place: Promise<string | undefined> | string) => {
    const region = await place;
    if (region === undefined || asked.has(region)) return known([]);
    asked.add(region);
    return run.perform(lookUpSignIns, session, { sessionName, region, since });
  };
  // What STS's global endpoint was asked is on record in the partition's first region, else where STS was asked.
  const first = defaultRegion(role.partition);
  const answers = await Promise.all([first, run.regionOf(account), bucketRegion].map(lookUp));
  const seen = answers.flatMap((answer) => (answer.outcome === 'known' ? answer.value : []));
  const fitting = seen.filter((signIn) => isOf(signIn, role, sessionName));
  if (fitting.length > 0) return policiesOf(fitting, policies);
  return whenKnown(allKnown(answers), async () => unknownBecause(noEvent([...asked])));
}

/** Where the principal is named as a role, the denied event may tell which of its sessions it was. */
function sessionOf(role: Role, event: DeniedEvent | undefined): string | undefined {
  if (event?.principalArn === undefined) return undefined;
  const principal = parsePrincipal(event.principalArn);
  if (principal.kind !== 'assumed-role') return undefined;
  const sameRole = principal.account === role.account && principal.name === role.name;
  return sameRole ? principal.sessionName : undefined;
}

/** Other roles may have sessions of the same name. */
function isOf(signIn: SignIn, role: Role, sessionName: string): boolean {
  const assumed = parsePrincipal(signIn.roleArn);
  if (assumed.kind !== 'role' || signIn.sessionName !== sessionName) return false;
  return assumed.account === role.account && assumed.name === role.name;
}

/**
 * A role may be assumed many times under one session name, and no ARN tells these sessions apart: only what all of them had in
 * common is known of the one in question.
 */
async function policiesOf(signIns: readonly SignIn[], reader: PolicyReader): Promise<Policies> {
  const told = signIns.flatMap(({ policies }) => (policies.outcome === 'told' ? [policies] : []));
  const [first] = told;
  if (first === undefined || told.length < signIns.length) return unknownBecause(CUT);
  const same = told.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return same ? documentsOf(first, reader) : unknownBecause(DIFFERENT);
}

async function documentsOf(
  policies: Extract<SessionPolicies, { outcome: 'told' }>,
  reader: PolicyReader,
): Promise<Policies> {
  const inline: readonly NamedDocument[] =
    policies.inline === undefined ? [] : [{ name: INLINE, document: policies.inline }];
  const managed = allKnown(await Promise.all(policies.managed.map((arn) => reader.managed(arn))));
  return joined([known(inline), managed]);
}

/** A session policy that was passed as text has no name of its own. */
const INLINE = 'session policy';

const NO_SESSION = {
  reason:
    'the ARN is that of a role, and no session of it is named: each session may have a policy of its own',
};
const CUT = {
  reason: "CloudTrail left out a part of the sign-in, in which the session's policy would stand",
};
const DIFFERENT = {
  reason: `this role was assumed several times under this session name in the last ${LONGEST_SESSION_HOURS} hours, with different session policies`,
};

function noEvent(regions: readonly string[]) {
  const where = regions.join(', ');
  return {
    reason: `CloudTrail's event history has no sign-in of this session in the last ${LONGEST_SESSION_HOURS} hours (${where})`,
  };
}
