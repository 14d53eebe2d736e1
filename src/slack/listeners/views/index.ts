import type { App, ViewSubmitAction } from '@slack/bolt';
import { INTAKE_CALLBACK } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { submitIntake } from './intake.js';

export function register(app: App, context: ListenerContext): void {
  app.view<ViewSubmitAction>(
    { callback_id: INTAKE_CALLBACK, type: 'view_submission' },
    submitIntake(context),
  );
}
