import type { Catalogue, CauseDefinition } from '../catalogue.js';
import { causeOfBlocker } from '../policy-verdicts.js';
import { RECIPES, type RecipeName } from '../names.js';
import type { Situation } from '../situation.js';
import { fillCommand, fillJson, fillTemplate } from '../template.js';
import type { Fix, Patch, Snippet, Verdict } from '../types.js';
import { NO_DRAFTS, patchesFor, type Drafts } from './drafts.js';
import { type Outcome, type RecipeInput, runRecipe } from './recipes.js';
import { snippetsFor } from './snippets.js';

type Values = Readonly<Record<string, string | undefined>>;

/** The fixes of all confirmed causes together: the documents they leave, and which of them each cause touched. */
export interface CombinedFix {
  readonly drafts: Drafts;
  readonly touched: ReadonlyMap<string, readonly string[]>;
  /** Every patch, each target once. */
  readonly patches: readonly Patch[];
}

export function combineFixes(
  confirmed: readonly string[],
  catalogue: Catalogue,
  situation: Situation,
): CombinedFix {
  const touched = new Map<string, readonly string[]>();
  let drafts = NO_DRAFTS;
  for (const id of confirmed) {
    const recipe = recipeOf(catalogue.get(id));
    if (recipe === undefined) continue;
    const outcome = runRecipe(recipe, { situation, drafts, obstacles: obstaclesOf(id, situation) });
    drafts = outcome.drafts;
    touched.set(id, outcome.touched);
  }
  return { drafts, touched, patches: patchesFor(drafts, [...new Set([...touched.values()].flat())]) };
}

function recipeOf(cause: CauseDefinition | undefined): RecipeName | undefined {
  return RECIPES.find((name) => name === cause?.fix.recipe);
}

function obstaclesOf(causeId: string, situation: Situation): RecipeInput['obstacles'] {
  return situation.simulations.flatMap((simulation) =>
    simulation.permission.required
      ? simulation.evaluation.blockers
          .filter((blocker) => causeOfBlocker(blocker, simulation, situation) === causeId)
          .map((blocker) => ({ blocker, simulation }))
      : [],
  );
}

/** The fix of one cause as the result shows it. */
export function describeFix(
  cause: CauseDefinition,
  verdict: Verdict,
  situation: Situation,
  values: Values,
  combined: CombinedFix,
  verified: boolean | null,
): Fix {
  const all = { ...values, ...verdict.details };
  const written: readonly Snippet[] = (cause.fix.snippets ?? []).map(({ format, text }) => ({
    format,
    text: format === 'json' ? fillJson(text, all) : fillCommand(text, all),
  }));
  const { drafts, touched } = outcomeFor(cause, verdict, situation, combined);
  const own = patchesFor(drafts, touched);
  const patches = verdict.status === 'confirmed' ? own : [];
  return {
    owner: cause.fix.owner,
    summary: fillTemplate(cause.fix.summary, all),
    snippets: [
      ...snippetsFor(own, situation),
      ...additionsFor(drafts, touched),
      ...written,
      ...exceptionFor(cause, verdict, situation),
    ],
    patches,
    diffs: [],
    verified: patches.length === 0 ? null : verified,
  };
}

/** A cause that is only possible shows what its fix would be, worked out on its own; it patches nothing. */
function outcomeFor(
  cause: CauseDefinition,
  verdict: Verdict,
  situation: Situation,
  combined: CombinedFix,
): Outcome {
  if (verdict.status === 'confirmed')
    return { drafts: combined.drafts, touched: combined.touched.get(cause.id) ?? [] };
  const recipe = recipeOf(cause);
  if (verdict.status !== 'possible' || recipe === undefined) return { drafts: NO_DRAFTS, touched: [] };
  return runRecipe(recipe, { situation, drafts: NO_DRAFTS, obstacles: obstaclesOf(cause.id, situation) });
}

/** The statements that somebody has to add to a policy that could not be read. */
function additionsFor(drafts: Drafts, touched: readonly string[]): readonly Snippet[] {
  return touched
    .flatMap((key) => drafts.additions.get(key) ?? [])
    .map((statement) => ({ format: 'json', text: JSON.stringify(statement, null, 2) }));
}

const EXCEPTION = `# Or the policy's owner lets in exactly this caller. The deny was made on purpose: that is for them to decide.\n`;

/** Beside the way to comply with a deny: the narrow exception from it, as a command for whoever owns the policy. */
function exceptionFor(cause: CauseDefinition, verdict: Verdict, situation: Situation): readonly Snippet[] {
  if (verdict.status !== 'confirmed' || cause.fix.recipe !== 'meetCondition') return [];
  const input = { situation, drafts: NO_DRAFTS, obstacles: obstaclesOf(cause.id, situation) };
  const { drafts, touched } = runRecipe('narrowDeny', input);
  return snippetsFor(patchesFor(drafts, touched), situation)
    .filter(({ format }) => format === 'cli')
    .map(({ format, text }) => ({ format, text: `${EXCEPTION}${text}` }));
}
