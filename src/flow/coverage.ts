import { UNSURE, type Answers, type Flow, type Step } from './types.js';

/** What deciding which of several steps asks looks at. */
export interface CoverageView {
  readonly flow: Flow;
  readonly answers: Answers;
  /** Causes that were met in what was read, or that an answer made possible: an error text alone makes none. */
  readonly found: ReadonlySet<string>;
  /** Of these, the ones that were met in what was read. */
  readonly read: ReadonlySet<string>;
  /** Whether somebody looks for further causes than those that an answer pointed at. */
  readonly further: boolean;
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
  return coveredSteps(step, view.flow).some(
    (one) =>
      asksAllThatIsLeft(one, step, view) ||
      (!Object.hasOwn(view.answers, one.id) && isFoundBeside(one, step, view)),
  );
}

/** Those about a cause; through a question that asks the same once more, for what else there is, also what that one covers. */
export function coveredSteps(step: Step, flow: Flow): readonly Step[] {
  const covered = flow.steps.filter(({ coveredBy }) => coveredBy === step.id);
  return covered.flatMap((one) => {
    if (one.cause !== undefined) return [one];
    return one.decides.every((id) => step.decides.includes(id)) ? coveredSteps(one, flow) : [];
  });
}

/** Of a covered step: the step above it asked already, or is about to. */
function isCovered(step: Step, view: CoverageView): boolean {
  const above = view.flow.steps.find(({ id }) => id === step.coveredBy);
  if (above === undefined || isFoundBeside(step, above, view)) return false;
  const asksTheSame = view.openCauses(step).every((id) => above.decides.includes(id));
  const answer = Object.hasOwn(view.answers, above.id) ? view.answers[above.id] : undefined;
  // What was pasted decides by what it says; what it leaves open is asked.
  if (above.question.options.some(({ id, input }) => id === answer && input !== undefined)) return false;
  if (answer !== undefined)
    return answer === UNSURE || (asksTheSame && !(view.further && pointsAtOne(above, answer)));
  const asksOnceMore = step.cause === undefined;
  return isCovered(above, view) || (asksTheSame && (asksOnceMore || !asksAllThatIsLeft(step, above, view)));
}

/** Whether an answer named one of several causes: the others may hold as well. */
function pointsAtOne({ question }: Step, answer: string): boolean {
  const option = question.options.find(({ id }) => id === answer);
  const verdicts = [option?.verdict, ...Object.values(option?.also ?? {})];
  return verdicts.some((verdict) => verdict === 'confirmed' || verdict === 'possible');
}

function asksAllThatIsLeft(step: Step, above: Step, { openCauses }: CoverageView): boolean {
  return openCauses(above).every((id) => step.decides.includes(id));
}

/**
 * Whether a covered step is called for by itself: something of it was met in what was read, or an answer made it possible. Where that
 * answer made the covering step's own cause possible as well ("there is a session policy"), that one asks about both.
 */
function isFoundBeside(step: Step, above: Step, { found, read, openCauses }: CoverageView): boolean {
  const open = openCauses(step);
  const asksAboveFirst = above.cause !== undefined && found.has(above.cause);
  return open.some((id) => read.has(id)) || (!asksAboveFirst && open.some((id) => found.has(id)));
}
