import type { Diagnosis, Evidence, VerdictStatus } from '../diagnosis/types.js';
import { isFactKnown } from './facts.js';
import type { Findings } from './machine.js';
import type { Flow, FlowLibrary, Step, StepFinding } from './types.js';

/** What deciding a step looks at. */
interface Situation {
  readonly library: FlowLibrary;
  readonly evidence: Evidence;
  readonly diagnosis: Diagnosis;
  readonly statuses: ReadonlyMap<string, VerdictStatus>;
  /** The general causes that are confirmed while none of their special cases is: which one it is may still be asked. */
  readonly unrefined: ReadonlySet<string>;
  /** The causes that some step of the flow is about. */
  readonly ownSteps: ReadonlySet<string>;
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
): Findings {
  const situation = lookAt(library, flow, evidence, diagnosis);
  return Object.fromEntries(flow.steps.map((step) => [step.id, findStep(step, situation)]));
}

function lookAt(library: FlowLibrary, flow: Flow, evidence: Evidence, diagnosis: Diagnosis): Situation {
  const statuses = new Map(diagnosis.causes.map(({ id, status }) => [id, status]));
  const confirmed = diagnosis.causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
  const refined = new Set(confirmed.flatMap((id) => generalCausesOf(library, id)));
  const unrefined = new Set(confirmed.filter((id) => !refined.has(id)));
  const ownSteps = new Set(flow.steps.flatMap(({ cause }) => cause ?? []));
  return { library, evidence, diagnosis, statuses, unrefined, ownSteps, anyConfirmed: confirmed.length > 0 };
}

function findStep(step: Step, situation: Situation): StepFinding {
  if (step.decides.length === 0) return findRoutingStep(step, situation);
  // What has a step of its own is not asked beside another cause that is decided.
  const asked = step.decides.filter((id) => id === step.cause || !situation.ownSteps.has(id));
  const undecided = asked.filter((id) => !isDecided(situation.statuses.get(id)));
  if (undecided.length === 0) return 'settled';
  return undecided.some((id) => isWorthAsking(id, situation)) ? 'open' : 'pointless';
}

function findRoutingStep(step: Step, { evidence, diagnosis, anyConfirmed }: Situation): StepFinding {
  const paths = new Set(step.question.options.flatMap((option) => Object.keys(option.facts ?? {})));
  if ([...paths].every((path) => isFactKnown(evidence, diagnosis, path))) return 'settled';
  return anyConfirmed ? 'pointless' : 'open';
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
