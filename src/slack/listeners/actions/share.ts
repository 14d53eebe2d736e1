import { type Taken, takenFrom } from '../../interaction.js';
import { openView } from '../../open-view.js';
import { renderShareModal } from '../../render/share-modal.js';
import { type ClickArgs, UNKNOWN_BUTTON } from './on-click.js';

/** Asks where to share a result, for those who may act on it. */
export async function share({ context, click, actor, client }: ClickArgs): Promise<Taken> {
  const { investigationId: id, triggerId } = click;
  const investigation = id === undefined ? undefined : await context.service.load(id);
  if (id === undefined || investigation === undefined) return UNKNOWN_BUTTON;
  const refusal = await context.service.refuse(investigation, actor);
  if (refusal !== undefined) return takenFrom(refusal);
  return openView(context, { client, triggerId }, async () => renderShareModal(id));
}
