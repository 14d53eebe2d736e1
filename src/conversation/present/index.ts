import type { Card } from '../../card/card.js';
import type { Investigation } from '../investigation.js';
import { presentDiagnosis } from './diagnosis.js';
import { presentGrant } from './grant.js';
import { presentProgress } from './progress.js';
import { presentQuestion } from './question.js';
import type { PresentDeps } from './types.js';

export { presentProgress } from './progress.js';
export { presentRecent } from './recent.js';
export { presentRecord } from './record.js';
export { onlyShared } from './shared.js';
export { presentNote, presentSupportPost } from './support.js';
export type { PresentDeps } from './types.js';

/** The living message of an investigation as it stands. */
export function presentInvestigation(investigation: Investigation, deps: PresentDeps): Card {
  const card = presentPhase(investigation, deps);
  return investigation.place.twin === undefined ? card : { ...card, blocks: [...card.blocks, TWIN] };
}

const TWIN = {
  kind: 'note',
  text: ['I was interrupted while posting this: if it stands here twice, this one is kept up to date.'],
} as const;

function presentPhase(investigation: Investigation, deps: PresentDeps): Card {
  if (investigation.phase === 'collecting') return presentProgress(investigation);
  const interview = deps.interviewer.interview(investigation);
  const question = deps.interviewer.asked(investigation);
  if (question !== undefined) return presentQuestion(investigation, interview, question, deps);
  return interview.grant === undefined
    ? presentDiagnosis(investigation, interview, deps)
    : presentGrant(investigation, interview, interview.grant, deps);
}
