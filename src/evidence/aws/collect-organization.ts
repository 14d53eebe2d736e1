import type { AuditAccount } from '../collector.js';
import type { ReadInfo } from '../read-info.js';
import type { NamedDocument } from './policy-document.js';
import type { CollectionRun } from './collection-run.js';
import type { OrganizationReader } from './organization-reader.js';
import type { PolicyLevels } from './policy-tree.js';
import type { Answer, Facts } from './read.js';
import { describeEffectivePolicy } from './reads/guardrails.js';
import { describeOrganization, ORGANIZATION_READS } from './reads/organization.js';

/** Which rows of the table apply to an account's organization. */
export const MEMBERSHIP_READS: readonly ReadInfo[] = [describeOrganization, ...ORGANIZATION_READS];

/** Notes the organization of the caller's account and the policies with which it binds the caller. */
export async function collectCallerOrganization(
  run: CollectionRun,
  organizations: OrganizationReader,
  account: string,
): Promise<void> {
  const membership = organizations.membershipOf(account).then((answer) =>
    noteAnswer(run, answer, ['caller.organizationId', 'caller.managementAccount'], (organization) => ({
      caller: {
        organizationId: organization?.id ?? null,
        managementAccount: organization?.managementAccount === account,
      },
    })),
  );
  await Promise.all([
    membership,
    noteLevels(
      run,
      organizations.levelsOf(account, 'SERVICE_CONTROL_POLICY'),
      'caller.serviceControlPolicies',
      (serviceControlPolicies) => ({ caller: { serviceControlPolicies } }),
    ),
    noteLevels(
      run,
      organizations.levelsOf(account, 'RESOURCE_CONTROL_POLICY'),
      'caller.resourceControlPolicies',
      (resourceControlPolicies) => ({ caller: { resourceControlPolicies } }),
    ),
  ]);
}

/** Notes the organization of the bucket's account and what it enforces there. */
export async function collectBucketOrganization(
  run: CollectionRun,
  organizations: OrganizationReader,
  account: AuditAccount,
): Promise<void> {
  const membership = organizations.membershipOf(account.account).then((answer) =>
    noteAnswer(run, answer, ['bucket.organizationId'], (organization) => ({
      bucket: { organizationId: organization?.id ?? null },
    })),
  );
  await Promise.all([
    membership,
    run.note(describeEffectivePolicy, run.openSession(account, { kind: 'account' }), undefined),
    noteLevels(
      run,
      organizations.levelsOf(account.account, 'RESOURCE_CONTROL_POLICY'),
      'bucket.resourceControlPolicies',
      (resourceControlPolicies) => ({ bucket: { resourceControlPolicies } }),
    ),
  ]);
}

/** Notes the policies with which the organization of the key's account binds the key. */
export function collectKeyOrganization(
  run: CollectionRun,
  organizations: OrganizationReader,
  account: string,
): Promise<void> {
  return noteLevels(
    run,
    organizations.levelsOf(account, 'RESOURCE_CONTROL_POLICY'),
    'kmsKey.resourceControlPolicies',
    (resourceControlPolicies) => ({ kmsKey: { resourceControlPolicies } }),
  );
}

async function noteLevels(
  run: CollectionRun,
  reading: Promise<Answer<PolicyLevels>>,
  field: string,
  toFacts: (levels: NamedDocument[][]) => Facts,
): Promise<void> {
  noteAnswer(run, await reading, [field], (levels) => toFacts(levels.map((level) => [...level])));
}

function noteAnswer<Value>(
  run: CollectionRun,
  answer: Answer<Value>,
  fields: readonly string[],
  toFacts: (value: Value) => Facts,
): void {
  if (answer.outcome === 'known') run.draft.noteKnown(toFacts(answer.value));
  else run.draft.noteUnknown(fields, answer.failures);
}
