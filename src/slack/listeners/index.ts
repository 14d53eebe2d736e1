import type { App } from '@slack/bolt';
import type { ListenerContext } from '../interaction.js';
import { register as registerActions } from './actions/index.js';
import { register as registerCommands } from './commands/index.js';
import { register as registerEvents } from './events/index.js';
import { register as registerShortcuts } from './shortcuts/index.js';
import { register as registerViews } from './views/index.js';

export function registerListeners(app: App, context: ListenerContext): void {
  registerCommands(app, context);
  registerActions(app, context);
  registerShortcuts(app, context);
  registerViews(app, context);
  registerEvents(app, context);
}
