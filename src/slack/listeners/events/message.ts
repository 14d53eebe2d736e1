import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { IntakeFields } from '../../../conversation/intake.js';
import { postMessage } from '../../chat.js';
import { eventIds } from '../../ids.js';
import { type IncomingMessage, readIncomingMessage } from '../../incoming-message.js';
import { actorOf, interact, type ListenerContext, type Taken } from '../../interaction.js';
import { placeOf } from '../../origin.js';
import { renderHint } from '../../render/hint.js';
import { createTell } from '../../tell.js';
import { startFromText } from '../../text-start.js';

type Args = SlackEventMiddlewareArgs<'message' | 'app_mention'> & AllMiddlewareArgs;

/** Somebody mentioned the bot or wrote to it: like the command's text. An event has no trigger, so a form is offered by a button. */
export function onMessage(context: ListenerContext) {
  return async ({ body, client, context: boltContext }: Args): Promise<void> => {
    const message = readIncomingMessage(body);
    if (message === undefined) return;
    const { userId, text, origin } = message;
    const actor = actorOf(boltContext, userId);
    const start = {
      eventId: eventIds.event(message.eventId),
      actor,
      place: placeOf(origin, userId),
      text,
    };
    await interact(context, {
      kind: message.kind,
      actor,
      tell: createTell({ client, logger: context.logger }, { userId, ...origin }),
      run: () => startFromText(context, start, (fields) => offerForm(context, client, message, fields)),
    });
  };
}

async function offerForm(
  { recent }: ListenerContext,
  client: Args['client'],
  { eventId, origin, userId }: IncomingMessage,
  fields: IntakeFields,
): Promise<Taken> {
  if (!recent.first(`hint:${eventId}`)) return { outcome: 'repeated' };
  await postMessage(client, placeOf(origin, userId), renderHint(fields));
  return { outcome: 'hinted' };
}
