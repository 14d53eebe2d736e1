import type { Evidence } from '../diagnosis/types.js';
import { EMPTY_SNAPSHOT } from '../evidence/snapshot.js';
import { diagnoseByHand } from './by-hand.js';
import { conductInterview, type Interview } from './interview.js';
import { UNSURE, type Answers, type FlowLibrary } from './types.js';

const NOTHING: Evidence = { request: { headers: {}, context: {} }, snapshot: EMPTY_SNAPSHOT, stated: [] };

/** Where a flow stands after these answers, with no evidence at all. */
export function interviewByHand(library: FlowLibrary, flowId: string, answers: Answers): Interview {
  return conductInterview({ library, flowId, evidence: NOTHING, answers, diagnose: diagnoseByHand });
}

/** One way through a flow: what was answered, in order, and which causes that confirmed. */
export interface FlowPath {
  /** Options that lead to the same place stand together. */
  readonly answers: readonly { readonly step: string; readonly options: readonly string[] }[];
  readonly confirmed: readonly string[];
}

/** All ways through a flow by hand, depth first, up to `limit`. Options that make no difference to what follows are walked once. */
export function* walkPaths(library: FlowLibrary, flowId: string, limit: number): Generator<FlowPath> {
  let left = limit;
  function* walk(interview: Interview, taken: FlowPath['answers']): Generator<FlowPath> {
    if (left <= 0) return;
    const { current, machine } = interview;
    if (current === undefined) {
      left -= 1;
      yield { answers: taken, confirmed: confirmedIn(interview) };
      return;
    }
    for (const { options, next } of branches(library, flowId, current, machine.context.answers)) {
      yield* walk(next, [...taken, { step: current.step, options }]);
    }
  }
  yield* walk(interviewByHand(library, flowId, {}), []);
}

interface Branch {
  readonly options: readonly string[];
  readonly next: Interview;
}

/** The distinct continuations of a question: options after which everything still to come is decided alike are one branch. */
function branches(
  library: FlowLibrary,
  flowId: string,
  { step, options }: NonNullable<Interview['current']>,
  answers: Answers,
): readonly Branch[] {
  const byFuture = new Map<string, Branch>();
  for (const { id, input } of options) {
    // What is pasted or typed is evidence: there is none when a flow is walked by hand.
    if (input !== undefined) continue;
    const next = interviewByHand(library, flowId, { ...answers, [step]: id });
    const future = JSON.stringify([
      next.machine.value,
      next.open.map((question) => question.step),
      confirmedIn(next),
    ]);
    byFuture.set(future, { options: [...(byFuture.get(future)?.options ?? []), id], next });
  }
  return [...byFuture.values()];
}

function confirmedIn({ diagnosis }: Interview): readonly string[] {
  return diagnosis.causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
}

/** The steps that are asked of somebody who is sure of nothing: every step that can be reached at all. */
export function stepsWhenUnsure(library: FlowLibrary, flowId: string): ReadonlySet<string> {
  const asked = new Set<string>();
  let answers: Answers = {};
  let { current } = interviewByHand(library, flowId, answers);
  while (current !== undefined && !asked.has(current.step)) {
    asked.add(current.step);
    answers = { ...answers, [current.step]: UNSURE };
    ({ current } = interviewByHand(library, flowId, answers));
  }
  return asked;
}
