import type { App, ViewSubmitAction } from '@slack/bolt';
import { ANSWER_CALLBACK, INTAKE_CALLBACK, NOTE_CALLBACK, SHARE_CALLBACK } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { submitAnswer } from './answer.js';
import { submitIntake } from './intake.js';
import { submitNote } from './note.js';
import { submitShare } from './share.js';

export function register(app: App, context: ListenerContext): void {
  app.view<ViewSubmitAction>(
    { callback_id: INTAKE_CALLBACK, type: 'view_submission' },
    submitIntake(context),
  );
  app.view<ViewSubmitAction>(
    { callback_id: ANSWER_CALLBACK, type: 'view_submission' },
    submitAnswer(context),
  );
  app.view<ViewSubmitAction>({ callback_id: NOTE_CALLBACK, type: 'view_submission' }, submitNote(context));
  app.view<ViewSubmitAction>({ callback_id: SHARE_CALLBACK, type: 'view_submission' }, submitShare(context));
}
