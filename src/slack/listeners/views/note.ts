import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { definedFields } from '../../../conversation/fields.js';
import type { Actor } from '../../../conversation/investigation.js';
import { eventIds, NOTE_BLOCK } from '../../ids.js';
import { actorOf, attempt, type ListenerContext, takenFrom } from '../../interaction.js';
import { type NoteSubmission, readNote } from '../../note-submission.js';
import { createTell } from '../../tell.js';
import { answerView, textOf, type ViewAnswer } from './answer-view.js';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A note for the support channel was sent. */
export function submitNote(context: ListenerContext) {
  return async ({ ack, body, client, context: boltContext }: Args): Promise<void> => {
    const actor = actorOf(boltContext, body.user.id);
    const submission = readNote(body.view);
    const { channel, thread } = submission?.origin ?? {};
    const audience = { userId: body.user.id, ...definedFields({ channel, thread }) };
    await answerView(context, {
      kind: 'view:note',
      actor,
      investigationId: submission?.origin.edits,
      field: NOTE_BLOCK,
      ack: (answer) => ack(answer),
      tell: createTell({ client, logger: context.logger }, audience),
      run: () => submit(context, actor, submission),
    });
  };
}

const UNREADABLE = 'This form is from an older version of me. Copy what you need and close it.';

async function submit(
  context: ListenerContext,
  actor: Actor,
  submission: NoteSubmission | undefined,
): Promise<ViewAnswer> {
  if (submission === undefined) return { outcome: 'invalid', errors: { [NOTE_BLOCK]: UNREADABLE } };
  const { viewId, text, origin } = submission;
  const event = { kind: 'note.added', text } as const;
  const { outcome, say } = await attempt(context, 'view:note', async () =>
    takenFrom(await context.service.handle(origin.edits, eventIds.view(viewId), actor, event)),
  );
  // Nobody loses what they have written: the form stays open, with the reason.
  const taken = outcome === 'applied' || outcome === 'repeated';
  return taken ? { outcome } : { outcome, errors: { [NOTE_BLOCK]: textOf(say) } };
}
