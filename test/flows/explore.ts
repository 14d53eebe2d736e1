import type { Diagnosis, Evidence } from '../../src/diagnosis/types.js';
import { generalCausesOf } from '../../src/flow/findings.js';
import {
  conductInterview,
  INPUT_EXAMPLES,
  type Answers,
  type AnswerValues,
  type Diagnose,
  type Flow,
  type FlowLibrary,
  type Interview,
} from '../../src/flow/index.js';

/** One answer at one place of a flow, and what it comes to. */
export interface Edge {
  readonly step: string;
  readonly option: string;
  /** All answers that lead here, this one last. */
  readonly answers: Answers;
  readonly confirmed: readonly string[];
}

export interface Exploration {
  readonly edges: readonly Edge[];
  /** Where nothing is left to ask. */
  readonly ends: readonly { readonly answers: Answers; readonly diagnosis: Diagnosis }[];
}

/** What somebody has told so far. */
export interface Told {
  readonly answers: Answers;
  readonly values: AnswerValues;
}

export const NOTHING_TOLD: Told = { answers: {}, values: {} };

/** The same with one more answer; where it asks for a value, with an example of one. */
export function tell(
  { answers, values }: Told,
  step: string,
  { id, input }: NonNullable<Interview['current']>['options'][number],
): Told {
  const value = input === undefined ? {} : { [step]: { option: id, text: INPUT_EXAMPLES[input.kind] } };
  return { answers: { ...answers, [step]: id }, values: { ...values, ...value } };
}

/** Whether a question comes again that was answered; once its value is told, a step may ask about what that has brought up. */
export function isAskedTwice({ answers, values }: Told, step: string): boolean {
  return Object.hasOwn(answers, step) && values[step]?.option !== answers[step];
}

/**
 * Every way through a flow by its options. There are millions of them, so those are walked once that come to the same place: the same
 * step, the same steps still open, the same causes confirmed, the same ahead. `places` are those walked already: what one flow takes over
 * from another is the same there. What follows a typed or pasted answer is walked at random, in paths.test.ts.
 */
export function explore(
  library: FlowLibrary,
  flowId: string,
  diagnose: Diagnose,
  evidence: Evidence,
  places: Set<string>,
): Exploration {
  const edges: Edge[] = [];
  const ends: Exploration['ends'][number][] = [];
  const at = (told: Told): Interview => conductInterview({ library, flowId, evidence, ...told, diagnose });
  const walk = (interview: Interview, told: Told): void => {
    const place = placeOf(library, interview);
    if (places.has(place)) return;
    places.add(place);
    const { current, diagnosis } = interview;
    if (current === undefined) ends.push({ answers: told.answers, diagnosis });
    for (const option of current?.options ?? []) {
      if (option.input !== undefined) continue;
      const step = current?.step ?? '';
      if (isAskedTwice(told, step)) throw new Error(`asked twice: ${step}`);
      const further = tell(told, step, option);
      const next = at(further);
      edges.push({ step, option: option.id, answers: further.answers, confirmed: confirmedIn(next) });
      walk(next, further);
    }
  };
  walk(at(NOTHING_TOLD), NOTHING_TOLD);
  return { edges, ends };
}

function placeOf(library: FlowLibrary, { flow, current, open, diagnosis }: Interview): string {
  const origins = new Map(flow.steps.map(({ id, takenFrom }) => [id, `${takenFrom ?? flow.id}/${id}`]));
  const asked = [current, ...open].map((question) => origins.get(question?.step ?? ''));
  const confirmed = confirmedIn({ diagnosis });
  return JSON.stringify([
    asked,
    confirmed,
    current === undefined ? [] : ahead(library, flow, current.step, diagnosis),
  ]);
}

/**
 * What decides which steps a later answer may open. Where a cause is confirmed, those are its special cases that are undecided; else
 * the operation and the accounts do, in the flow whose own step it is: what is taken over is walked with each of them there.
 */
function ahead(
  library: FlowLibrary,
  flow: Flow,
  step: string,
  { causes, request }: Diagnosis,
): readonly unknown[] {
  const confirmed = new Set(confirmedIn({ diagnosis: { causes } }));
  if (confirmed.size === 0) {
    const isOwn = flow.steps.some(({ id, takenFrom }) => id === step && takenFrom === undefined);
    return isOwn ? [request.operation, request.crossAccount] : [];
  }
  const isSpecial = (id: string) => generalCausesOf(library, id).some((general) => confirmed.has(general));
  const undecided = causes.filter(
    ({ id, status }) => status !== 'ruled_out' && !confirmed.has(id) && isSpecial(id),
  );
  return undecided.map(({ id }) => id).sort();
}

export function confirmedIn({
  diagnosis,
}: {
  readonly diagnosis: Pick<Diagnosis, 'causes'>;
}): readonly string[] {
  return diagnosis.causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
}
