import type { App } from '@slack/bolt';
import { COMMAND } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { diagnose } from './s3denied.js';

export function register(app: App, context: ListenerContext): void {
  app.command(COMMAND, diagnose(context));
}
