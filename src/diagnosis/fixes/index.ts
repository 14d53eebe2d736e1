import type { Catalogue, CauseDefinition } from '../catalogue.js';
import { RECIPES, type RecipeName } from '../names.js';
import { causeOfBlocker } from '../obstacles.js';
import type { Situation } from '../situation.js';
import { fillCommand, fillJson, fillTemplate } from '../template.js';
import type { Fix, Patch, Snippet, Verdict } from '../types.js';
import { alternativesFor } from './alternatives.js';
import { requestCommand } from './formats/request.js';
import { diffsOf } from './diff.js';
import { NO_DRAFTS, patchesFor, type Drafts } from './drafts.js';
import { snippetsFor } from './formats/index.js';
import { RECIPE } from './recipes/index.js';
import type { Met, Outcome } from './recipes/recipe.js';

type Values = Readonly<Record<string, string | undefined>>;

/** The fixes of all confirmed causes together: the documents they leave, and which of them each cause touched. */
interface CombinedFix {
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
    const outcome = RECIPE[recipe]({ situation, drafts, obstacles: obstaclesOf(id, situation) });
    drafts = outcome.drafts;
    touched.set(id, outcome.touched);
  }
  return { drafts, touched, patches: patchesFor(drafts, [...new Set([...touched.values()].flat())]) };
}

function recipeOf(cause: CauseDefinition | undefined): RecipeName | undefined {
  return RECIPES.find((name) => name === cause?.fix.recipe);
}

function obstaclesOf(causeId: string, situation: Situation): readonly Met[] {
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
  const summary = fillTemplate(cause.fix.summary, all);
  const { owner } = cause.fix;
  if (verdict.status === 'unknown' || verdict.status === 'ruled_out')
    return { owner, summary, snippets: written, patches: [], diffs: [], verified: null };
  const obstacles = obstaclesOf(cause.id, situation);
  const { drafts, touched } = outcomeFor(cause, verdict, obstacles, situation, combined);
  const patches = verdict.status === 'confirmed' ? patchesFor(drafts, touched) : [];
  const request = requestCommand(cause, drafts, touched, situation);
  const worked = [...request, ...snippetsFor(drafts, touched, situation)];
  return {
    owner,
    summary,
    snippets: [
      ...worked,
      ...(request.length > 0 ? [] : besides(written, worked)),
      ...(verdict.status === 'confirmed'
        ? alternativesFor(cause, { situation, drafts: NO_DRAFTS, obstacles })
        : []),
    ],
    patches,
    diffs: diffsOf(patches, situation),
    verified: patches.length === 0 ? null : verified,
  };
}

/** What the catalogue says in general beside what was worked out for this very request: not the same command or policy again. */
function besides(written: readonly Snippet[], worked: readonly Snippet[]): readonly Snippet[] {
  const operations = worked.flatMap(operationsOf);
  return written.filter((snippet) => {
    if (snippet.format !== 'cli') return !worked.some(({ format }) => format === snippet.format);
    const own = operationsOf(snippet);
    return own.length === 0 || !own.every((operation) => operations.includes(operation));
  });
}

function operationsOf({ format, text }: Snippet): readonly string[] {
  return format === 'cli'
    ? [...text.matchAll(/\baws [a-z0-9-]+ [a-z0-9-]+/g)].map(([operation]) => operation)
    : [];
}

/** A cause that is only possible shows what its fix would be, worked out on its own; it patches nothing. */
function outcomeFor(
  cause: CauseDefinition,
  { status }: Verdict,
  obstacles: readonly Met[],
  situation: Situation,
  combined: CombinedFix,
): Outcome {
  if (status === 'confirmed')
    return { drafts: combined.drafts, touched: combined.touched.get(cause.id) ?? [] };
  const recipe = recipeOf(cause);
  if (status !== 'possible' || recipe === undefined) return { drafts: NO_DRAFTS, touched: [] };
  return RECIPE[recipe]({ situation, drafts: NO_DRAFTS, obstacles });
}
