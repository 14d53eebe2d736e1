import type { DiagnosisSummary, Investigation } from './investigation.js';
import type { Diagnosis } from '../diagnosis/types.js';
import {
  chooseFlow,
  conductInterview,
  type Diagnose,
  type FlowLibrary,
  type Interview,
} from '../flow/index.js';
import { evidenceOf } from './evidence-of.js';
import { fingerprintOf } from './ids.js';
import { createLastUsed } from './last-used.js';

/** What is needed to know how far an investigation has come. */
export type Interviewable = Pick<Investigation, 'details' | 'snapshot' | 'answers' | 'flowId'>;

/** Decides anew what is known, what is asked and what the diagnosis is. Pure. */
export interface Interviewer {
  readonly library: FlowLibrary;
  /** The flow that fits what is known. */
  choose(investigation: Pick<Investigation, 'details' | 'snapshot'>): string;
  /** The last few are remembered by what they depend on: a click needs the one that the click before it has conducted. */
  interview(investigation: Interviewable): Interview;
}

/** A few kilobytes each. */
const REMEMBERED = 200;

export function createInterviewer(library: FlowLibrary, diagnose: Diagnose): Interviewer {
  const remembered = createLastUsed<Interview>(REMEMBERED);
  return {
    library,
    choose: (investigation) => chooseFlow(library, evidenceOf(investigation)).flowId,
    interview: (investigation) => {
      const { details, snapshot, answers } = investigation;
      const flowId = knownFlow(library, investigation);
      const conduct = () =>
        conductInterview({ library, flowId, evidence: evidenceOf(investigation), answers, diagnose });
      return remembered.get(JSON.stringify([flowId, details, answers, snapshot]), conduct);
    },
  };
}

/** A stored investigation may name a flow that a later release has dropped. */
function knownFlow(library: FlowLibrary, investigation: Interviewable): string {
  return library.flows.has(investigation.flowId)
    ? investigation.flowId
    : chooseFlow(library, evidenceOf(investigation)).flowId;
}

export function summaryOf({ decision, causes }: Diagnosis): DiagnosisSummary {
  return { decision, confirmed: causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id) };
}

/** Changes where what would be posted to support changes. */
export function diagnosisFingerprint({ request, decision, causes }: Diagnosis): string {
  const told = causes.filter(({ status }) => status === 'confirmed' || status === 'possible');
  return fingerprintOf([request, decision, told.map(({ id, status, fix }) => [id, status, fix])]);
}
