import type { types } from '@slack/bolt';
import type { ValueDialog } from '../../conversation/service.js';
import { type AnswerOrigin, writeAnswerOrigin } from '../answer-submission.js';
import { ANSWER_CALLBACK, continuedBlockId, INTAKE_INPUT, VALUE_BLOCK } from '../ids.js';
import { fit, SLACK_LIMITS } from '../limits.js';
import { contextOf, section } from './blocks.js';
import { fitRich, plainText } from './mrkdwn.js';

/** An input takes 3000 characters, a bucket policy may have 20 KB: it goes on from one input to the next. */
const POLICY_INPUTS = 7;

/** The dialog that asks for the value of an option. Its callback id, block ids and action ids are outward. */
export function renderAnswerModal(dialog: ValueDialog, origin: AnswerOrigin): types.ModalView {
  const inputs = dialog.length === 'policy' ? POLICY_INPUTS : 1;
  return {
    type: 'modal',
    callback_id: ANSWER_CALLBACK,
    private_metadata: writeAnswerOrigin(origin),
    title: text(fit('viewTitle', 'Your answer')),
    submit: text(fit('viewButton', 'Answer')),
    close: text(fit('viewButton', 'Cancel')),
    blocks: [
      section(fitRich([dialog.question], SLACK_LIMITS.sectionText)),
      ...Array.from({ length: inputs }, (_, index) => input(dialog, index, inputs)),
      ...(dialog.length === 'policy' ? contextOf(LONG) : []),
    ],
  };
}

const LONG =
  'Slack takes 3,000 characters in one field: a longer policy goes on in the next one, cut wherever you like. It is read for this answer, kept with the investigation until that expires, and shown to nobody else.';

function input(dialog: ValueDialog, index: number, inputs: number): types.InputBlock {
  const first = index === 0;
  const label = first ? dialog.label : `… goes on (${index + 1} of ${inputs})`;
  return {
    type: 'input',
    block_id: continuedBlockId(VALUE_BLOCK, index),
    optional: !first,
    label: text(fit('inputLabel', label)),
    ...(first && dialog.hint !== undefined ? { hint: text(fit('inputHint', dialog.hint)) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: INTAKE_INPUT,
      multiline: dialog.length === 'policy',
      max_length: SLACK_LIMITS.inputText,
      ...(first ? { placeholder: text(fit('placeholder', dialog.example)), focus_on_load: true } : {}),
    },
  };
}

function text(content: string): types.PlainTextElement {
  return { type: 'plain_text', emoji: false, text: plainText(content) };
}
