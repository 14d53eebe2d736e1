import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Actor } from '../../../conversation/investigation.js';
import { eventIds, SHARE_BLOCK } from '../../ids.js';
import { actorOf, attempt, type ListenerContext, takenFrom } from '../../interaction.js';
import { readShare, type ShareSubmission } from '../../share-submission.js';
import { createTell } from '../../tell.js';
import { answerView, textOf, type ViewAnswer } from './answer-view.js';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A channel to share a result in was chosen. */
export function submitShare(context: ListenerContext) {
  return async ({ ack, body, client, context: boltContext }: Args): Promise<void> => {
    const userId = body.user.id;
    const actor = actorOf(boltContext, userId);
    const submission = readShare(body.view);
    await answerView(context, {
      kind: 'view:share',
      actor,
      investigationId: submission?.investigationId,
      field: SHARE_BLOCK,
      ack: (answer) => ack(answer),
      tell: createTell({ client, logger: context.logger }, { userId }),
      run: () => submit(context, actor, submission),
    });
  };
}

const UNREADABLE = 'This form is from an older version of me. Close it and open it again.';

async function submit(
  context: ListenerContext,
  actor: Actor,
  submission: ShareSubmission | undefined,
): Promise<ViewAnswer> {
  if (submission === undefined) return { outcome: 'invalid', errors: { [SHARE_BLOCK]: UNREADABLE } };
  const { viewId, investigationId, channel } = submission;
  const event = { kind: 'share.requested', channel, userId: actor.userId } as const;
  const { outcome, say } = await attempt(context, 'view:share', async () =>
    takenFrom(await context.service.handle(investigationId, eventIds.view(viewId), actor, event)),
  );
  const taken = outcome === 'applied' || outcome === 'repeated';
  return taken ? { outcome } : { outcome, errors: { [SHARE_BLOCK]: textOf(say) } };
}
