import type { CauseDefinition } from '../catalogue.js';
import type { Situation } from '../situation.js';
import type { Snippet } from '../types.js';
import { callerForPolicies } from './caller-arn.js';
import { snippetsFor } from './formats/index.js';
import { comment, quote } from './formats/text.js';
import { narrowDeny } from './recipes/deny.js';
import type { RecipeInput } from './recipes/recipe.js';

/** Another way to mend a cause, beside the one that its recipe takes. Never part of the patches. */
export function alternativesFor(cause: CauseDefinition, input: RecipeInput): readonly Snippet[] {
  switch (cause.fix.recipe) {
    case 'meetCondition':
      return exceptionFor(input);
    case 'allowInKeyPolicy':
      return grantFor(input);
    default:
      return [];
  }
}

const EXCEPTION = comment(
  "Or the policy's owner lets in exactly this caller. The deny was made on purpose: that is for them to decide.",
);

/** Beside the way to comply with a deny: the narrow exception from it, for whoever owns the policy. */
function exceptionFor(input: RecipeInput): readonly Snippet[] {
  const denies = input.obstacles.filter(({ blocker }) => blocker.kind === 'explicit_deny');
  const { drafts, touched } = narrowDeny({ ...input, obstacles: denies });
  return snippetsFor(drafts, touched, input.situation)
    .filter(({ format }) => format !== 'json')
    .map(({ format, text }) => ({ format, text: `${EXCEPTION}${text}` }));
}

const GRANT = comment(
  'Or, where the key policy has to stay as it is: a grant, for this caller and this data only.',
);

/** https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
function grantFor({ obstacles, situation }: RecipeInput): readonly Snippet[] {
  const grantee = callerForPolicies(situation);
  const { keyArn } = situation.kms;
  const operations = [
    ...new Set(obstacles.map(({ simulation }) => simulation.permission.iamAction.replace(/^kms:/, ''))),
  ];
  if (grantee === undefined || keyArn === undefined || operations.length === 0) return [];
  const command = `aws kms create-grant --key-id ${quote(keyArn)} --grantee-principal ${quote(grantee)} --operations ${operations.join(' ')}`;
  return [{ format: 'cli', text: `${GRANT}${command}${constraints(situation)}` }];
}

function constraints({ kms }: Situation): string {
  const about = kms.context['kms:EncryptionContext:aws:s3:arn'];
  return typeof about === 'string'
    ? ` --constraints ${quote(JSON.stringify({ EncryptionContextSubset: { 'aws:s3:arn': about } }))}`
    : '';
}
