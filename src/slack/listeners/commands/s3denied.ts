import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { eventIds } from '../../ids.js';
import { openIntake } from '../../intake-dialog.js';
import { actorOf, interact, type ListenerContext } from '../../interaction.js';
import { placeOf } from '../../origin.js';
import { createTell } from '../../tell.js';
import { startFromText } from '../../text-start.js';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/s3denied`: the form; `/s3denied <text>`: at once where the text says enough, else the form with what it says. */
export function diagnose(context: ListenerContext) {
  return async ({ command, ack, client, respond, context: boltContext }: Args): Promise<void> => {
    const { user_id: userId, channel_id: channel, trigger_id: triggerId, text } = command;
    const actor = actorOf(boltContext, userId);
    const origin = { channel };
    const start = { eventId: eventIds.command(triggerId), actor, place: placeOf(origin, userId), text };
    await interact(context, {
      kind: 'command',
      actor,
      ack: () => ack(),
      tell: createTell({ client, respond, logger: context.logger }, { userId, channel }),
      run: () =>
        startFromText(context, start, (fields) =>
          openIntake(context, { client, actor, triggerId, fields, origin }),
        ),
    });
  };
}
