import type { Incoming } from '../incoming.js';
import type { TeamsContext } from '../context.js';
import type { Json } from '../render/elements.js';
import { renderConfirmDelete, renderRecent } from '../render/recent.js';

/** What this person started lately, as a card. */
export async function listRecent({ service }: TeamsContext, { actor }: Incoming): Promise<Json> {
  return renderRecent(await service.recent(actor));
}

/** Whether that one is to be deleted; one that is gone already is no longer in the list. */
export async function askToDelete(
  { service }: TeamsContext,
  { actor }: Incoming,
  investigation: string,
): Promise<Json> {
  const recent = await service.recent(actor);
  const meant = recent.find(({ id }) => id === investigation);
  return meant === undefined ? renderRecent(recent) : renderConfirmDelete(meant);
}
