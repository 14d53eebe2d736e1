import { createTimestamps } from '../ids.js';
import { type Person, SHORTCUTS } from '../people.js';
import { messageObject } from '../slack-objects.js';
import {
  complaintAbout,
  DONE,
  failed,
  type InteractionContext,
  type InteractionOutcome,
  ticketsFor,
} from './context.js';
import { channelPart, envelope } from './payloads.js';

/** The global shortcut, from the composer's menu. */
export async function runShortcut(
  { state, courier, now }: InteractionContext,
  person: Person,
): Promise<InteractionOutcome> {
  const delivery = await courier.interaction({
    ...envelope('shortcut', person),
    callback_id: SHORTCUTS.global.callbackId,
    action_ts: createTimestamps(now)(),
    ...ticketsFor(state, { userId: person.id }),
  });
  return complaintAbout(delivery, SHORTCUTS.global.name) ?? DONE;
}

/** The message shortcut, from a message's menu. */
export async function runMessageShortcut(
  { state, courier }: InteractionContext,
  person: Person,
  at: { readonly channel: string; readonly ts: string },
): Promise<InteractionOutcome> {
  const channel = state.workspace.channel(at.channel);
  const message = state.workspace.find(at.channel, at.ts);
  if (channel === undefined || message === undefined) return failed('That message is not there any more.');
  const delivery = await courier.interaction({
    ...envelope('message_action', person),
    callback_id: SHORTCUTS.message.callbackId,
    message_ts: message.ts,
    message: messageObject(message),
    channel: channelPart(channel),
    ...ticketsFor(
      state,
      { userId: person.id },
      {
        userId: person.id,
        channel: channel.id,
        ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
      },
    ),
  });
  return complaintAbout(delivery, SHORTCUTS.message.name) ?? DONE;
}
