import { generalOf } from '../diagnosis/catalogue.js';
import type { CauseFinding, Diagnosis, Evidence, VerdictStatus } from '../diagnosis/types.js';
import { coveredSteps, isLeftToAnother } from './coverage.js';
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
  /** Of these, the ones that were met in what was read. */
  readonly read: ReadonlySet<string>;
  /** The special cases' general causes: such a one is not ruled out, it goes by another name. */
  readonly refined: ReadonlySet<string>;
  /** Whether a cause is confirmed that nobody has set aside. */
  readonly anyConfirmed: boolean;
  readonly further: boolean;
}

/**
 * Of every step: is it decided, worth asking, or not? A question is worth asking only where its answer can change the diagnosis:
 * once some cause is confirmed, that is left only for the special cases of a confirmed general cause. Causes that are set aside
 * (`beyond`) do not count for that: somebody looks for further ones.
 */
export function findSteps(
  library: FlowLibrary,
  flow: Flow,
  evidence: Evidence,
  diagnosis: Diagnosis,
  answers: Answers,
  beyond: ReadonlySet<string> | undefined,
): Findings {
  const situation = lookAt(library, flow, evidence, diagnosis, answers, beyond);
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
  beyond: ReadonlySet<string> | undefined,
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
  const concrete = diagnosis.causes.filter((cause) => isConcrete(cause));
  const found = new Set(concrete.map(({ id }) => id));
  const read = new Set(concrete.filter((cause) => isRead(cause)).map(({ id }) => id));
  const anyConfirmed = confirmed.some((id) => beyond?.has(id) !== true);
  const further = beyond !== undefined;
  return {
    library,
    flow,
    answers,
    evidence,
    diagnosis,
    statuses,
    unrefined,
    found,
    read,
    refined,
    anyConfirmed,
    further,
  };
}

function isRead({ evidence }: CauseFinding): boolean {
  return evidence.some(({ source }) => source !== 'answer' && source !== 'error message');
}

/** Whether the very statement was found that denies: its conditions are known then, and which special case it is has been decided. */
function isMetInPolicy({ id, details, evidence }: CauseFinding, { stated }: Evidence): boolean {
  if (details['statement'] === undefined || evidence[0]?.source === 'error message') return false;
  return !stated.some(({ causeId }) => causeId === id);
}

function undecidedCauses(step: Step, { flow, statuses }: Situation): readonly string[] {
  return askedAbout(flow, step).filter((id) => !isDecided(statuses.get(id)));
}

// They hang on the flow alone, which lives as long as its library.
const asked = new WeakMap<Flow, Map<Step, readonly string[]>>();

/** What has a step of its own is not asked beside another cause that is decided, unless this step covers that one. */
function askedAbout(flow: Flow, step: Step): readonly string[] {
  const known = asked.get(flow) ?? new Map<Step, readonly string[]>();
  asked.set(flow, known);
  const before = known.get(step);
  if (before !== undefined) return before;
  const covered = coveredSteps(step, flow);
  const asksItself = (id: string): boolean =>
    flow.steps.some((one) => one.cause === id && !covered.includes(one));
  const causes = step.decides.filter((id) => id === step.cause || !asksItself(id));
  known.set(step, causes);
  return causes;
}

/** Whether the facts are known to be other than the step is for. */
function isPassedBy({ when, unless }: Step, evidence: Evidence): boolean {
  const isSo = ([path, value]: readonly [string, unknown]) =>
    JSON.stringify(factAt(evidence, path)) === JSON.stringify(value);
  const isForOthers = when !== undefined && !Object.entries(when).every(isSo);
  return isForOthers || (unless !== undefined && Object.entries(unless).some(isSo));
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

function isWorthAsking(causeId: string, situation: Situation): boolean {
  const { library, statuses, unrefined, refined, anyConfirmed } = situation;
  const general = generalCausesOf(library, causeId);
  if (anyConfirmed) return general.some((id) => unrefined.has(id));
  // A statement that hangs on a condition may be found while no Deny applies as yet.
  if (statuses.get(causeId) === 'possible') return true;
  if (general.some((id) => statuses.get(id) === 'confirmed')) return true;
  return !general.some((id) => statuses.get(id) === 'ruled_out' && !refined.has(id));
}

const generals = new WeakMap<FlowLibrary, Map<string, readonly string[]>>();

/** The causes that this one is a special case of, nearest first. */
export function generalCausesOf(library: FlowLibrary, causeId: string): readonly string[] {
  const known = generals.get(library) ?? new Map<string, readonly string[]>();
  generals.set(library, known);
  const before = known.get(causeId);
  if (before !== undefined) return before;
  const general = findGeneralCauses(library, causeId);
  known.set(causeId, general);
  return general;
}

function findGeneralCauses(library: FlowLibrary, causeId: string): readonly string[] {
  const general = new Set<string>();
  const add = (id: string): void => {
    const cause = library.causes.get(id);
    for (const one of cause === undefined ? [] : generalOf(cause)) {
      if (general.has(one)) continue;
      general.add(one);
      add(one);
    }
  };
  add(causeId);
  return [...general];
}
