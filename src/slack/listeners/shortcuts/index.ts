import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { SHORTCUTS } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { diagnoseAnything } from './diagnose-s3-denial.js';
import { diagnoseMessage } from './diagnose-message.js';

export function register(app: App, context: ListenerContext): void {
  app.shortcut<GlobalShortcut>(
    { type: 'shortcut', callback_id: SHORTCUTS.global },
    diagnoseAnything(context),
  );
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: SHORTCUTS.message },
    diagnoseMessage(context),
  );
}
