import { ActivityTypes, type TurnContext } from 'botbuilder';
import { assertNever, messageOf } from '../errors.js';
import type { TeamsContext } from './context.js';
import { readClick } from './click.js';
import { type Reaction, takeClick } from './handlers/clicks.js';
import { openForm, openFromMessage } from './handlers/dialogs.js';
import { type ReplyContext, sayOnce, takeMessage } from './handlers/message-reply.js';
import { keepForm, submitForm } from './handlers/submissions.js';
import { type Incoming, readIncoming } from './incoming.js';
import {
  answerCard,
  answerLine,
  closeDialog,
  type InvokeAnswer,
  NOT_FOR_THEM,
  NOT_OURS,
  NOTHING_NEWER,
} from './invoke.js';
import { asMessage } from './messages.js';
import { renderWelcome } from './render/welcome.js';
import type { Removed } from './removed.js';
import type { ServiceUrls } from './service-urls.js';
import { within } from './within.js';

export interface BotOptions extends ReplyContext {
  readonly serviceUrls: ServiceUrls;
  readonly removed: Removed;
  /** Nobody of another tenant is answered; left out: anybody is. */
  readonly tenantId?: string;
}

/** Teams's clients wait 5 s for the answer to an invoke, then send it again. The store gives up after 2 s, and several calls may follow. */
const ANSWER_WITHIN_MS = 4_000;
const LATE =
  'That takes longer than usual. If the card has not changed in a moment, please try again: nothing is done twice.';
const LATE_FORM = 'This takes longer than usual. Please send it again: it counts only once.';

/** One activity of Teams. Rejects where it was not taken, and who sent it could not be told. */
export function createBot(options: BotOptions): (turn: TurnContext) => Promise<void> {
  return async (turn) => {
    const incoming = readIncoming(turn.activity);
    if (incoming === undefined) return;
    const { tenantId, logger } = options;
    const { workspace } = incoming.actor;
    if (tenantId !== undefined && workspace !== tenantId) {
      logger.warn({ tenant: workspace }, 'somebody of another tenant was not answered');
      return incoming.type === 'invoke' ? respond(turn, NOT_FOR_THEM) : undefined;
    }
    if (incoming.bot === 'removed') return options.removed(incoming);
    // Nobody waits for it: an answer goes where the activity came from.
    void noteSender(options, incoming);
    await dispatch(options, turn, incoming);
  };
}

/** Where Teams answers and who is who: needed when the bot writes of its own accord. */
async function noteSender(
  { serviceUrls, people, logger }: BotOptions,
  { actor, where }: Incoming,
): Promise<void> {
  const { workspace, userId } = actor;
  const { serviceUrl, bot, person } = where;
  try {
    await serviceUrls.note(workspace, serviceUrl, bot);
    if (person.name !== '') await people.note(workspace, userId, person);
  } catch (error) {
    logger.warn({ reason: messageOf(error) }, 'where Teams answers could not be written down');
  }
}

async function dispatch(options: BotOptions, turn: TurnContext, incoming: Incoming): Promise<void> {
  switch (incoming.type) {
    case 'invoke':
      return respond(turn, await answerInTime(options, incoming));
    case 'message':
      return takeMessage(options, turn, incoming);
    case 'conversationUpdate':
      if (incoming.bot === 'added' && incoming.place.direct)
        await sayOnce(options, turn, incoming, asMessage(renderWelcome({}, incoming.place)));
      return;
    default:
      return;
  }
}

async function answerInTime(context: TeamsContext, incoming: Incoming): Promise<InvokeAnswer> {
  const started = performance.now();
  const answered = await within(answer(context, incoming), ANSWER_WITHIN_MS, () => lateAnswer(incoming));
  const kind = INVOKES.find((name) => name === incoming.name) ?? 'other';
  context.metrics?.observeAck('teams', kind, (performance.now() - started) / 1000);
  return answered;
}

/** It may be taken yet, and is not known to be: that is said, and nothing that was typed is lost. */
function lateAnswer({ name, value }: Incoming): InvokeAnswer {
  switch (name) {
    case 'adaptiveCard/action': {
      const click = readClick(value);
      return click?.kind === 'view' && click.automatic ? NOTHING_NEWER : answerLine(LATE);
    }
    case 'task/submit':
    case 'composeExtension/submitAction':
      return keepForm(value, LATE_FORM);
    default:
      return closeDialog(LATE);
  }
}

const INVOKES = [
  'adaptiveCard/action',
  'task/fetch',
  'task/submit',
  'composeExtension/fetchTask',
  'composeExtension/submitAction',
] as const;

async function answer(context: TeamsContext, incoming: Incoming): Promise<InvokeAnswer> {
  switch (incoming.name) {
    case 'adaptiveCard/action':
      return answerOf(await takeClick(context, incoming));
    case 'task/fetch':
      return openForm(context, incoming);
    case 'composeExtension/fetchTask':
      return openFromMessage(context, incoming);
    case 'task/submit':
    case 'composeExtension/submitAction':
      return submitForm(context, incoming);
    default:
      return NOT_OURS;
  }
}

function answerOf(reaction: Reaction): InvokeAnswer {
  switch (reaction.kind) {
    case 'line':
      return answerLine(reaction.text);
    case 'card':
    case 'page':
      return answerCard(reaction.card);
    case 'nothing':
      return NOTHING_NEWER;
    default:
      return assertNever(reaction, 'reaction');
  }
}

async function respond(turn: TurnContext, { status, body }: InvokeAnswer): Promise<void> {
  await turn.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status, ...(body === undefined ? {} : { body }) },
  });
}
