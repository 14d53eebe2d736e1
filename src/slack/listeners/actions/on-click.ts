import type { AllMiddlewareArgs, SlackActionMiddlewareArgs, webApi } from '@slack/bolt';
import type { Actor } from '../../../conversation/investigation.js';
import { type Click, readClick } from '../../click.js';
import { actorOf, interact, type ListenerContext, type Taken } from '../../interaction.js';
import { createTell } from '../../tell.js';

type Args = SlackActionMiddlewareArgs & AllMiddlewareArgs;

/** What a click's listener is given: the click, read and checked, and who made it. */
export interface ClickArgs {
  readonly context: ListenerContext;
  readonly click: Click;
  readonly actor: Actor;
  readonly client: webApi.WebClient;
}

/** The frame of every button's listener: read, run, acknowledge, tell. What is no click of ours is only acknowledged. */
export async function onClick(
  context: ListenerContext,
  run: (args: ClickArgs) => Promise<Taken>,
  { ack, body, client, respond, context: boltContext }: Args,
): Promise<void> {
  const click = readClick(body);
  if (click === undefined) return ack();
  const actor = actorOf(boltContext, click.audience.userId);
  await interact(context, {
    kind: `action:${click.action.kind}`,
    actor,
    investigationId: click.investigationId,
    ack: () => ack(),
    tell: createTell({ client, respond, logger: context.logger }, click.audience),
    run: () => run({ context, click, actor, client }),
  });
}

export const UNKNOWN_BUTTON: Taken = {
  outcome: 'not_found',
  say: 'I do not know what this button belongs to. Start a new one with /s3denied.',
};
