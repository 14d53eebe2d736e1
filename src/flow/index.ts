export { chooseFlow, type ChosenFlow } from './choose.js';
export { acceptAnswer, changeAnswer, keepKnown, type AnswerOutcome, type KeptAnswers } from './accept.js';
export { INPUT_EXAMPLES, readFreeValue } from './free-value.js';
export {
  answersOf,
  askAgain,
  conductInterview,
  lookFurther,
  MOST_QUESTIONS,
  type Diagnose,
  type Interview,
  type InterviewInput,
} from './interview.js';
export {
  createFlowMachine,
  DIAGNOSED,
  nextState,
  startMachine,
  type FlowContext,
  type FlowEvent,
  type FlowMachine,
  type MachineState,
} from './machine.js';
export type { OptionView, QuestionView } from './question-view.js';
export {
  UNSURE,
  type Answers,
  type AnswerValues,
  type Flow,
  type FlowCause,
  type FlowLibrary,
  type FlowOption,
  type FlowQuestion,
  type LookingFurther,
  type OptionInput,
  type Step,
  type StepFinding,
} from './types.js';
