import type { Blocker } from '../../../policy/types.js';
import type { Simulation, Situation } from '../../situation.js';
import { changeStatement, type StatementDraft } from '../document.js';
import { editPolicy, keyOf, placeOf, type DraftPlace, type Drafts } from '../drafts.js';
import { isAwsManaged } from '../holder.js';

/** What a recipe did: the drafts with its change in them, and which of them it touched. */
export interface Outcome {
  readonly drafts: Drafts;
  readonly touched: readonly string[];
}

/** Something that is this cause, with the simulation that met it. */
export interface Met {
  readonly blocker: Blocker;
  readonly simulation: Simulation;
}

export interface RecipeInput {
  readonly situation: Situation;
  readonly obstacles: readonly Met[];
  readonly drafts: Drafts;
}

export type Recipe = (input: RecipeInput) => Outcome;

export function untouched({ drafts }: RecipeInput): Outcome {
  return { drafts, touched: [] };
}

/** Mends each obstacle in turn, each with what the others before it left. */
export function forEachObstacle(mend: (input: RecipeInput, obstacle: Met) => Outcome): Recipe {
  return (input) =>
    input.obstacles.reduce<Outcome>(({ drafts, touched }, obstacle) => {
      const outcome = mend({ ...input, drafts, obstacles: [obstacle] }, obstacle);
      return { drafts: outcome.drafts, touched: [...new Set([...touched, ...outcome.touched])] };
    }, untouched(input));
}

/** Where the policy that a blocker speaks of lives; `policy` names it where the layer has several. */
export function placeOfBlocker({ blocker, simulation }: Met, policy: string | undefined): DraftPlace {
  return placeOf(blocker.layer, simulation.service, policy ?? '', blocker.level);
}

/** Changes one statement of a policy in place; a policy that AWS keeps stays as it is. */
export function editStatement(
  input: RecipeInput,
  place: DraftPlace,
  index: number,
  change: (statement: StatementDraft) => StatementDraft,
): Outcome {
  if (isAwsManaged(place.name)) return untouched(input);
  const { snapshot } = input.situation.evidence;
  return {
    drafts: editPolicy(input.drafts, snapshot, place, (draft) => changeStatement(draft, index, change)),
    touched: [keyOf(place)],
  };
}
