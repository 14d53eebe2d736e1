import type { TurnContext } from 'botbuilder';
import { assertNever, messageOf } from '../../errors.js';
import type { TeamsContext } from '../context.js';
import { classifyFailure } from '../delivery.js';
import type { Incoming } from '../incoming.js';
import { asMessage, lineOf, type Message } from '../messages.js';
import { renderWelcome } from '../render/welcome.js';
import type { ReplyOnce } from '../replies.js';
import { takeClick } from './clicks.js';
import { takeText } from './messages.js';

export interface ReplyContext extends TeamsContext {
  readonly replyOnce: ReplyOnce;
}

interface Reply {
  readonly message: Message;
  /** Whether what it replies to is done with; if not, each delivery tries it again, and says again what came of it. */
  readonly taken: boolean;
}

/**
 * Takes a message, then says what there is to say. Rejects where it was not taken and nobody could be told: Teams is to know, and may
 * send it again.
 */
export async function takeMessage(
  context: ReplyContext,
  turn: TurnContext,
  incoming: Incoming,
): Promise<void> {
  // A client without Action.Execute sends its fallback, a message with the same data.
  const isClick = incoming.value !== undefined && incoming.value !== null;
  const reply = isClick ? await replyToClick(context, incoming) : await replyToText(context, incoming);
  if (reply === undefined) return;
  const { message, taken } = reply;
  if (taken) await sayOnce(context, turn, incoming, message);
  else await turn.sendActivity(message);
}

/** Says it once for each activity. Where Teams will never take it, to be sent the activity again would help nobody. */
export async function sayOnce(
  { replyOnce, logger }: ReplyContext,
  turn: TurnContext,
  { eventId }: Incoming,
  message: Message,
): Promise<void> {
  try {
    await replyOnce(eventId, () => turn.sendActivity(message));
  } catch (error) {
    if (classifyFailure(error).kind === 'passing') throw error;
    logger.warn({ reason: messageOf(error) }, 'nobody could be told the outcome of a message');
  }
}

async function replyToClick(context: TeamsContext, incoming: Incoming): Promise<Reply | undefined> {
  const reaction = await takeClick(context, incoming);
  if (reaction.kind === 'line') return { message: lineOf([reaction.text]), taken: reaction.taken };
  return reaction.kind === 'page' ? { message: asMessage(reaction.card), taken: true } : undefined;
}

async function replyToText(context: TeamsContext, incoming: Incoming): Promise<Reply | undefined> {
  const reply = await takeText(context, incoming);
  switch (reply.kind) {
    case 'nothing':
      return undefined;
    case 'welcome':
      return { message: asMessage(renderWelcome(reply.fields, incoming.place)), taken: true };
    case 'card':
      return { message: asMessage(reply.card), taken: true };
    case 'line':
      return { message: lineOf(reply.say), taken: reply.taken };
    default:
      return assertNever(reply, 'reply');
  }
}
