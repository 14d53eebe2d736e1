import type { AllMiddlewareArgs, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { intakeFromText } from '../../../conversation/index.js';
import { undoSlackMarkup } from '../../../s3/index.js';
import { openIntake } from '../../intake-dialog.js';
import { actorOf, interact, type ListenerContext } from '../../interaction.js';
import { textOfMessage } from '../../message-text.js';
import { createTell } from '../../tell.js';

type Args = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/** The form, filled in from a message; its investigation lives in that message's thread. */
export function diagnoseMessage(context: ListenerContext) {
  return async ({ shortcut, ack, client, respond, context: boltContext }: Args): Promise<void> => {
    const { user, channel, message, message_ts, trigger_id: triggerId } = shortcut;
    const actor = actorOf(boltContext, user.id);
    const origin = { channel: channel.id, thread: message.thread_ts ?? message_ts };
    await interact(context, {
      kind: 'shortcut:message',
      actor,
      ack: () => ack(),
      tell: createTell({ client, respond, logger: context.logger }, { userId: user.id, ...origin }),
      run: () => {
        const { fields } = intakeFromText(undoSlackMarkup(textOfMessage(message)));
        return openIntake(context, { client, actor, triggerId, fields, origin });
      },
    });
  };
}
