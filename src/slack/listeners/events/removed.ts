import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { ListenerContext } from '../../interaction.js';

type Args = SlackEventMiddlewareArgs<'app_uninstalled' | 'tokens_revoked'> & AllMiddlewareArgs;

/** The workspace took the app away. With one token for one workspace there is nothing of its own to erase yet; what is stored expires. */
export function logRemoval({ logger }: ListenerContext) {
  return async ({ event, body }: Args): Promise<void> => {
    logger.warn(
      { event: event.type, workspace: body.team_id },
      'the app was removed from a workspace, or its token revoked',
    );
  };
}
