import type { webApi } from '@slack/bolt';
import type { Actor } from '../conversation/investigation.js';
import { messageOf } from '../errors.js';
import { classifyFailure } from './delivery.js';
import type { ListenerContext } from './interaction.js';
import { renderHome } from './render/home.js';

/** Publishes a person's App Home as it is now: there is nothing to lose if one time fails. Never rejects. */
export async function publishHome(
  { service, logger }: ListenerContext,
  client: webApi.WebClient,
  actor: Actor,
): Promise<void> {
  const orUndefined = (error: unknown): undefined => {
    logger.warn({ reason: messageOf(error) }, 'the App Home shows less than there is');
    return undefined;
  };
  const [recent, accounts, mayNotStart] = await Promise.all([
    service.recent(actor).catch(orUndefined),
    service.auditable(actor).catch(orUndefined),
    service.refuseStart(actor, actor.userId).catch(orUndefined),
  ]);
  const home = { recent, accounts, mayNotStart: mayNotStart?.message };
  try {
    await client.views.publish({ user_id: actor.userId, view: renderHome(home) });
  } catch (error) {
    logger.warn({ reason: classifyFailure(error).reason }, 'the App Home could not be published');
  }
}
