import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { definedFields } from '../../../conversation/fields.js';
import type { InvestigationEvent } from '../../../conversation/service.js';
import { eventIds } from '../../ids.js';
import { actorOf, attempt, type ListenerContext, takenFrom } from '../../interaction.js';
import { type Audience, createTell } from '../../tell.js';
import { answerView, textOf, type ViewAnswer } from './answer-view.js';

export type ViewArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** What a submission tells the conversation about an investigation. */
interface Told {
  readonly investigationId: string;
  readonly viewId: string;
  readonly event: InvestigationEvent;
}

interface EventForm {
  readonly kind: string;
  /** Its one input, at which it says what is wrong. */
  readonly field: string;
  /** Where the form was opened, to tell the person there. */
  readonly place: Omit<Audience, 'userId'>;
  /** undefined: not a form that this program made. */
  readonly told: Told | undefined;
  readonly unreadable: string;
  readonly staysOpen: (outcome: string) => boolean;
}

/** Runs a form that tells the conversation one thing. What it stays open for is shown at its input. */
export async function submitEvent(
  context: ListenerContext,
  { ack, body, client, context: boltContext }: ViewArgs,
  { kind, field, place, told, unreadable, staysOpen }: EventForm,
): Promise<void> {
  const userId = body.user.id;
  const actor = actorOf(boltContext, userId);
  const run = async (): Promise<ViewAnswer> => {
    if (told === undefined) return { outcome: 'invalid', errors: { [field]: unreadable } };
    const { investigationId, viewId, event } = told;
    const { outcome, say } = await attempt(context, kind, async () =>
      takenFrom(await context.service.handle(investigationId, eventIds.view(viewId), actor, event)),
    );
    return staysOpen(outcome)
      ? { outcome, errors: { [field]: textOf(say) } }
      : { outcome, ...definedFields({ say }) };
  };
  await answerView(context, {
    kind,
    actor,
    investigationId: told?.investigationId,
    field,
    ack: (answer) => ack(answer),
    tell: createTell({ client, logger: context.logger }, { userId, ...place }),
    run,
  });
}

/** Nobody loses what they have entered: whatever kept it from being taken, the form stays open. */
export function isNotTaken(outcome: string): boolean {
  return outcome !== 'applied' && outcome !== 'repeated';
}
