import type { App } from '@slack/bolt';
import type { ListenerContext } from '../../interaction.js';
import { onHomeOpened } from './app-home-opened.js';
import { onMessage } from './message.js';
import { eraseWorkspace } from './removed.js';

export function register(app: App, context: ListenerContext): void {
  app.event('app_home_opened', onHomeOpened(context));
  app.event('app_mention', onMessage(context));
  app.event('message', onMessage(context));
  app.event('app_uninstalled', eraseWorkspace(context));
  app.event('tokens_revoked', eraseWorkspace(context));
}
