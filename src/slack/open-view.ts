import type { types, webApi } from '@slack/bolt';
import { classifyFailure, slackErrorCode } from './delivery.js';
import type { ListenerContext, Taken } from './interaction.js';

/** Who asked for a form, and the trigger that lets one be opened: it lives 3 s, and works once. */
export interface FormOpener {
  readonly client: webApi.WebClient;
  readonly triggerId: string | undefined;
}

const TRY_AGAIN = 'Slack did not open the form in time. Please try again.';

/** Opens a form. A payload that Slack delivers again opens nothing more, and says nothing. */
export async function openView(
  context: ListenerContext,
  { client, triggerId }: FormOpener,
  makeView: () => Promise<types.ModalView>,
): Promise<Taken> {
  if (triggerId === undefined) return { outcome: 'failed', say: TRY_AGAIN };
  if (!context.recent.first(`modal:${triggerId}`)) return { outcome: 'repeated' };
  const view = await makeView();
  try {
    await client.views.open({ trigger_id: triggerId, view });
    return { outcome: 'applied' };
  } catch (error) {
    // Another process got the same payload and was faster.
    if (slackErrorCode(error) === 'exchanged_trigger_id') return { outcome: 'repeated' };
    const { reason } = classifyFailure(error);
    context.logger.warn({ reason }, 'a form could not be opened');
    return { outcome: 'failed', say: TRY_AGAIN };
  }
}
