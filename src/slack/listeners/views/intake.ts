import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { type IntakeSubmission, readSubmission } from '../../intake-submission.js';
import { mayAudit } from '../../intake-dialog.js';
import {
  actorOf,
  attempt,
  type ListenerContext,
  startedFrom,
  type Taken,
  takenFrom,
} from '../../interaction.js';
import { placeOf } from '../../origin.js';
import { createTell } from '../../tell.js';
import { type IntakeErrors, withoutSuggestion } from '../../../conversation/intake.js';
import type { Actor, InvestigationDetails } from '../../../conversation/investigation.js';
import { readIntake } from '../../../conversation/index.js';
import { eventIds } from '../../ids.js';
import { answerView, textOf, type ViewAnswer } from './answer-view.js';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The intake form was sent: errors appear at their inputs with nothing lost, else an investigation starts or changes. */
export function submitIntake(context: ListenerContext) {
  return async ({ ack, body, client, context: boltContext }: Args): Promise<void> => {
    const actor = actorOf(boltContext, body.user.id);
    const submission = readSubmission(body.view);
    const { channel, thread } = submission?.origin ?? {};
    const audience = {
      userId: body.user.id,
      ...(channel === undefined ? {} : { channel }),
      ...(thread === undefined ? {} : { thread }),
    };
    await answerView(context, {
      kind: 'view:intake',
      actor,
      investigationId: submission?.origin.edits,
      field: 'error_text',
      ack: (answer) => ack(answer),
      tell: createTell({ client, logger: context.logger }, audience),
      run: () => submit(context, actor, submission),
    });
  };
}

const UNREADABLE = {
  error_text: 'This form is from an older version of me. Copy what you need, close it and open it again.',
};

async function submit(
  context: ListenerContext,
  actor: Actor,
  submission: IntakeSubmission | undefined,
): Promise<ViewAnswer> {
  if (submission === undefined) return { outcome: 'invalid', errors: UNREADABLE };
  // Who may not have the audit was not offered the box: what arrives ticked all the same does not count.
  const audit = submission.fields.audit === true && (await mayAudit(context, actor));
  const { suggested } = submission.origin;
  const fields =
    suggested === undefined ? submission.fields : withoutSuggestion(submission.fields, suggested);
  const intake = readIntake({ ...fields, audit });
  if (intake.outcome === 'invalid') return { outcome: 'invalid', errors: errorsOf(intake.errors) };
  const taken = await attempt(context, 'view:intake', () => take(context, actor, submission, intake.details));
  const { outcome, say } = taken;
  // Whoever may not start here may elsewhere: what they have filled in is not lost.
  const startForbidden = outcome === 'forbidden' && submission.origin.edits === undefined;
  const keepOpen =
    outcome === 'store_down' || outcome === 'failed' || outcome === 'not_found' || startForbidden;
  if (keepOpen) return { outcome, errors: { error_text: textOf(say) } };
  return taken;
}

async function take(
  { service }: ListenerContext,
  actor: Actor,
  { origin, viewId }: IntakeSubmission,
  details: InvestigationDetails,
): Promise<Taken> {
  const eventId = eventIds.view(viewId);
  if (origin.edits !== undefined) {
    return takenFrom(await service.handle(origin.edits, eventId, actor, { kind: 'details.edited', details }));
  }
  const place = placeOf(origin, actor.userId);
  return startedFrom(await service.start({ eventId, actor, place, details }));
}

/** Slack refuses errors at blocks that the form does not have: the audit's box may not be there, the error text always is. */
function errorsOf({ audit, ...errors }: IntakeErrors): IntakeErrors {
  return audit === undefined ? errors : { error_text: audit, ...errors };
}
