import type { CardBlock, CardButton } from '../../card/card.js';
import type { Interview } from '../../flow/index.js';
import { resultFingerprint } from '../interviewer.js';
import type { Investigation, SupportPost } from '../investigation.js';
import { actionsRow, EDIT_DETAILS, privacyButton, START_OVER } from './buttons.js';
import type { PresentDeps } from './types.js';

/** What a person can do with a result, and what they have done with it. */
export function resultsRows(
  investigation: Investigation,
  interview: Interview,
  deps: PresentDeps,
): readonly CardBlock[] {
  const support =
    investigation.support?.fingerprint === resultFingerprint(interview) ? investigation.support : undefined;
  const offersPost =
    deps.supportChannels[investigation.owner.surface] !== undefined &&
    (support === undefined || support.state === 'failed');
  const post: readonly CardButton[] = offersPost
    ? [
        {
          actionId: 'post_to_support',
          text: 'Post to support',
          style: 'primary',
          ...confirmed(investigation, deps),
        },
      ]
    : [];
  const checks = investigation.expanded === 'checks' ? 'Hide what was checked' : 'Show what was checked';
  return [
    ...(support === undefined ? [] : supportNote(support)),
    actionsRow([
      ...post,
      ...(support?.state === 'posted' && support.message !== undefined ? [ADD_NOTE] : []),
      ...lookFurtherButton(interview),
      { actionId: 'recheck', text: 'Check again' },
      { actionId: 'show_checks', text: checks },
      EDIT_DETAILS,
      START_OVER,
      ...privacyButton(investigation, deps),
    ]),
    ...feedbackBlocks(investigation),
  ];
}

/** The first cause ends the questions; whoever is still denied with that mended may have asked on. */
function lookFurtherButton({ further, grant, diagnosis }: Interview): readonly CardButton[] {
  if (further.length === 0 || grant !== undefined) return [];
  const found = diagnosis.causes.some(({ status }) => status === 'confirmed');
  return [{ actionId: 'keep_looking', text: found ? 'Look for further causes' : 'Ask me more' }];
}

const ADD_NOTE: CardButton = { actionId: 'add_note', text: 'Add a note …' };

/** Where a platform asks back by itself. Elsewhere a question would be one more thing to click through. */
function confirmed({ owner }: Investigation, { more }: PresentDeps): Pick<CardButton, 'confirm'> {
  if (more?.has(owner.surface) !== true) return {};
  const text =
    'Everybody in the support channel will see who asked, the bucket and key, the cause and the fix with its policy text.';
  return { confirm: { title: 'Post this to support?', text, confirm: 'Post', deny: 'Not now' } };
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
