import type { App, BlockAction } from '@slack/bolt';
import { ACTION_PATTERNS, OPEN_LINK } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { addNote } from './add-note.js';
import { onClick } from './on-click.js';
import { editDetails } from './edit-details.js';
import { sendEvent } from './send-event.js';
import { startOver } from './start-over.js';

export function register(app: App, context: ListenerContext): void {
  const send = onClick(context, sendEvent);
  app.action<BlockAction>(ACTION_PATTERNS.answer, send);
  app.action<BlockAction>(ACTION_PATTERNS.howTo, send);
  app.action<BlockAction>(ACTION_PATTERNS.feedback, send);
  app.action<BlockAction>(ACTION_PATTERNS.change, send);
  app.action<BlockAction>(ACTION_PATTERNS.switchFlow, send);
  app.action<BlockAction>('post_to_support', send);
  app.action<BlockAction>('recheck', send);
  app.action<BlockAction>('show_checks', send);
  app.action<BlockAction>(ACTION_PATTERNS.format, send);
  app.action<BlockAction>('keep_private', send);
  app.action<BlockAction>('resume', send);
  app.action<BlockAction>('delete', send);
  app.action<BlockAction>('add_note', onClick(context, addNote));
  app.action<BlockAction>('edit_details', onClick(context, editDetails));
  app.action<BlockAction>('start_over', onClick(context, startOver));
  app.action<BlockAction>(OPEN_LINK, ({ ack }) => ack());
}
