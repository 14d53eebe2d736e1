import type { CauseFinding, Diagnosis, Evidence, VerdictStatus } from '../diagnosis/types.js';
import { isLeftToAnother } from './coverage.js';
import { factAt, isFactKnown } from './facts.js';
import type { Findings } from './machine.js';
import { isConcrete } from './question-view.js';
import type { Answers, Flow, FlowLibrary, Step, StepFinding } from './types.js';

/** What deciding a step looks at. */
interface Situation {
  readonly library: FlowLibrary;
  readonly flow: Flow;
  readonly answers: Answers;
  readonly evidence: Evidence;
  readonly diagnosis: Diagnosis;
  readonly statuses: ReadonlyMap<string, VerdictStatus>;
  /** The general causes that are confirmed while none of their special cases is: which one it is may still be asked. */
  readonly unrefined: ReadonlySet<string>;
  /** The causes that were met in what was read, or that an answer made possible. */
  readonly found: ReadonlySet<string>;
  readonly anyConfirmed: boolean;
}

/**
 * Of every step: is it decided, worth asking, or not? A question is worth asking only where its answer can change the diagnosis:
 * once some cause is confirmed, that is left only for the special cases of a confirmed general cause.
 */
export function findSteps(
  library: FlowLibrary,
  flow: Flow,
  evidence: Evidence,
  diagnosis: Diagnosis,
  answers: Answers,
): Findings {
  const situation = lookAt(library, flow, evidence, diagnosis, answers);
  const undecided = new Map(flow.steps.map((step) => [step.id, undecidedCauses(step, situation)]));
  const open = new Map(
    [...undecided].map(([id, causes]) => [id, causes.filter((cause) => isWorthAsking(cause, situation))]),
  );
  const view = { ...situation, openCauses: ({ id }: Step) => open.get(id) ?? [] };
  const findStep = (step: Step): StepFinding => {
    if (isPassedBy(step, evidence)) return 'pointless';
    if (step.decides.length === 0) return findRoutingStep(step, situation);
    if (undecided.get(step.id)?.length === 0) return 'settled';
    return view.openCauses(step).length === 0 || isLeftToAnother(step, view) ? 'pointless' : 'open';
  };
  return Object.fromEntries(flow.steps.map((step) => [step.id, findStep(step)]));
}

function lookAt(
  library: FlowLibrary,
  flow: Flow,
  evidence: Evidence,
  diagnosis: Diagnosis,
  answers: Answers,
): Situation {
  const statuses = new Map(diagnosis.causes.map(({ id, status }) => [id, status]));
  const confirmed = diagnosis.causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
  const refined = new Set(confirmed.flatMap((id) => generalCausesOf(library, id)));
  const unrefined = new Set(
    diagnosis.causes.flatMap((cause) =>
      cause.status === 'confirmed' && !refined.has(cause.id) && !isMetInPolicy(cause, evidence)
        ? [cause.id]
        : [],
    ),
  );
  const found = new Set(diagnosis.causes.filter((cause) => isConcrete(cause)).map(({ id }) => id));
  const anyConfirmed = confirmed.length > 0;
  return { library, flow, answers, evidence, diagnosis, statuses, unrefined, found, anyConfirmed };
}

/** Whether the very statement was found that denies: its conditions are known then, and which special case it is has been decided. */
function isMetInPolicy({ id, details, evidence }: CauseFinding, { stated }: Evidence): boolean {
  if (details['statement'] === undefined || evidence[0]?.source === 'error message') return false;
  return !stated.some(({ causeId }) => causeId === id);
}

/** What has a step of its own is not asked beside another cause that is decided, unless this step covers that one. */
function undecidedCauses(step: Step, { flow, statuses }: Situation): readonly string[] {
  const asksItself = (id: string): boolean =>
    flow.steps.some(({ cause, coveredBy }) => cause === id && coveredBy !== step.id);
  return step.decides
    .filter((id) => id === step.cause || !asksItself(id))
    .filter((id) => !isDecided(statuses.get(id)));
}

/** Whether the facts are known to be other than the step is for. */
function isPassedBy({ when = {}, unless = {} }: Step, evidence: Evidence): boolean {
  const isSo = ([path, value]: readonly [string, unknown]) =>
    JSON.stringify(factAt(evidence, path)) === JSON.stringify(value);
  return !Object.entries(when).every(isSo) || Object.entries(unless).some(isSo);
}

function findRoutingStep(step: Step, { flow, evidence, diagnosis, anyConfirmed }: Situation): StepFinding {
  const paths = new Set(
    step.question.options.flatMap(({ facts, input }) =>
      [...Object.keys(facts ?? {}), input?.fact ?? []].flat(),
    ),
  );
  if ([...paths].every((path) => isFactKnown(evidence, diagnosis, path))) return 'settled';
  // What somebody wants is worth asking whatever denies them today.
  return anyConfirmed && flow.result === undefined ? 'pointless' : 'open';
}

function isDecided(status: VerdictStatus | undefined): boolean {
  return status === 'confirmed' || status === 'ruled_out';
}

function isWorthAsking(causeId: string, { library, statuses, unrefined, anyConfirmed }: Situation): boolean {
  const general = generalCausesOf(library, causeId);
  if (anyConfirmed) return general.some((id) => unrefined.has(id));
  // A statement that hangs on a condition may be found while no Deny applies as yet.
  if (statuses.get(causeId) === 'possible') return true;
  return !general.some((id) => statuses.get(id) === 'ruled_out');
}

/** The causes that this one is a special case of, nearest first. */
export function generalCausesOf(library: FlowLibrary, causeId: string): readonly string[] {
  const general: string[] = [];
  let next = library.causes.get(causeId)?.refines;
  while (next !== undefined && !general.includes(next)) {
    general.push(next);
    next = library.causes.get(next)?.refines;
  }
  return general;
}
