import type { IntakeFields } from '../../conversation/intake.js';
import { COMMAND } from '../ids.js';
import { SLACK_LIMITS } from '../limits.js';
import { writePrefill } from '../prefill.js';
import { type Block, renderButton, section } from './blocks.js';

export interface Hint {
  readonly text: string;
  readonly blocks: readonly Block[];
}

const HOW = `Send me the error text of a denied S3 request, or an address such as \`s3://amzn-s3-demo-bucket/key\` with the operation (\`GetObject\`). In any channel, \`${COMMAND}\` opens a form. To let somebody in instead: \`grant s3://amzn-s3-demo-bucket ARN\`.`;

/** What a message without an error text gets, and one whose text did not say enough: how to go on, and a way to the form. */
export function renderHint(fields: IntakeFields): Hint {
  const empty = Object.keys(fields).length === 0;
  const text = empty
    ? HOW
    : 'I could not read both the bucket and the operation from that. Open the form and add what is missing.';
  const value = writePrefill(fields, SLACK_LIMITS.buttonValue);
  const open = renderButton({ actionId: 'start_over', text: 'Open the form', style: 'primary' }, value);
  // Read out, a mark of code is only noise.
  const spoken = text.replaceAll('`', '');
  return { text: spoken, blocks: [section(text), { type: 'actions', block_id: 'hint', elements: [open] }] };
}
