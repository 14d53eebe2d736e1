import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { classifyFailure } from '../../delivery.js';
import type { ListenerContext } from '../../interaction.js';
import { renderHome } from '../../render/home.js';

type Args = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** Publishes the Home each time it is opened: there is nothing to lose if one time fails. */
export function publishHome(context: ListenerContext) {
  return async ({ event, client }: Args): Promise<void> => {
    if (event.tab !== 'home') return;
    try {
      await client.views.publish({ user_id: event.user, view: renderHome() });
    } catch (error) {
      context.logger.warn({ reason: classifyFailure(error).reason }, 'the App Home could not be published');
    }
  };
}
