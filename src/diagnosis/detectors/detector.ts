import type { PolicyVerdicts } from '../policy-verdicts.js';
import type { Situation } from '../situation.js';
import type { Verdict } from '../types.js';

/** Decides one cause from the evidence alone. Pure; cites what it saw. */
export type Detector = (situation: Situation, policies: PolicyVerdicts) => Verdict;

export type Detectors = Readonly<Record<string, Detector>>;

export function confirmed(source: string, says: string, details?: Readonly<Record<string, string>>): Verdict {
  return { status: 'confirmed', evidence: [{ source, says }], ...(details === undefined ? {} : { details }) };
}

export function possible(source: string, says: string, details?: Readonly<Record<string, string>>): Verdict {
  return { status: 'possible', evidence: [{ source, says }], ...(details === undefined ? {} : { details }) };
}

export function ruledOut(source: string, says: string): Verdict {
  return { status: 'ruled_out', evidence: [{ source, says }] };
}

export const UNKNOWN: Verdict = { status: 'unknown', evidence: [] };

/** The source to cite for a snapshot field: the answer where a person told it, CloudTrail, or the call that reads it. */
export function sourceOf({ evidence }: Situation, path: string, call: string): string {
  if (evidence.answered?.has(path) === true) return 'answer';
  return evidence.traced?.has(path) === true ? 'CloudTrail' : call;
}

/** Where the words of the error stand: in what a person gave, or in CloudTrail. */
export function textSource({ evidence }: Situation): string {
  return evidence.traced?.has('error') === true ? 'CloudTrail' : 'error message';
}
