import { createTimestamps } from '../ids.js';
import type { Block } from '../block-kit/blocks.js';
import type { Element } from '../block-kit/elements.js';
import type { Person } from '../people.js';
import { homeObject, modalObject, type SlackObject } from '../slack-objects.js';
import type { Message } from '../workspace.js';
import {
  complaintAbout,
  DONE,
  failed,
  type InteractionContext,
  type InteractionOutcome,
  ticketsFor,
} from './context.js';
import { type Chosen, type ChosenValues, choiceOf, stateValues } from './input-state.js';
import { envelope, findElement, messageContainer } from './payloads.js';

/** A click or choice on one element; `values` is what the other elements of the same message or view hold. */
export interface ElementUse {
  readonly blockId: string;
  readonly actionId: string;
  readonly value?: Chosen | undefined;
  readonly values: ChosenValues;
}

/** The message or view with the element, as the payload tells it. */
interface Container {
  readonly blocks: readonly Block[];
  readonly viewId?: string;
  readonly message?: Message;
  payload(values: SlackObject): SlackObject;
}

export function useMessageElement(
  context: InteractionContext,
  person: Person,
  at: { readonly channel: string; readonly ts: string },
  use: ElementUse,
): Promise<InteractionOutcome> {
  const channel = context.state.workspace.channel(at.channel);
  const message = context.state.workspace.find(at.channel, at.ts);
  if (channel === undefined || message?.blocks === undefined) return gone('message');
  return send(context, person, use, {
    blocks: message.blocks,
    message,
    payload: (values) => ({ ...messageContainer(channel, message), state: { values } }),
  });
}

export function useViewElement(
  context: InteractionContext,
  person: Person,
  viewId: string,
  use: ElementUse,
): Promise<InteractionOutcome> {
  const { views } = context.state;
  const modal = views.find(viewId);
  const home = views.home(person.id);
  const container = { container: { type: 'view', view_id: viewId } };
  if (modal?.userId === person.id) {
    const payload = (values: SlackObject) => ({ ...container, view: modalObject(modal, values) });
    return send(context, person, use, { blocks: modal.view.blocks, viewId, payload });
  }
  if (home?.id === viewId) {
    const payload = (values: SlackObject) => ({ ...container, view: homeObject(home, values) });
    return send(context, person, use, { blocks: home.view.blocks, payload });
  }
  return gone('view');
}

async function send(
  { state, courier, now }: InteractionContext,
  person: Person,
  use: ElementUse,
  container: Container,
): Promise<InteractionOutcome> {
  const element = findElement(container.blocks, use.blockId, use.actionId);
  if (element === undefined) return failed('That button is not there any more.');
  const { viewId, message } = container;
  const trigger = { userId: person.id, ...(viewId === undefined ? {} : { viewId }) };
  const delivery = await courier.interaction({
    ...envelope('block_actions', person),
    ...container.payload(stateValues(container.blocks, use.values)),
    ...ticketsFor(state, trigger, message === undefined ? undefined : placeOf(person, message)),
    actions: [actionOf(element, use, createTimestamps(now)())],
  });
  return complaintAbout(delivery, 'That') ?? DONE;
}

function actionOf(element: Element, use: ElementUse, ts: string): SlackObject {
  return {
    type: element.type,
    action_id: use.actionId,
    block_id: use.blockId,
    ...(element.type === 'button' ? { text: element.text } : {}),
    ...choiceOf(element, use.value),
    action_ts: ts,
  };
}

function placeOf(person: Person, message: Message) {
  return {
    userId: person.id,
    channel: message.channel,
    messageTs: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  };
}

function gone(what: string): Promise<InteractionOutcome> {
  return Promise.resolve(failed(`That ${what} is not there any more.`));
}
