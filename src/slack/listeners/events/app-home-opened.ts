import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { publishHome } from '../../home.js';
import { actorOf, type ListenerContext } from '../../interaction.js';

type Args = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** Publishes the Home each time it is opened. */
export function onHomeOpened(context: ListenerContext) {
  return async ({ event, client, context: boltContext }: Args): Promise<void> => {
    if (event.tab === 'home') await publishHome(context, client, actorOf(boltContext, event.user));
  };
}
