import type { LayerName } from '../../policy/types.js';
import type { Snapshot } from '../../evidence/snapshot.js';
import { draftOf, type PolicyDraft, type StatementDraft } from './document.js';
import type { Patch } from '../types.js';

/** Where one policy lives in a snapshot. */
export interface DraftPlace {
  readonly target: string;
  readonly name?: string;
  readonly level?: number;
}

/**
 * The documents as they should read, with the fixes of all causes so far in them: every cause that touches one document gives the same
 * patch for it.
 */
export interface Drafts {
  readonly policies: ReadonlyMap<string, { readonly place: DraftPlace; readonly draft: PolicyDraft }>;
  /** Statements for policies that could not be read, or are AWS's: to be added by hand, for writing the whole policy would lose what is in it. */
  readonly additions: ReadonlyMap<
    string,
    { readonly place: DraftPlace; readonly statements: readonly StatementDraft[] }
  >;
  readonly context: Readonly<Record<string, unknown>>;
  readonly settings: Partial<Settings>;
}

export type BucketEncryption = NonNullable<NonNullable<Snapshot['bucket']>['encryption']>;

/** Other fields of the snapshot that a fix sets, by path. */
export interface Settings {
  readonly 'bucket.objectOwnership': 'BucketOwnerEnforced';
  readonly 'bucket.encryption': BucketEncryption;
  readonly 'bucket.policyIsPublic': false;
  readonly 'kmsKey.state': 'Enabled';
  readonly 'object.restored': true;
}

export const NO_DRAFTS: Drafts = { policies: new Map(), additions: new Map(), context: {}, settings: {} };

export const CONTEXT_KEY = 'request.context';

export function keyOf({ target, name, level }: DraftPlace): string {
  return [target, level ?? '', name ?? ''].join('|');
}

/** Changes a policy's draft, starting from the snapshot's document where it has none yet. */
export function editPolicy(
  drafts: Drafts,
  snapshot: Snapshot,
  place: DraftPlace,
  change: (draft: PolicyDraft) => PolicyDraft,
): Drafts {
  const before = drafts.policies.get(keyOf(place))?.draft ?? draftOf(documentAt(snapshot, place));
  return {
    ...drafts,
    policies: new Map([...drafts.policies, [keyOf(place), { place, draft: change(before) }]]),
  };
}

/** Where the policy of a blocker lives, by layer and name; undefined where the snapshot has no such policy. */
export function placeOf(
  layer: LayerName,
  service: 's3' | 'kms',
  name: string,
  level: number | undefined,
): DraftPlace {
  switch (layer) {
    case 'identity':
      return { target: 'caller.identityPolicies', name };
    case 'permissionsBoundary':
      return { target: 'caller.permissionsBoundary', name };
    case 'session':
      return { target: 'caller.sessionPolicies', name };
    case 'resource':
      return { target: service === 'kms' ? 'kmsKey.policy' : 'bucket.policy' };
    case 'accessPoint':
      return { target: 'accessPoint.policy' };
    case 'vpcEndpoint':
      return { target: 'vpcEndpoint.policy' };
    case 'serviceControl':
      return { target: 'caller.serviceControlPolicies', name, level: level ?? 0 };
    case 'resourceControl': {
      const target = service === 'kms' ? 'kmsKey.resourceControlPolicies' : 'bucket.resourceControlPolicies';
      return { target, name, level: level ?? 0 };
    }
  }
}

/** The document at a place: undefined where it was not read, null where there is none. */
export function documentAt(snapshot: Snapshot, { target, name, level }: DraftPlace): unknown {
  const { caller, bucket, kmsKey, vpcEndpoint, accessPoint } = snapshot;
  const find = (list: readonly { name: string; document?: unknown }[] | undefined): unknown =>
    list === undefined ? undefined : (list.find((policy) => policy.name === name)?.document ?? null);
  switch (target) {
    case 'caller.identityPolicies':
      return find(caller?.identityPolicies);
    case 'caller.sessionPolicies':
      return find(caller?.sessionPolicies);
    case 'caller.permissionsBoundary':
      return caller?.permissionsBoundary === null ? null : caller?.permissionsBoundary?.document;
    case 'bucket.policy':
      return bucket?.policy;
    case 'kmsKey.policy':
      return kmsKey?.policy;
    case 'accessPoint.policy':
      return accessPoint?.policy;
    case 'vpcEndpoint.policy':
      return vpcEndpoint?.policy;
    case 'caller.serviceControlPolicies':
      return find(caller?.serviceControlPolicies?.[level ?? 0]);
    case 'bucket.resourceControlPolicies':
      return find(bucket?.resourceControlPolicies?.[level ?? 0]);
    case 'kmsKey.resourceControlPolicies':
      return find(kmsKey?.resourceControlPolicies?.[level ?? 0]);
    default:
      return undefined;
  }
}

/** The patches for the places that a cause touched, as all the fixes together leave them. */
export function patchesFor(drafts: Drafts, touched: readonly string[]): readonly Patch[] {
  return touched.flatMap((key): readonly Patch[] => {
    if (key === CONTEXT_KEY) return [{ target: CONTEXT_KEY, document: drafts.context }];
    const policy = drafts.policies.get(key);
    if (policy !== undefined) return [{ ...policy.place, document: policy.draft }];
    return Object.entries(drafts.settings)
      .filter(([path]) => path === key)
      .map(([target, document]) => ({ target, document }));
  });
}
