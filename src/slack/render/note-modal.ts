import type { types } from '@slack/bolt';
import { INTAKE_INPUT, NOTE_BLOCK, NOTE_CALLBACK } from '../ids.js';
import { fit, SLACK_LIMITS } from '../limits.js';
import { type Origin, writeOrigin } from '../origin.js';

/** The dialog for a note under the support post. */
export function renderNoteModal(origin: Origin): types.ModalView {
  return {
    type: 'modal',
    callback_id: NOTE_CALLBACK,
    private_metadata: writeOrigin(origin),
    title: text(fit('viewTitle', 'A note for support')),
    submit: text(fit('viewButton', 'Add')),
    close: text(fit('viewButton', 'Cancel')),
    blocks: [
      {
        type: 'input',
        block_id: NOTE_BLOCK,
        label: text('Your note'),
        hint: text(
          'A reply to the post in the support channel, under your name. Everybody there can read it: no keys or passwords.',
        ),
        element: {
          type: 'plain_text_input',
          action_id: INTAKE_INPUT,
          multiline: true,
          max_length: SLACK_LIMITS.inputText,
          focus_on_load: true,
        },
      },
    ],
  };
}

function text(content: string): types.PlainTextElement {
  return { type: 'plain_text', emoji: false, text: content };
}
