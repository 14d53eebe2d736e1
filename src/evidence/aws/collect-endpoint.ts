import type { AuditAccount } from '../collector.js';
import { askAccounts, inOrder } from './ask-accounts.js';
import type { CollectionRun } from './collection-run.js';
import { allKnown, known, whenKnown, type Answer } from './read.js';
import { describeVpcEndpoint, type VpcEndpoint } from './reads/endpoint.js';

export interface EndpointQuestion {
  readonly endpointId: string;
  /** Whose network it probably is. */
  readonly callerAccount: string | undefined;
  /** Most endpoints are in the bucket's region: a gateway endpoint serves no other. */
  readonly bucketRegion: string | undefined;
}

/** Notes the policy of the VPC endpoint, which shows only in the account that owns the endpoint. */
export async function collectEndpoint(run: CollectionRun, question: EndpointQuestion): Promise<void> {
  const { endpointId, callerAccount } = question;
  run.draft.noteKnown({ vpcEndpoint: { id: endpointId } });
  const ask = (account: AuditAccount) => askAccount(run, account, question);
  const { decisive, all } = await askAccounts(inOrder(run.accounts, callerAccount), ask, isFound);
  if (decisive?.outcome === 'known' && decisive.value !== null) {
    return run.draft.noteKnown({ vpcEndpoint: decisive.value });
  }
  const failures = all.flatMap((answer) => (answer.outcome === 'unknown' ? answer.failures : []));
  const inNone = { reason: `the endpoint ${endpointId} is in none of the accounts that may be audited here` };
  run.draft.noteUnknown(describeVpcEndpoint.fields, failures.length > 0 ? failures : [inNone]);
}

function isFound(answer: Answer<VpcEndpoint | null>): boolean {
  return answer.outcome === 'known' && answer.value !== null;
}

/** An id is of one region only, and nothing but the answer tells of which. */
async function askAccount(
  run: CollectionRun,
  account: AuditAccount,
  { endpointId, bucketRegion }: EndpointQuestion,
): Promise<Answer<VpcEndpoint | null>> {
  const session = run.openSession(account, { kind: 'account' });
  const own = run.regionOf(account);
  const regions = [...new Set([bucketRegion ?? own, own])];
  const answers = await Promise.all(
    regions.map((region) => run.perform(describeVpcEndpoint, session, { endpointId, region })),
  );
  const found = answers.find((answer) => answer.outcome === 'known' && answer.value !== null);
  return found ?? whenKnown(allKnown(answers), async () => known(null));
}
