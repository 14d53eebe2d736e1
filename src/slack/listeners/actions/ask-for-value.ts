import { definedFields } from '../../../conversation/fields.js';
import type { ValueDialog } from '../../../conversation/service.js';
import type { Taken } from '../../interaction.js';
import { openView } from '../../open-view.js';
import { renderAnswerModal } from '../../render/answer-modal.js';
import type { ClickArgs } from './on-click.js';

/** Opens the dialog for the value of an option; what comes back is the answer. */
export async function askForValue(
  { context, click, client }: ClickArgs,
  investigationId: string,
  dialog: ValueDialog,
): Promise<Taken> {
  const { triggerId, origin } = click;
  const { channel, thread } = origin;
  const { step, option } = dialog;
  const about = { investigationId, step, option, ...definedFields({ channel, thread }) };
  return openView(context, { client, triggerId }, async () => renderAnswerModal(dialog, about));
}
