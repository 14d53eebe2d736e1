import type { App } from '@slack/bolt';
import type { ListenerContext } from '../../interaction.js';
import { publishHome } from './app-home-opened.js';
import { onMessage } from './message.js';
import { logRemoval } from './removed.js';

export function register(app: App, context: ListenerContext): void {
  app.event('app_home_opened', publishHome(context));
  app.event('app_mention', onMessage(context));
  app.event('message', onMessage(context));
  app.event('app_uninstalled', logRemoval(context));
  app.event('tokens_revoked', logRemoval(context));
}
