import type { webApi } from '@slack/bolt';
import type { IntakeFields } from '../conversation/intake.js';
import type { Actor } from '../conversation/investigation.js';
import { messageOf } from '../errors.js';
import { sleep } from './sleep.js';
import { classifyFailure, slackErrorCode } from './delivery.js';
import type { ListenerContext, Taken } from './interaction.js';
import type { Origin } from './origin.js';
import { renderIntakeModal } from './render/intake-modal.js';

export interface IntakeDialog {
  readonly client: webApi.WebClient;
  readonly actor: Actor;
  /** Lives 3 s, and works once. */
  readonly triggerId: string | undefined;
  readonly fields: IntakeFields;
  readonly origin: Origin;
}

const TRY_AGAIN = 'Slack did not open the form in time. Please try again.';

/** Opens the intake form. A payload that Slack delivers again opens nothing more, and says nothing. */
export async function openIntake(context: ListenerContext, dialog: IntakeDialog): Promise<Taken> {
  const { client, actor, triggerId, fields, origin } = dialog;
  if (triggerId === undefined) return { outcome: 'failed', say: TRY_AGAIN };
  if (!context.recent.first(`modal:${triggerId}`)) return { outcome: 'repeated' };
  const view = renderIntakeModal({ fields, origin, mayAudit: await mayAudit(context, actor) });
  try {
    await client.views.open({ trigger_id: triggerId, view });
    return { outcome: 'applied' };
  } catch (error) {
    // Another process got the same payload and was faster.
    if (slackErrorCode(error) === 'exchanged_trigger_id') return { outcome: 'repeated' };
    const { reason } = classifyFailure(error);
    context.logger.warn({ reason }, 'the intake form could not be opened');
    return { outcome: 'failed', say: TRY_AGAIN };
  }
}

/** Asking Slack who is in a group may take longer than a form can wait. */
const MAY_AUDIT_WITHIN_MS = 1_000;

/** Whether the audit is offered. Where that cannot be found out in time, it is not. */
export async function mayAudit(context: ListenerContext, actor: Actor): Promise<boolean> {
  const late = new AbortController();
  const answer = context.service.mayAudit(actor).catch((error: unknown) => {
    context.logger.warn({ reason: messageOf(error) }, 'could not find out who may audit');
    return false;
  });
  const no = sleep(MAY_AUDIT_WITHIN_MS, late.signal).then(() => false);
  const result = await Promise.race([answer, no]);
  late.abort();
  return result;
}
