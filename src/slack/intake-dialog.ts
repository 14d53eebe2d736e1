import { type IntakeFields, withoutSuggestion } from '../conversation/intake.js';
import type { Actor } from '../conversation/investigation.js';
import { messageOf } from '../errors.js';
import { sleep } from './sleep.js';
import { type ListenerContext, type Taken, takenFrom } from './interaction.js';
import { type FormOpener, openView } from './open-view.js';
import { type Origin, placeOf } from './origin.js';
import { renderIntakeModal } from './render/intake-modal.js';

export interface IntakeDialog extends FormOpener {
  readonly actor: Actor;
  readonly fields: IntakeFields;
  readonly origin: Origin;
}

/** Opens the intake form, filled in with what is known; not for those who may not start what it is for. */
export async function openIntake(context: ListenerContext, dialog: IntakeDialog): Promise<Taken> {
  const { service } = context;
  const { actor, fields, origin } = dialog;
  const isNew = origin.edits === undefined;
  const { channel } = placeOf(origin, actor.userId);
  const [refusal, audit, usual] = await Promise.all([
    isNew ? inTime(context, service.refuseStart(actor, channel), undefined) : undefined,
    mayAudit(context, actor),
    isNew && fields.principal === undefined
      ? inTime(context, service.usualPrincipal(actor), undefined)
      : undefined,
  ]);
  if (refusal !== undefined) return takenFrom(refusal);
  const known = usual === undefined ? { fields, origin } : suggesting(usual, fields, origin);
  return openView(context, dialog, async () => renderIntakeModal({ ...known, mayAudit: audit }));
}

/** An error text that says itself who was denied needs no suggestion. */
function suggesting(
  principal: string,
  fields: IntakeFields,
  origin: Origin,
): Pick<IntakeDialog, 'fields' | 'origin'> {
  const suggested = { ...fields, principal };
  return withoutSuggestion(suggested, principal) === suggested
    ? { fields: suggested, origin: { ...origin, suggested: principal } }
    : { fields, origin };
}

/** Whether the audit is offered. Where that cannot be found out in time, it is not. */
export async function mayAudit(context: ListenerContext, actor: Actor): Promise<boolean> {
  return inTime(context, context.service.mayAudit(actor), false);
}

/** Asking Slack who is in a group, or the store, may take longer than a form can wait: a trigger lives 3 s. */
const IN_TIME_MS = 1_000;

async function inTime<T>({ logger }: ListenerContext, asked: Promise<T>, otherwise: T): Promise<T> {
  const late = new AbortController();
  const answer = asked.catch((error: unknown) => {
    logger.warn({ reason: messageOf(error) }, 'a form is opened without all that could be known');
    return otherwise;
  });
  const result = await Promise.race([answer, sleep(IN_TIME_MS, late.signal).then(() => otherwise)]);
  late.abort();
  return result;
}
