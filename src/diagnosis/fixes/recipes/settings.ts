import type { Settings } from '../drafts.js';
import { untouched, type Outcome, type Recipe, type RecipeInput } from './recipe.js';

function set<Path extends keyof Settings>(
  { drafts }: RecipeInput,
  path: Path,
  value: Settings[Path],
): Outcome {
  return { drafts: { ...drafts, settings: { ...drafts.settings, [path]: value } }, touched: [path] };
}

export const takeOwnership: Recipe = (input) => set(input, 'bucket.objectOwnership', 'BucketOwnerEnforced');

export const enableKey: Recipe = (input) => set(input, 'kmsKey.state', 'Enabled');

export const restoreObject: Recipe = (input) => set(input, 'object.restored', true);

/** The same key, by the one name that means it in every account. */
export const nameKeyByArn: Recipe = (input) => {
  const { bucket, kmsKey } = input.situation.evidence.snapshot;
  const { encryption } = bucket ?? {};
  if (kmsKey?.arn === undefined || encryption === undefined || encryption === null) return untouched(input);
  return set(input, 'bucket.encryption', { ...encryption, kmsKeyId: kmsKey.arn });
};
