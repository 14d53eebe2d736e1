import type { Diagnosis, Evidence } from '../../src/diagnosis/types.js';
import {
  conductInterview,
  type Answers,
  type Diagnose,
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
  /** How many distinct places there are. */
  readonly places: number;
  /** The steps of a longest way through. */
  readonly longest: readonly string[];
}

/**
 * Every way through a flow. There are millions of them, so those are walked once that come to the same place: the same step, the same
 * steps still open, the same causes confirmed, the same operation and accounts (which decide what a later answer may open).
 */
export function explore(
  library: FlowLibrary,
  flowId: string,
  diagnose: Diagnose,
  evidence: Evidence,
): Exploration {
  const edges: Edge[] = [];
  const ends: Exploration['ends'][number][] = [];
  const known = new Map<string, readonly string[]>();
  const at = (answers: Answers): Interview =>
    conductInterview({ library, flowId, evidence, answers, diagnose });
  const walk = (interview: Interview, answers: Answers): readonly string[] => {
    const place = placeOf(interview);
    const before = known.get(place);
    if (before !== undefined) return before;
    const { current, diagnosis } = interview;
    if (current === undefined) ends.push({ answers, diagnosis });
    let longest: readonly string[] = [];
    for (const { id: option, input } of current?.options ?? []) {
      // What is pasted or typed is evidence: without it, nothing was answered.
      if (input !== undefined) continue;
      const step = current?.step ?? '';
      if (Object.hasOwn(answers, step)) throw new Error(`asked twice: ${step}`);
      const further = { ...answers, [step]: option };
      const next = at(further);
      edges.push({ step, option, answers: further, confirmed: confirmedIn(next) });
      const way = [step, ...walk(next, further)];
      if (way.length > longest.length) longest = way;
    }
    known.set(place, longest);
    return longest;
  };
  const longest = walk(at({}), {});
  return { edges, ends, places: known.size, longest };
}

function placeOf(interview: Interview): string {
  const open = interview.open.map(({ step }) => step);
  const { operation, crossAccount } = interview.diagnosis.request;
  return JSON.stringify([interview.current?.step, open, confirmedIn(interview), operation, crossAccount]);
}

export function confirmedIn({ diagnosis }: Pick<Interview, 'diagnosis'>): readonly string[] {
  return diagnosis.causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
}
