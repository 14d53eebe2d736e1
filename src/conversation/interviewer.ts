import type { DiagnosisSummary, Investigation } from './investigation.js';
import type { Diagnosis } from '../diagnosis/types.js';
import {
  answersOf,
  askAgain,
  changeAnswer,
  chooseFlow,
  conductInterview,
  type AnswerOutcome,
  keepKnown,
  type KeptAnswers,
  type ChosenFlow,
  type Diagnose,
  type FlowLibrary,
  type Interview,
  type InterviewInput,
  type QuestionView,
} from '../flow/index.js';
import { evidenceOf } from './evidence-of.js';
import { definedFields } from './fields.js';
import { fingerprintOf } from './ids.js';
import { createLastUsed } from './last-used.js';

/** What is needed to know how far an investigation has come. */
export type Interviewable = Pick<
  Investigation,
  'details' | 'snapshot' | 'answers' | 'answerValues' | 'aside' | 'further' | 'flowId'
>;

/** An answer, and what was typed with it. */
interface ChangedAnswer {
  readonly step: string;
  readonly option: string;
  readonly value?: string;
}

interface CarriedOver {
  readonly kept: KeptAnswers;
  /** The other answers, and those that were set aside before. */
  readonly aside: KeptAnswers;
  /** How many answers belong to steps and options that there are no longer. */
  readonly dropped: number;
}

/** Decides anew what is known, what is asked and what the diagnosis is. Pure. */
export interface Interviewer {
  readonly library: FlowLibrary;
  /** The flow that fits what is known, and why. */
  choose(investigation: Pick<Investigation, 'details' | 'snapshot'>): ChosenFlow;
  /** The last few are remembered by what they depend on: a click needs the one that the click before it has conducted. */
  interview(investigation: Interviewable): Interview;
  /** The question on the card: the one whose answer is to be changed, else the next. */
  asked(investigation: Interviewable & Pick<Investigation, 'changing'>): QuestionView | undefined;
  /** What another answer to an answered question makes of all of them. */
  change(investigation: Interviewable, answer: ChangedAnswer): AnswerOutcome;
  /** Changes where the content of the flow that is followed under this id changes. */
  fingerprintOf(flowId: string): string;
  /** What is left of the answers where the flow has changed since they were given; undefined: it has not. */
  carriedOver(
    investigation: Interviewable & Pick<Investigation, 'flowFingerprint' | 'aside'>,
  ): CarriedOver | undefined;
  /** Whether any flow has this step. */
  knows(step: string): boolean;
}

/** A few kilobytes each. */
const REMEMBERED = 200;
const FINGERPRINT = 'flow:';

export function createInterviewer(library: FlowLibrary, diagnose: Diagnose): Interviewer {
  const remembered = createLastUsed<Interview>(REMEMBERED);
  const fingerprints = new Map(
    [...library.flows].map(([id, flow]) => [id, `${FINGERPRINT}${fingerprintOf(flow)}`]),
  );
  const currentFingerprint = (flowId: string) => fingerprints.get(flowId) ?? `${FINGERPRINT}none`;
  const inputOf = (investigation: Interviewable): InterviewInput => ({
    library,
    flowId: knownFlow(library, investigation),
    evidence: evidenceOf(investigation),
    // What was set aside for another release counts as soon as this one asks for it: it may only show what the other has written.
    answers: { ...investigation.aside?.answers, ...investigation.answers },
    values: { ...investigation.aside?.values, ...investigation.answerValues },
    ...definedFields({ further: investigation.further }),
    diagnose,
  });
  const interview = (investigation: Interviewable): Interview => {
    const { details, snapshot, answers, answerValues, aside, further, flowId } = investigation;
    const conduct = () => conductInterview(inputOf(investigation));
    return remembered.get(
      JSON.stringify([flowId, details, answers, answerValues, aside, further, snapshot]),
      conduct,
    );
  };
  return {
    library,
    interview,
    choose: (investigation) => chooseFlow(library, evidenceOf(investigation)),
    asked: (investigation) => {
      const { changing } = investigation;
      const again = changing === undefined ? undefined : askAgain(inputOf(investigation), changing);
      return again ?? interview(investigation).current;
    },
    change: (investigation, { step, option, value }) =>
      changeAnswer(inputOf(investigation), step, option, value),
    fingerprintOf: currentFingerprint,
    carriedOver: (investigation) => {
      const { flowId, flowFingerprint } = investigation;
      // A release before this one wrote a fingerprint of all flows together, which says nothing of this one.
      if (!flowFingerprint.startsWith(FINGERPRINT) || flowFingerprint === currentFingerprint(flowId))
        return undefined;
      return replay(investigation, interview);
    },
    knows: (step) => [...library.flows.values()].some(({ steps }) => steps.some(({ id }) => id === step)),
  };
}

/** What of the answers, and of those that were set aside, belongs to the flows as they are. */
function replay(
  investigation: Interviewable & Pick<Investigation, 'aside'>,
  interview: (investigation: Interviewable) => Interview,
): CarriedOver {
  const { aside } = investigation;
  const answers = { ...aside?.answers, ...investigation.answers };
  const { given, values } = interview(investigation);
  // Who set an answer aside could not know that it needs a value: then it is asked again.
  const complete = given.filter(
    ({ step, option, told }) =>
      Object.hasOwn(investigation.answers, step.id) || option?.input === undefined || told !== undefined,
  );
  const kept = keepKnown(answersOf(complete), values);
  const isKept = (step: string) => Object.hasOwn(kept.answers, step);
  const isGiven = new Set(given.map(({ step }) => step.id));
  const others = Object.fromEntries(Object.entries(answers).filter(([step]) => !isGiven.has(step)));
  const dropped = Object.keys(investigation.answers).filter((step) => !isKept(step)).length;
  return { kept, aside: keepKnown(others, { ...aside?.values, ...investigation.answerValues }), dropped };
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
export function resultFingerprint({ diagnosis, grant }: Pick<Interview, 'diagnosis' | 'grant'>): string {
  const { request, decision, causes } = diagnosis;
  const told = causes.filter(({ status }) => status === 'confirmed' || status === 'possible');
  const plan = grant === undefined ? [] : [grant];
  return fingerprintOf([request, decision, told.map(({ id, status, fix }) => [id, status, fix]), ...plan]);
}
