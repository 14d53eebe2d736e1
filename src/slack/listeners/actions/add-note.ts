import { type Taken, takenFrom } from '../../interaction.js';
import { openView } from '../../open-view.js';
import { renderNoteModal } from '../../render/note-modal.js';
import { type ClickArgs, UNKNOWN_BUTTON } from './on-click.js';

/** Opens the dialog for a note to the support channel, for those who may add one. */
export async function addNote({ context, click, actor, client }: ClickArgs): Promise<Taken> {
  const { investigationId: edits, triggerId, origin } = click;
  const investigation = edits === undefined ? undefined : await context.service.load(edits);
  if (edits === undefined || investigation === undefined) return UNKNOWN_BUTTON;
  const refusal = await context.service.refuse(investigation, actor);
  if (refusal !== undefined) return takenFrom(refusal);
  return openView(context, { client, triggerId }, async () => renderNoteModal({ ...origin, edits }));
}
