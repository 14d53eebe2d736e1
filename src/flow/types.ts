import type { CauseDefinition, Question, QuestionOption } from '../diagnosis/catalogue.js';
import type { VerdictStatus } from '../diagnosis/types.js';

export const UNSURE = 'unsure';

/** An option of a question in a flow file. */
export interface FlowOption extends QuestionOption {
  /** What the same answer says of other causes: "there is no boundary" rules out its Deny as well. */
  readonly also?: Readonly<Record<string, VerdictStatus>>;
  /** Offered only with the general wording: once the very statement is named, "no policy asks for it" is no answer. */
  readonly onlyGeneral?: boolean;
}

export interface FlowQuestion extends Question {
  readonly options: readonly FlowOption[];
}

/** A cause as its file describes it; a `ReadonlyMap` of these is a `Catalogue`. */
export interface FlowCause extends CauseDefinition {
  readonly question?: FlowQuestion;
}

/** One place of a flow: about one cause, or a routing question that only tells facts. */
export interface Step {
  readonly id: string;
  /** The article's heading that this step mirrors. */
  readonly section: string;
  /** The cause that this step is about; left out for a routing question. */
  readonly cause?: string;
  /** Every cause that the question decides: `cause`, and those that an option's `also` names. */
  readonly decides: readonly string[];
  /** The step's own question, else the cause's: resolved when the library is loaded. */
  readonly question: FlowQuestion;
}

/** One article as a decision tree: its steps in the article's order. */
export interface Flow {
  readonly id: string;
  readonly title: string;
  /** `002` */
  readonly article: string;
  readonly source: string;
  readonly steps: readonly Step[];
}

export interface FlowLibrary {
  readonly flows: ReadonlyMap<string, Flow>;
  readonly causes: ReadonlyMap<string, FlowCause>;
  /** Changes when any flow or cause changes. */
  readonly fingerprint: string;
}

/** Of one step, given the evidence: decided, open, or not worth asking. What a machine's guards look at. */
export type StepFinding = 'settled' | 'open' | 'pointless';

/** Step id to option id; `unsure` is an answer. */
export type Answers = Readonly<Record<string, string>>;
