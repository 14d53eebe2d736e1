import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { definedFields } from '../../../conversation/fields.js';
import type { Actor } from '../../../conversation/investigation.js';
import { type AnswerSubmission, readAnswer } from '../../answer-submission.js';
import { eventIds, VALUE_BLOCK } from '../../ids.js';
import { actorOf, attempt, type ListenerContext, takenFrom } from '../../interaction.js';
import { createTell } from '../../tell.js';
import { answerView, textOf, type ViewAnswer } from './answer-view.js';

type Args = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The dialog came back: what is wrong with the value is shown at it, else it is the answer. */
export function submitAnswer(context: ListenerContext) {
  return async ({ ack, body, client, context: boltContext }: Args): Promise<void> => {
    const actor = actorOf(boltContext, body.user.id);
    const submission = readAnswer(body.view);
    const { channel, thread } = submission?.origin ?? {};
    const audience = { userId: body.user.id, ...definedFields({ channel, thread }) };
    await answerView(context, {
      kind: 'view:answer',
      actor,
      investigationId: submission?.origin.investigationId,
      field: VALUE_BLOCK,
      ack: (answer) => ack(answer),
      tell: createTell({ client, logger: context.logger }, audience),
      run: () => submit(context, actor, submission),
    });
  };
}

const UNREADABLE =
  'This form is from an older version of me. Copy what you need, close it and answer from the message.';

async function submit(
  context: ListenerContext,
  actor: Actor,
  submission: AnswerSubmission | undefined,
): Promise<ViewAnswer> {
  if (submission === undefined) return { outcome: 'invalid', errors: { [VALUE_BLOCK]: UNREADABLE } };
  const { viewId, value, origin } = submission;
  const { investigationId, step, option } = origin;
  const event = { kind: 'answer.submitted', step, option, value } as const;
  const { outcome, say } = await attempt(context, 'view:answer', async () =>
    takenFrom(await context.service.handle(investigationId, eventIds.view(viewId), actor, event)),
  );
  return KEEPS_OPEN.has(outcome)
    ? { outcome, errors: { [VALUE_BLOCK]: textOf(say) } }
    : { outcome, ...definedFields({ say }) };
}

/** What the person can do something about in the form, or that must not cost them what they have pasted. */
const KEEPS_OPEN: ReadonlySet<string> = new Set(['invalid', 'store_down', 'failed', 'not_found']);
