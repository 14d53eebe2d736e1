import type { CauseDefinition, Question, QuestionOption } from '../diagnosis/catalogue.js';
import type { VerdictStatus } from '../diagnosis/types.js';

export const UNSURE = 'unsure';

/** What a value that somebody types or pastes is, and so how it is checked. */
export const INPUT_KINDS = [
  'ip',
  'arn',
  'account-id',
  'vpc-endpoint-id',
  'kms-key',
  'canonical-id',
  'policy',
  'text',
] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** An option that asks for a value: what is typed becomes the fact at `fact`. */
export interface OptionInput {
  readonly kind: InputKind;
  readonly label: string;
  readonly hint?: string;
  /** A path as in `facts`; may hold a detector's placeholders (`context.{contextKey}`). */
  readonly fact: string;
}

/** An option of a question in a flow file. */
export interface FlowOption extends QuestionOption {
  /** Left out: the option says all there is to say. */
  readonly input?: OptionInput;
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
  /**
   * An earlier step whose question asks about this one too: this one is asked only for what was found, for what that step's answer
   * made possible, or where nothing else is left to ask there.
   */
  readonly coveredBy?: string;
  /** Asked only where all of these facts are known to be so: a question about ACLs where access is granted by ACL. */
  readonly when?: Readonly<Record<string, unknown>>;
  /** Not asked where one of these facts is known to be so. */
  readonly unless?: Readonly<Record<string, unknown>>;
  /** The flow that this step was taken over from, by `next`; left out: the flow's own. */
  readonly takenFrom?: string;
  /** Every cause that the question decides: `cause`, and those that an option's `also` names. */
  readonly decides: readonly string[];
  /** The step's own question, else the cause's: resolved when the library is loaded. */
  readonly question: FlowQuestion;
}

/** What a flow comes to, where it is no diagnosis: a plan by which somebody is let in. */
export const FLOW_RESULTS = ['grant'] as const;

/** One article as a decision tree: its steps in the article's order. */
export interface Flow {
  readonly id: string;
  readonly title: string;
  /** `002` */
  readonly article: string;
  readonly source: string;
  /** Left out: a diagnosis. */
  readonly result?: (typeof FLOW_RESULTS)[number];
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

/** What was typed or pasted, and at which option. Checked before it is kept; read again each time. */
export interface GivenValue {
  readonly option: string;
  readonly text: string;
}

/**
 * Where somebody asked to go on after a result: the causes that were confirmed by then are set aside, so that they end the questions
 * no more, and the questions count anew.
 */
export interface LookingFurther {
  readonly beyond: readonly string[];
  /** How many questions had been answered by then. */
  readonly answered: number;
}

/** Step id to the value that was told there. */
export type AnswerValues = Readonly<Record<string, GivenValue>>;
