import type { Card } from '../../card/card.js';
import type { Investigation } from '../investigation.js';
import { presentDiagnosis } from './diagnosis.js';
import { presentProgress } from './progress.js';
import { presentQuestion } from './question.js';
import type { PresentDeps } from './types.js';

export { presentProgress } from './progress.js';
export { presentSupportPost } from './support.js';
export type { PresentDeps } from './types.js';

/** The living message of an investigation as it stands. */
export function presentInvestigation(investigation: Investigation, deps: PresentDeps): Card {
  if (investigation.phase === 'collecting') return presentProgress(investigation);
  const interview = deps.interviewer.interview(investigation);
  const { current } = interview;
  return current === undefined
    ? presentDiagnosis(investigation, interview, deps)
    : presentQuestion(investigation, interview, current);
}
