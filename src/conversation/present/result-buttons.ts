import type { CardBlock, CardButton } from '../../card/card.js';
import type { Diagnosis } from '../../diagnosis/types.js';
import { diagnosisFingerprint } from '../interviewer.js';
import type { Investigation, SupportPost } from '../investigation.js';
import { actionsRow, EDIT_DETAILS, START_OVER } from './buttons.js';
import type { PresentDeps } from './types.js';

/** What a person can do with a result, and what they have done with it. */
export function resultsRows(
  investigation: Investigation,
  diagnosis: Diagnosis,
  deps: PresentDeps,
): readonly CardBlock[] {
  const support =
    investigation.support?.fingerprint === diagnosisFingerprint(diagnosis)
      ? investigation.support
      : undefined;
  const offersPost =
    deps.supportChannel !== undefined && (support === undefined || support.state === 'failed');
  const post: readonly CardButton[] = offersPost
    ? [{ actionId: 'post_to_support', text: 'Post to support', style: 'primary' }]
    : [];
  const checks = investigation.expanded === 'checks' ? 'Hide what was checked' : 'Show what was checked';
  return [
    ...(support === undefined ? [] : supportNote(support)),
    actionsRow([
      ...post,
      { actionId: 'recheck', text: 'Check again' },
      { actionId: 'show_checks', text: checks },
      EDIT_DETAILS,
      START_OVER,
    ]),
    ...feedbackBlocks(investigation),
  ];
}

function supportNote({ state, permalink }: SupportPost): readonly CardBlock[] {
  if (state === 'posting') return [{ kind: 'note', text: ['Posting to the support channel …'] }];
  if (state === 'failed')
    return [{ kind: 'note', text: ['This could not be posted to the support channel.'] }];
  const where =
    permalink === undefined ? [] : [' ', { kind: 'link', text: 'See the post', url: permalink } as const];
  return [{ kind: 'note', text: ['✓ Posted to the support channel.', ...where] }];
}

function feedbackBlocks({ feedback }: Investigation): readonly CardBlock[] {
  if (feedback === 'solved')
    return [{ kind: 'note', text: ['✓ You said that this solved it. Glad to hear it!'] }];
  const row = actionsRow(
    [
      { actionId: 'feedback:solved', text: 'This solved it' },
      { actionId: 'feedback:unsolved', text: 'Still denied' },
    ],
    'feedback',
  );
  if (feedback === undefined) return [row];
  const text =
    'Thank you for saying so. “Check again” looks once more, “Edit details” mends what I know; support can take it from here.';
  return [{ kind: 'note', text: [text] }, row];
}
