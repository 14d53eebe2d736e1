import type { ReadInfo } from '../read-info.js';
import { collectCallerOrganization, MEMBERSHIP_READS } from './collect-organization.js';
import type { CollectionRun } from './collection-run.js';
import type { OrganizationReader } from './organization-reader.js';
import type { CallerIdentity } from './principal.js';
import { notAudited } from './not-audited.js';
import { getCanonicalId } from './reads/caller-account.js';

/** Which rows of the table apply; none for who is of no account. */
export function readsOfCallerAccount(caller: CallerIdentity): readonly ReadInfo[] {
  return 'account' in caller ? [getCanonicalId, ...MEMBERSHIP_READS] : [];
}

/** Notes what holds for everybody of the caller's account: its canonical id, its organization and the policies of that. */
export async function collectCallerAccount(
  run: CollectionRun,
  caller: CallerIdentity,
  organizations: OrganizationReader,
): Promise<void> {
  if (!('account' in caller)) return;
  await Promise.all([
    noteCanonicalId(run, caller.account),
    collectCallerOrganization(run, organizations, caller.account),
  ]);
}

async function noteCanonicalId(run: CollectionRun, account: string): Promise<void> {
  const entry = run.accountOf(account);
  if (entry === undefined) return run.draft.noteUnknown(getCanonicalId.fields, [notAudited(account)]);
  await run.note(getCanonicalId, run.openSession(entry, { kind: 'account' }), undefined);
}
