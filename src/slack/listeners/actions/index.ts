import type { App } from '@slack/bolt';
import { OPEN_LINK, TOLD_ACTION } from '../../ids.js';
import type { ListenerContext, Taken } from '../../interaction.js';
import { addNote } from './add-note.js';
import { editDetails } from './edit-details.js';
import { type ClickArgs, onClick } from './on-click.js';
import { sendEvent } from './send-event.js';
import { share } from './share.js';
import { startOver } from './start-over.js';

type Run = (args: ClickArgs) => Promise<Taken>;

/** The buttons that open a form. */
const OPENING: ReadonlyMap<string, Run> = new Map([
  ['add_note', addNote],
  ['share', share],
  ['edit_details', editDetails],
  ['start_over', startOver],
]);

/**
 * Clicks, which are most of what comes, are taken in front of Bolt's listeners: it asks every one of these about everything, through
 * middleware of its own. What nobody here knows is left untaken.
 */
export function register(app: App, context: ListenerContext): void {
  app.use(async (args) => {
    if (!('action' in args)) return args.next();
    const { body } = args;
    const actionId = body.type === 'block_actions' ? body.actions[0]?.action_id : undefined;
    if (actionId === undefined) return;
    if (actionId === OPEN_LINK) return args.ack();
    const run = OPENING.get(actionId) ?? (TOLD_ACTION.test(actionId) ? sendEvent : undefined);
    if (run !== undefined) await onClick(context, run, args);
  });
}
