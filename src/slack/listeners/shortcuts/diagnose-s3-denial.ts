import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { openIntake } from '../../intake-dialog.js';
import { actorOf, interact, type ListenerContext } from '../../interaction.js';
import { createTell } from '../../tell.js';

type Args = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;

/** The global shortcut knows no channel, so its investigation lives in a direct message. */
export function diagnoseAnything(context: ListenerContext) {
  return async ({ shortcut, ack, client, context: boltContext }: Args): Promise<void> => {
    const userId = shortcut.user.id;
    const actor = actorOf(boltContext, userId);
    await interact(context, {
      kind: 'shortcut:global',
      actor,
      ack: () => ack(),
      tell: createTell({ client, logger: context.logger }, { userId }),
      run: () =>
        openIntake(context, { client, actor, triggerId: shortcut.trigger_id, fields: {}, origin: {} }),
    });
  };
}
