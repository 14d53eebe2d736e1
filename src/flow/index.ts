export { chooseFlow, type ChosenFlow } from './choose.js';
export {
  acceptAnswer,
  conductInterview,
  type AnswerOutcome,
  type Diagnose,
  type Interview,
  type InterviewInput,
} from './interview.js';
export { drawFlow } from './graph.js';
export { loadFlowLibrary, type LoadedLibrary, type LoadOptions } from './load.js';
export { walkPaths, type FlowPath } from './walk.js';
export {
  createFlowMachine,
  DIAGNOSED,
  nextState,
  restoreState,
  startMachine,
  type FlowContext,
  type FlowEvent,
  type FlowMachine,
  type MachineState,
} from './machine.js';
export type { QuestionView } from './question-view.js';
export {
  UNSURE,
  type Answers,
  type Flow,
  type FlowCause,
  type FlowLibrary,
  type FlowOption,
  type FlowQuestion,
  type Step,
  type StepFinding,
} from './types.js';
