import type { Situation } from '../../situation.js';
import type { PolicyDraft, StatementDraft } from '../document.js';
import { documentAt, type BucketEncryption, type Drafts } from '../drafts.js';
import { holderOf, isAwsManaged, type Holder } from '../holder.js';

/** One thing to apply, whatever the format it is written in. */
export type Change =
  | {
      readonly kind: 'policy';
      readonly holder: Holder;
      readonly document: PolicyDraft;
      /** Whether there is such a policy today, which the new text then replaces. */
      readonly exists: boolean;
    }
  | {
      /** INVARIANT: a policy that nobody has read is never written whole: what is in it would be lost. */
      readonly kind: 'statements';
      readonly holder: Holder;
      readonly statements: readonly StatementDraft[];
      readonly keptBy: 'owner' | 'aws';
    }
  | {
      readonly kind: 'ownership';
      readonly bucket: string;
    }
  | {
      readonly kind: 'encryption';
      readonly bucket: string;
      readonly encryption: BucketEncryption;
    }
  | { readonly kind: 'key-state'; readonly keyArn: string; readonly pendingDeletion: boolean }
  | { readonly kind: 'restore'; readonly bucket: string; readonly key: string };

/** Writes a change in one format; undefined where that format has no way to say it. */
export type Writer = (change: Change, situation: Situation) => string | undefined;

/** What the touched places come to. What follows from something else (`bucket.policyIsPublic`) or is the request's is no change in AWS. */
export function changesFor(
  drafts: Drafts,
  touched: readonly string[],
  situation: Situation,
): readonly Change[] {
  return touched.flatMap((key): readonly Change[] => {
    const policy = drafts.policies.get(key);
    const added = drafts.additions.get(key);
    const holder = holderOf((policy ?? added)?.place ?? { target: key }, situation);
    if (policy !== undefined && holder !== undefined) {
      const today = documentAt(situation.evidence.snapshot, policy.place);
      // Of policies that nobody has read, only one of its own is written whole: it is new.
      const exists = today !== undefined && today !== null;
      return [{ kind: 'policy', holder, document: policy.draft, exists }];
    }
    if (added !== undefined && holder !== undefined) {
      const keptBy = isAwsManaged(added.place.name) ? 'aws' : 'owner';
      return [{ kind: 'statements', holder, statements: added.statements, keptBy }];
    }
    return settingChange(key, drafts, situation);
  });
}

function settingChange(path: string, drafts: Drafts, { evidence, kms }: Situation): readonly Change[] {
  const { snapshot, request, error } = evidence;
  const bucket = request.bucket ?? snapshot.bucket?.name ?? error?.bucket ?? 'BUCKET';
  switch (path) {
    case 'bucket.objectOwnership':
      return [{ kind: 'ownership', bucket }];
    case 'bucket.encryption': {
      const encryption = drafts.settings[path];
      return encryption === undefined ? [] : [{ kind: 'encryption', bucket, encryption }];
    }
    case 'kmsKey.state': {
      const keyArn = snapshot.kmsKey?.arn ?? kms.keyArn ?? 'KMS_KEY_ARN';
      return [{ kind: 'key-state', keyArn, pendingDeletion: snapshot.kmsKey?.state === 'PendingDeletion' }];
    }
    case 'object.restored':
      return [{ kind: 'restore', bucket, key: request.key ?? error?.key ?? 'KEY' }];
    default:
      return [];
  }
}
