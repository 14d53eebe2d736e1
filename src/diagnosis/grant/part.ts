import { createHash } from 'node:crypto';
import type { LayerName } from '../../policy/types.js';
import { diffsOf } from '../fixes/diff.js';
import { hasVariables, withStatement, type StatementDraft } from '../fixes/document.js';
import { documentAt, editPolicy, keyOf, NO_DRAFTS, patchesFor, type DraftPlace } from '../fixes/drafts.js';
import { snippetsFor } from '../fixes/formats/index.js';
import { permissionSetOf } from '../fixes/holder.js';
import type { Situation } from '../situation.js';
import type { Goal, GrantPart } from './types.js';

type Heading = Pick<GrantPart, 'owner' | 'account' | 'summary'>;

/** A part that changes nothing: its summary says why. */
export function nothingToDo(heading: Heading): GrantPart {
  return { ...heading, snippets: [], patches: [], diffs: [] };
}

/**
 * Adds statements to one policy, in every format. INVARIANT: a policy that nobody has read is never written whole: for that one the
 * statements are told, to be added by hand.
 */
export function policyPart(
  heading: Heading,
  place: DraftPlace,
  situation: Situation,
  statements: (variables: boolean) => readonly StatementDraft[],
): GrantPart {
  const drafts = isReplaceable(place, situation)
    ? editPolicy(NO_DRAFTS, situation.evidence.snapshot, place, (draft) =>
        statements(hasVariables(draft)).reduce(withStatement, draft),
      )
    : { ...NO_DRAFTS, additions: new Map([[keyOf(place), { place, statements: statements(true) }]]) };
  const touched = [keyOf(place)];
  const patches = patchesFor(drafts, touched);
  return {
    ...heading,
    snippets: snippetsFor(drafts, touched, situation),
    patches,
    diffs: diffsOf(patches, situation),
  };
}

/** What is there today is known, or nothing can be there: a policy of a name that only these statements have. */
function isReplaceable(place: DraftPlace, { evidence, kms }: Situation): boolean {
  if (place.target === 'caller.identityPolicies' && place.name !== PERMISSION_SET_POLICY) return true;
  if (place.target === 'kmsKey.policy' && kms.key === undefined) return false;
  return documentAt(evidence.snapshot, place) !== undefined;
}

/** The one inline policy that IAM Identity Center gives a role. */
const PERMISSION_SET_POLICY = 'AwsSSOInlinePolicy';

/** A policy of the grantee's side: a new one, named after what is in it, so that nothing that exists is rewritten. */
export function granteePart(
  heading: Heading,
  { grantee }: Goal,
  situation: Situation,
  statements: readonly StatementDraft[],
): GrantPart {
  const role = grantee.arn.split('/').at(-1) ?? '';
  const own = `s3denied-grant-${digestOf(statements)}`;
  const name =
    grantee.kind === 'account'
      ? `arn:${grantee.partition}:iam::${grantee.account}:policy/${own}`
      : permissionSetOf(role) === undefined
        ? own
        : PERMISSION_SET_POLICY;
  return policyPart(heading, { target: 'caller.identityPolicies', name }, situation, () => statements);
}

/** Eight digits that stand for a content. */
export function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
}

/** Whether a layer lets everything through that is wanted, as it is today. */
export function isAllowedToday(
  situations: readonly Situation[],
  layer: LayerName,
  services: readonly ('s3' | 'kms')[],
): boolean {
  const simulated = situations.flatMap(({ simulations }) =>
    simulations.filter(({ service, permission }) => permission.required && services.includes(service)),
  );
  return (
    simulated.length > 0 &&
    simulated.every(({ evaluation }) =>
      evaluation.layers.some((result) => result.layer === layer && result.outcome === 'allow'),
    )
  );
}
