import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { messageOf } from '../../../errors.js';
import type { ListenerContext } from '../../interaction.js';

type Args = SlackEventMiddlewareArgs<'app_uninstalled' | 'tokens_revoked'> & AllMiddlewareArgs;

/** The workspace took the app away, or its token: what belongs to the workspace goes too. A person's own token is none of ours. */
export function eraseWorkspace({ logger, removed }: ListenerContext) {
  return async ({ event, body }: Args): Promise<void> => {
    if (event.type === 'tokens_revoked' && (event.tokens.bot ?? []).length === 0) return;
    const { team_id: teamId } = body;
    const enterpriseId = body.enterprise_id ?? body.authorizations?.[0]?.enterprise_id;
    const about = { event: event.type, workspace: teamId };
    try {
      const erased = await removed({ teamId, ...(enterpriseId == null ? {} : { enterpriseId }) });
      logger.warn(
        { ...about, erased },
        'the app was removed from a workspace: what was stored of it is erased',
      );
    } catch (error) {
      logger.error(
        { ...about, reason: messageOf(error) },
        'what was stored of a workspace could not be erased; it expires',
      );
    }
  };
}
