import { z } from 'zod';
import { assertNever } from '../../../errors.js';
import type { Delivery } from '../delivery.js';
import { modalDefinition } from '../block-kit/views.js';
import type { Person } from '../people.js';
import { modalObject } from '../slack-objects.js';
import type { StandInState } from '../state.js';
import type { OpenModal } from '../view-stacks.js';
import { DONE, failed, type InteractionContext, type InteractionOutcome, ticketsFor } from './context.js';
import { type ChosenValues, complain, stateValues } from './input-state.js';
import { envelope } from './payloads.js';

/** https://docs.slack.dev/surfaces/modals#response_actions */
const responseSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: modalDefinition }),
  z.object({ response_action: z.literal('push'), view: modalDefinition }),
  z.object({ response_action: z.literal('clear') }),
]);

const TROUBLE = 'We had some trouble connecting. Try again?';

/** The modal's submit button. Slack's own client refuses empty required fields before the bot hears of it. */
export async function submitView(
  { state, courier }: InteractionContext,
  person: Person,
  viewId: string,
  values: ChosenValues,
): Promise<InteractionOutcome> {
  const modal = state.views.find(viewId);
  if (modal?.userId !== person.id) return failed('That dialog is not open any more.');
  const errors = complain(modal.view.blocks, values);
  if (Object.keys(errors).length > 0) return { outcome: 'errors', errors };
  const delivery = await courier.interaction({
    ...envelope('view_submission', person),
    ...ticketsFor(state, { userId: person.id, viewId }),
    view: modalObject(modal, stateValues(modal.view.blocks, values)),
    response_urls: [],
  });
  return applyResponse(state, modal, delivery);
}

/** The modal's close button, its cross, or Esc. The bot hears of it only where it asked to. */
export async function closeView(
  { state, courier }: InteractionContext,
  person: Person,
  viewId: string,
): Promise<InteractionOutcome> {
  const modal = state.views.find(viewId);
  if (modal?.userId !== person.id) return DONE;
  const cleared = modal.view.clear_on_close === true;
  if (cleared) state.views.clear(person.id);
  else state.views.close(modal);
  if (modal.view.notify_on_close !== true) return DONE;
  await courier.interaction({
    ...envelope('view_closed', person),
    view: modalObject(modal),
    is_cleared: cleared,
  });
  return DONE;
}

function applyResponse(state: StandInState, modal: OpenModal, delivery: Delivery): InteractionOutcome {
  if (delivery.outcome === 'late') return failed(`${TROUBLE} (The bot did not answer within 3 seconds.)`);
  if (delivery.outcome === 'refused') return failed(`${TROUBLE} (${delivery.reason})`);
  if (delivery.body === undefined) return close(state, modal);
  const parsed = responseSchema.safeParse(delivery.body);
  if (!parsed.success) return failed(`${TROUBLE} (The bot's answer is none that Slack knows.)`);
  switch (parsed.data.response_action) {
    case 'errors':
      return showErrors(modal, parsed.data.errors);
    case 'update':
      state.views.update(modal, parsed.data.view);
      return DONE;
    case 'push':
      return state.views.push(modal.userId, parsed.data.view) === undefined
        ? failed('Slack shows at most three dialogs upon each other.')
        : DONE;
    case 'clear':
      state.views.clear(modal.userId);
      return DONE;
    default:
      return assertNever(parsed.data, 'response action');
  }
}

function close(state: StandInState, modal: OpenModal): InteractionOutcome {
  state.views.close(modal);
  return DONE;
}

/** Slack takes errors for input blocks only. */
function showErrors(modal: OpenModal, errors: Readonly<Record<string, string>>): InteractionOutcome {
  const inputs = new Set(modal.view.blocks.filter((one) => one.type === 'input').map((one) => one.block_id));
  const stray = Object.keys(errors).find((blockId) => !inputs.has(blockId));
  return stray === undefined
    ? { outcome: 'errors', errors }
    : failed(`${TROUBLE} (The bot reported an error for "${stray}", which is no input of this dialog.)`);
}
