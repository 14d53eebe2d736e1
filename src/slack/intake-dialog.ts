import type { IntakeFields } from '../conversation/intake.js';
import type { Actor } from '../conversation/investigation.js';
import { messageOf } from '../errors.js';
import { sleep } from './sleep.js';
import type { ListenerContext, Taken } from './interaction.js';
import { type FormOpener, openView } from './open-view.js';
import type { Origin } from './origin.js';
import { renderIntakeModal } from './render/intake-modal.js';

export interface IntakeDialog extends FormOpener {
  readonly actor: Actor;
  readonly fields: IntakeFields;
  readonly origin: Origin;
}

/** Opens the intake form. */
export async function openIntake(context: ListenerContext, dialog: IntakeDialog): Promise<Taken> {
  const { actor, fields, origin } = dialog;
  return openView(context, dialog, async () =>
    renderIntakeModal({ fields, origin, mayAudit: await mayAudit(context, actor) }),
  );
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
