import type { TurnContext } from 'botbuilder';
import type { Place } from '../conversation/investigation.js';
import type { Withdrawal } from '../conversation/store.js';
import type { TeamsAdapter } from './adapter.js';
import { classifyFailure } from './delivery.js';
import { asMessage, lineOf, type Message } from './messages.js';
import { linkTo, type Where, writePlace } from './place.js';
import { cardOf, richText } from './render/elements.js';
import { write, writeToOwner } from './write.js';

/** Posts the living card, or updates it where it is out; one that somebody deleted is posted anew. */
export async function showCard(
  adapter: TeamsAdapter,
  where: Where,
  place: Place,
  message: Message,
): Promise<Place> {
  const { message: id } = place;
  if (id === undefined) return postAnew(adapter, where, place.direct, message);
  try {
    await write(adapter, where, (turn) => turn.updateActivity({ ...message, id }));
    return place;
  } catch (error) {
    if (!isClosed(error)) throw error;
    return postAnew(adapter, where, place.direct, message);
  }
}

/** Whether nothing can be written there, or what was there is gone. */
function isClosed(error: unknown): boolean {
  const { kind } = classifyFailure(error);
  return kind === 'lost' || kind === 'not_allowed';
}

/** Posts where it was started; where that cannot be, in the person's own chat, with a line that says so. */
async function postAnew(
  adapter: TeamsAdapter,
  where: Where,
  direct: boolean,
  message: Message,
): Promise<Place> {
  try {
    return await write(adapter, where, (turn) => post(turn, where, direct, message));
  } catch (error) {
    if (direct || !isClosed(error)) throw error;
    return writeToOwner(adapter, where, async (turn) => {
      const place = await post(turn, where, true, message);
      // The card is out: what follows it may fail without it being posted again.
      await turn.sendActivity(lineOf([DETOUR])).catch(() => undefined);
      return place;
    });
  }
}

const DETOUR =
  'I cannot write where you asked (I am not a member there, or may not post), so your answer is here.';

/** Where it is now: in the person's own chat that is told only by having written there. */
async function post(turn: TurnContext, where: Where, direct: boolean, message: Message): Promise<Place> {
  const sent = await turn.sendActivity(message);
  const here = { ...where, conversation: turn.activity.conversation.id };
  const place = writePlace(here, direct);
  if (sent === undefined || sent.id === '') return place;
  return { ...place, message: sent.id, ...(direct ? {} : { permalink: linkTo(here, sent.id) }) };
}

const INSTEAD: Readonly<Record<Withdrawal, string>> = {
  private: 'This conversation goes on in private.',
  moved: 'This conversation goes on further down.',
  deleted: 'This investigation was deleted.',
};

/** Takes the living card back; where it cannot be deleted, a line replaces it. One that is gone already needs nothing more. */
export async function withdrawCard(
  adapter: TeamsAdapter,
  where: Where,
  { message: id }: Place,
  because: Withdrawal,
): Promise<undefined> {
  if (id === undefined) return undefined;
  const replace = async (turn: TurnContext): Promise<void> =>
    void (await turn.updateActivity({ ...asMessage(cardOf(richText([INSTEAD[because]]))), id }));
  const remove = async (turn: TurnContext): Promise<void> => {
    try {
      await turn.deleteActivity(id);
    } catch (error) {
      if (classifyFailure(error).kind !== 'refused') throw error;
      await replace(turn);
    }
  };
  try {
    await write(adapter, where, because === 'private' ? replace : remove);
  } catch (error) {
    if (classifyFailure(error).kind !== 'lost') throw error;
  }
}
