import { SHARE_BLOCK } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { readShare, type ShareSubmission } from '../../share-submission.js';
import { isNotTaken, submitEvent, type ViewArgs } from './submit-event.js';

/** A channel to share a result in was chosen. */
export function submitShare(context: ListenerContext) {
  return async (args: ViewArgs): Promise<void> => {
    const submission = readShare(args.body.view);
    const userId = args.body.user.id;
    await submitEvent(context, args, {
      kind: 'view:share',
      field: SHARE_BLOCK,
      place: {},
      told: submission && toldBy(submission, userId),
      unreadable: 'This form is from an older version of me. Close it and open it again.',
      staysOpen: isNotTaken,
    });
  };
}

function toldBy({ viewId, investigationId, channel }: ShareSubmission, userId: string) {
  return { investigationId, viewId, event: { kind: 'share.requested', channel, userId } as const };
}
