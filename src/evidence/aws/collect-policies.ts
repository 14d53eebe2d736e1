import type { CollectionRun } from './collection-run.js';
import { allKnown, known, whenKnown, type Answer } from './read.js';
import type { HolderReads } from './reads/identity.js';
import { getPolicy, getPolicyVersion } from './reads/managed-policy.js';
import type { NamedDocument } from './policy-document.js';
import type { StsSession } from './sts-session.js';

export type Policies = Answer<readonly NamedDocument[]>;

/** Reads identity policies in one session; a managed policy that several hold is read once. */
export interface PolicyReader {
  managed(policyArn: string): Promise<Answer<NamedDocument>>;
  /** All policies of a user, role or group: inline first, then managed. */
  heldBy(reads: HolderReads, name: string, prefix?: string): Promise<Policies>;
}

export function createPolicyReader(run: CollectionRun, session: Promise<StsSession>): PolicyReader {
  const read = new Map<string, Promise<Answer<NamedDocument>>>();
  const readManaged = async (policyArn: string): Promise<Answer<NamedDocument>> => {
    const version = await run.perform(getPolicy, session, { policyArn });
    return whenKnown(version, async (versionId) => {
      const answer = await run.perform(getPolicyVersion, session, { policyArn, versionId });
      return whenKnown(answer, async (document) => known({ name: policyArn, document }));
    });
  };
  const managed = (policyArn: string) => {
    const reading = read.get(policyArn) ?? readManaged(policyArn);
    read.set(policyArn, reading);
    return reading;
  };
  const inline = async (reads: HolderReads, name: string, prefix: string): Promise<Policies> => {
    const listed = await run.perform(reads.listInline, session, { name });
    return whenKnown(listed, async (policyNames) =>
      allKnown(
        await Promise.all(
          policyNames.map(async (policyName) => {
            const answer = await run.perform(reads.getInline, session, { name, policyName });
            return whenKnown(answer, async (document) => known({ name: `${prefix}${policyName}`, document }));
          }),
        ),
      ),
    );
  };
  const attached = async (reads: HolderReads, name: string): Promise<Policies> => {
    const listed = await run.perform(reads.listAttached, session, { name });
    return whenKnown(listed, async (arns) => allKnown(await Promise.all(arns.map(managed))));
  };
  return {
    managed,
    heldBy: async (reads, name, prefix = '') =>
      joined(await Promise.all([inline(reads, name, prefix), attached(reads, name)])),
  };
}

/** Several lists as one. One that is unknown makes the whole unknown: a part would be taken for all there is. */
export function joined(lists: readonly Policies[]): Policies {
  const all = allKnown(lists);
  return all.outcome === 'known' ? known(all.value.flat()) : all;
}
