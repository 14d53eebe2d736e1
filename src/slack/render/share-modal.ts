import type { types } from '@slack/bolt';
import { INTAKE_INPUT, SHARE_BLOCK, SHARE_CALLBACK } from '../ids.js';
import { fit } from '../limits.js';
import { writeOrigin } from '../origin.js';
import { section } from './blocks.js';

const TELLS =
  'I post the result there as it stands now, for reading only: who asked, the bucket and key, the cause and the fix with its policy text, as far as my settings let others see them.';

/** The dialog that asks where to share a result. Slack offers only what this person can see, and nothing outside of the company. */
export function renderShareModal(investigationId: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: SHARE_CALLBACK,
    private_metadata: writeOrigin({ edits: investigationId }),
    title: text(fit('viewTitle', 'Share a result')),
    submit: text(fit('viewButton', 'Share')),
    close: text(fit('viewButton', 'Cancel')),
    blocks: [
      section(TELLS),
      {
        type: 'input',
        block_id: SHARE_BLOCK,
        label: text('Channel'),
        hint: text('A private one only if I am a member: invite me there first.'),
        element: {
          type: 'conversations_select',
          action_id: INTAKE_INPUT,
          placeholder: text('Choose a channel'),
          filter: {
            include: ['public', 'private'],
            exclude_external_shared_channels: true,
            exclude_bot_users: true,
          },
          focus_on_load: true,
        },
      },
    ],
  };
}

function text(content: string): types.PlainTextElement {
  return { type: 'plain_text', emoji: false, text: content };
}
