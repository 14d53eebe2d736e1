import { UNSURE, type Answers, type Flow, type Step } from './types.js';

/** What deciding which of several steps asks looks at. */
export interface CoverageView {
  readonly flow: Flow;
  readonly answers: Answers;
  /** Causes that were met in what was read, or that an answer made possible: an error text alone makes none. */
  readonly found: ReadonlySet<string>;
  /** The causes of a step that are undecided and whose answer could change the diagnosis. */
  readonly openCauses: (step: Step) => readonly string[];
}

/**
 * Steps that cover others ask about several causes at once, so that somebody who knows nothing is not asked each on its own. Whether
 * a step leaves what is open to the other side: the one that covers to the covered, or the other way round.
 */
export function isLeftToAnother(step: Step, view: CoverageView): boolean {
  return isAskedOneByOne(step, view) || isCovered(step, view);
}

/** Of a covering step: something that it covers was found, or one covered step asks about all that is left. */
function isAskedOneByOne(step: Step, view: CoverageView): boolean {
  const covered = view.flow.steps.filter(
    ({ cause, coveredBy }) => coveredBy === step.id && cause !== undefined,
  );
  return covered.some(
    (one) =>
      asksAllThatIsLeft(one, step, view) || (!Object.hasOwn(view.answers, one.id) && isFound(one, view)),
  );
}

/** Of a covered step: the step above it asked already, or is about to. */
function isCovered(step: Step, view: CoverageView): boolean {
  const above = view.flow.steps.find(({ id }) => id === step.coveredBy);
  if (above === undefined || isFound(step, view)) return false;
  const asksTheSame = view.openCauses(step).every((id) => above.decides.includes(id));
  const answer = Object.hasOwn(view.answers, above.id) ? view.answers[above.id] : undefined;
  // What was pasted decides by what it says; what it leaves open is asked.
  if (above.question.options.some(({ id, input }) => id === answer && input !== undefined)) return false;
  if (answer !== undefined) return answer === UNSURE || asksTheSame;
  return isCovered(above, view) || (asksTheSame && !asksAllThatIsLeft(step, above, view));
}

function asksAllThatIsLeft(step: Step, above: Step, { openCauses }: CoverageView): boolean {
  return openCauses(above).every((id) => step.decides.includes(id));
}

function isFound(step: Step, { found, openCauses }: CoverageView): boolean {
  return openCauses(step).some((id) => found.has(id));
}
