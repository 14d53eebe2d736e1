import { eventOf } from '../../../conversation/actions.js';
import { publishHome } from '../../home.js';
import { type Taken, takenFrom } from '../../interaction.js';
import { askForValue } from './ask-for-value.js';
import { type ClickArgs, UNKNOWN_BUTTON } from './on-click.js';

/** Buttons and menus that tell the conversation something. Where that takes a value, it is asked for. */
export async function sendEvent(args: ClickArgs): Promise<Taken> {
  const { context, click, actor } = args;
  const { action, investigationId, eventId, clicked } = click;
  const event = eventOf(action);
  if (event === undefined || investigationId === undefined) return UNKNOWN_BUTTON;
  const outcome = await context.service.handle(investigationId, eventId, actor, event, clicked);
  if (outcome.outcome === 'needs_value') return askForValue(args, investigationId, outcome.dialog);
  const taken = takenFrom(outcome);
  return click.onHome ? { ...taken, afterwards: () => publishHome(context, args.client, actor) } : taken;
}
