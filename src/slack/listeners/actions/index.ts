import type { App, BlockAction } from '@slack/bolt';
import { OPEN_LINK, TOLD_ACTION } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { addNote } from './add-note.js';
import { onClick } from './on-click.js';
import { editDetails } from './edit-details.js';
import { sendEvent } from './send-event.js';
import { share } from './share.js';
import { startOver } from './start-over.js';

export function register(app: App, context: ListenerContext): void {
  app.action<BlockAction>(TOLD_ACTION, onClick(context, sendEvent));
  app.action<BlockAction>('add_note', onClick(context, addNote));
  app.action<BlockAction>('share', onClick(context, share));
  app.action<BlockAction>('edit_details', onClick(context, editDetails));
  app.action<BlockAction>('start_over', onClick(context, startOver));
  app.action<BlockAction>(OPEN_LINK, ({ ack }) => ack());
}
